import type * as pulumi from "@pulumi/pulumi";
import { declaredAt, placeOfPart } from "../findings";
import type { IdOf } from "../monitors/monitor-pack";
import { overriddenSLO, type SLOOverride } from "./override";
import { SLO, type SLOArgs } from "./slo";

/** One SLO of a pack, made under its name there. */
export type SLOPart = (name: string, override: SLOOverride, opts: pulumi.ComponentResourceOptions, idOf: IdOf) => SLO;

/** @param args of the SLO, or what makes them of the ids of the pack's monitors. */
export function sloPart(args: SLOArgs | ((idOf: IdOf) => SLOArgs)): SLOPart {
  const place = placeOfPart();
  return (name, override, opts, idOf) =>
    declaredAt(
      place,
      () => new SLO(name, overriddenSLO(typeof args === "function" ? args(idOf) : args, override), opts),
    );
}
