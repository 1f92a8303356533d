import type { PackSettings } from "../monitors/declared";
import type { SLOArgs } from "./slo";

/** An SLO of a pack: its own title, what it shares with the pack's monitors, and monitors of its burn rates. */
export function declaredSLO(
  title: string,
  {
    handles,
    owner,
    tags,
    runbookUrl,
    priority,
    renotify,
    demands,
    mutedBy,
    lint,
    adopt,
    protect,
    editors,
    overrides,
  }: PackSettings,
): Omit<SLOArgs, "indicator" | "target" | "timeframe"> & { readonly alerts: NonNullable<SLOArgs["alerts"]> } {
  return {
    ...{ title, owner, tags, runbookUrl, priority, renotify, demands, mutedBy, lint, protect, editors },
    // The ids by which monitors are adopted are not the SLO's.
    alerts: { handles, overrides, adopt: typeof adopt === "string" ? undefined : adopt },
  };
}
