import type { Registration } from "../stack/program";

/** Something that declarations name, and which of them do. */
export interface Need {
  readonly of: string;
  /** `monitor hosts-disk`. */
  readonly by: readonly string[];
}

/** Each thing once, in the order in which it is first named. */
export function gathered(named: Iterable<readonly [of: string, by: string]>): Need[] {
  const needs = new Map<string, Set<string>>();
  for (const [of, by] of named) needs.set(of, (needs.get(of) ?? new Set()).add(by));
  return [...needs].map(([of, by]) => ({ of, by: [...by] }));
}

const KINDS: Readonly<Record<string, string>> = {
  "datadog:index/monitor:Monitor": "monitor",
  "datadog:index/monitorJson:MonitorJson": "monitor",
  "datadog:index/dashboard:Dashboard": "dashboard",
  "datadog:index/dashboardJson:DashboardJson": "dashboard",
  "datadog:index/serviceLevelObjective:ServiceLevelObjective": "SLO",
  "datadog:index/sloCorrection:SloCorrection": "SLO correction",
  "datadog:index/downtimeSchedule:DowntimeSchedule": "downtime",
  "datadog:index/monitorNotificationRule:MonitorNotificationRule": "notification rule",
};

/** `monitor hosts-disk`. */
export function placeOf({ type, name }: Pick<Registration, "type" | "name">): string {
  return `${KINDS[type] ?? type} ${name}`;
}
