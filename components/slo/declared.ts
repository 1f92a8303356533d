import { type PackSettings, shared } from "../monitors/declared";
import type { SLOArgs } from "./slo";

/** An SLO of a pack: its own title, what it shares with the pack's monitors, and monitors of its burn rates. */
export function declaredSLO(
  title: string,
  settings: PackSettings,
): Omit<SLOArgs, "indicator" | "target" | "timeframe"> & { readonly alerts: NonNullable<SLOArgs["alerts"]> } {
  const { handles, overrides, adopt } = settings;
  return {
    ...{ title, ...shared(settings) },
    // The ids by which monitors are adopted are not the SLO's.
    alerts: { handles, overrides, adopt: typeof adopt === "string" ? undefined : adopt },
  };
}
