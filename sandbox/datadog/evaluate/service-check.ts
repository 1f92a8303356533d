import type { Monitor, Thresholds } from "../monitors/monitor.js";
import type { CheckMonitorQuery } from "../monitors/query.js";
import { matches } from "../query/scope.js";
import type { HostStore } from "../state/hosts.js";
import type { CheckRun, ServiceCheckStore } from "../state/service-checks.js";
import { groupName, type Reading } from "./reading.js";
import type { GroupState, GroupStatus } from "./states.js";

export function checkReadings(
  monitor: Monitor,
  query: CheckMonitorQuery,
  checks: Pick<ServiceCheckStore, "of">,
  hosts: HostStore,
  before: Readonly<Record<string, GroupState>>,
): Reading[] {
  const groups = new Map<string, Source[]>();
  for (const source of sourcesOf(query, checks, hosts))
    groups.set(source.group, [...(groups.get(source.group) ?? []), source]);
  return [...groups].map(([group, those]) => {
    // "A check alert tracks consecutive statuses submitted per check grouping": all of a group's runs are one row.
    const runs = those.flatMap((source) => source.runs).sort((one, other) => one.time - other.time);
    const latest = runs.at(-1);
    const status = statusOf(runs, monitor.options?.thresholds ?? {}, before[group]?.status);
    return { group, status, lastData: latest?.time ?? 0, checkMessage: latest?.message ?? "" };
  });
}

/** One sender of a service check, and the monitor's group that it is of. */
export interface Source {
  readonly group: string;
  /** Oldest first. */
  readonly runs: readonly CheckRun[];
  readonly latest: CheckRun;
}

export function sourcesOf(query: CheckMonitorQuery, checks: Pick<ServiceCheckStore, "of">, hosts: HostStore): Source[] {
  return checks.of(query.check).flatMap((runs) => {
    const latest = runs.at(-1);
    if (!latest) return [];
    const tags = new Set([...latest.tags, ...hosts.tagsOf(latest.host)]);
    if (!matches(query.over, tags) || (query.exclude && matches(query.exclude, tags))) return [];
    const tagSet = query.groupBy.map((key) => [...tags].find((tag) => tag.startsWith(`${key}:`)));
    return [{ group: groupName(tagSet.filter((tag) => tag !== undefined)), runs, latest }];
  });
}

/** A status counts once it was seen as many times in a row as its threshold says. */
function statusOf(runs: readonly CheckRun[], thresholds: Thresholds, before?: GroupStatus): GroupStatus | undefined {
  const latest = runs.at(-1)?.status;
  const fromLatest = [...runs].reverse().findIndex(({ status }) => status !== latest);
  const inARow = fromLatest === -1 ? runs.length : fromLatest;
  if (latest === 2 && inARow >= (thresholds.critical ?? 1)) return "Alert";
  if (latest === 1 && inARow >= (thresholds.warning ?? 1)) return "Warn";
  const mayRecover = before === undefined || inARow >= (thresholds.ok ?? 1);
  return latest === 0 && mayRecover ? "OK" : undefined;
}
