import type { MonitorDeclaration } from "../monitors/declaration";
import { type IdOf, type MonitorClass, part as monitorPart, type Part } from "../monitors/monitor-pack";
import { sloPart, type SLOPart } from "../slo/part";
import { SLO, type SLOArgs } from "../slo/slo";

/**
 * One monitor, or one SLO, of a pack.
 *
 * @param args its arguments, or what makes them of the ids of the pack's monitors by what each watches: of a monitor, of
 *   those before it.
 */
export function part(kind: typeof SLO, args: SLOArgs | ((idOf: IdOf) => SLOArgs)): SLOPart;
export function part<Args extends MonitorDeclaration>(
  kind: MonitorClass<Args>,
  args: Args | ((idOf: IdOf) => Args),
): Part;
export function part(kind: unknown, args: unknown): Part | SLOPart {
  if (kind === SLO) return sloPart(args as SLOArgs);
  return monitorPart(kind as MonitorClass<MonitorDeclaration>, args as MonitorDeclaration);
}
