import { resourceNamedIn } from "./mark";

/** The kinds of objects that carry a mark. */
export type Kind = "monitor" | "dashboard" | "downtime" | "slo";

/** An object that says it is of a stack. */
export interface Owned {
  readonly kind: Kind;
  readonly id: string;
  /** The resource's name in the stack, as the object says it. */
  readonly resource: string;
}

/** A resource in a stack's state, as far as it is read. */
export interface Kept {
  /** `datadog:index/monitor:Monitor`. */
  readonly type: string;
  readonly urn: string;
  readonly id?: string | undefined;
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
}

/** By the type of a resource. */
export const KINDS: Readonly<Record<string, Kind>> = {
  "datadog:index/monitor:Monitor": "monitor",
  "datadog:index/monitorJson:MonitorJson": "monitor",
  "datadog:index/dashboard:Dashboard": "dashboard",
  "datadog:index/dashboardJson:DashboardJson": "dashboard",
  "datadog:index/downtimeSchedule:DowntimeSchedule": "downtime",
  "datadog:index/serviceLevelObjective:ServiceLevelObjective": "slo",
};

/** What a stack's state knows of Datadog's objects; those that say nothing of a stack, as adopted ones, with an empty name. */
export function ownedInState(state: readonly Kept[], ofStack: string): Owned[] {
  return state.flatMap(({ type, id, outputs = {} }) => {
    const kind = KINDS[type];
    const known = id ?? outputs.id;
    if (kind === undefined || typeof known !== "string") return [];
    const resource = resourceNamedIn(textOf(outputs), ofStack) ?? "";
    return [{ kind, id: known, resource }];
  });
}

/** Where an object of any kind may say it. */
function textOf({ tags, description, message }: Readonly<Record<string, unknown>>): string {
  return [tags, description, message].flat().join(" ");
}

/** Objects of the first that are not among the second. */
export function without<O extends Owned>(objects: readonly O[], others: readonly Owned[]): O[] {
  const known = new Set(others.map(({ kind, id }) => `${kind} ${id}`));
  return objects.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
}
