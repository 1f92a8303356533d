import { type CompositeQuery, type Condition, labelOf } from "../monitors/composite.js";
import type { FindMonitor } from "../monitors/monitor.js";
import type { Reading } from "./reading.js";
import type { GroupState, GroupStatus, MonitorStates } from "./states.js";

/** One group of one part. */
interface Member {
  readonly group: string;
  readonly state: GroupState | undefined;
}

/**
 * What a composite monitor says, from the states of its parts in the groups that all of them have.
 *
 * @param notifiesNoData otherwise "no data" leaves the group as it was
 * @see https://docs.datadoghq.com/monitors/types/composite/#how-composite-monitors-work
 */
export function compositeReadings(
  query: CompositeQuery,
  states: MonitorStates,
  find: FindMonitor,
  notifiesNoData: boolean,
): Reading[] {
  const parts = query.parts.map((id) => membersOf(states.of(id)));
  // A part that was deleted by force has no status that could be told.
  if (query.parts.some((id) => find(id) === undefined)) return [];
  return commonGroups(parts).map((group) => {
    const members = parts.map((part) => memberFor(group, part));
    const statuses = new Map(query.parts.map((id, index) => [id, members[index]?.state?.status ?? "No Data"]));
    const status = evaluated(query.condition, statuses);
    return {
      group,
      status: status === "No Data" && !notifiesNoData ? undefined : status,
      lastData: Math.max(0, ...members.map((member) => member?.state?.lastData ?? 0)),
      parts: new Map(
        members.flatMap((member, index) => (member?.state ? [[labelOf(index), member.state] as const] : [])),
      ),
    };
  });
}

/** A part that was never evaluated is one group without data. */
function membersOf(states: Readonly<Record<string, GroupState>>): Member[] {
  const groups = Object.entries(states).map(([group, state]) => ({ group, state }));
  return groups.length > 0 ? groups : [{ group: "*", state: undefined }];
}

/** Groups in which every part has a member: parts without groups go with each. */
function commonGroups(parts: readonly (readonly Member[])[]): string[] {
  const common = new Map<string, string>();
  for (const { group } of parts.flat()) {
    const values = [...valuesIn(group)].sort().join(",");
    if (!common.has(values) && parts.every((part) => memberFor(group, part))) common.set(values, group);
  }
  return [...common.values()];
}

/** Only values count, not keys: `host:web04` goes with `service:web04`, and with `host:web04,device:sda`. */
function memberFor(group: string, part: readonly Member[]): Member | undefined {
  const wanted = valuesIn(group);
  return part.find((member) => [...valuesIn(member.group)].every((value) => wanted.has(value)));
}

function valuesIn(group: string): Set<string> {
  return new Set(group === "*" ? [] : group.split(",").map((tag) => tag.slice(tag.indexOf(":") + 1)));
}

const LEAST_SEVERE_FIRST: readonly GroupStatus[] = ["OK", "No Data", "Warn", "Alert"];

function evaluated(condition: Condition, statuses: ReadonlyMap<number, GroupStatus>): GroupStatus {
  if (condition.kind === "monitor") return statuses.get(condition.id) ?? "No Data";
  if (condition.kind === "not") {
    const status = evaluated(condition.of, statuses);
    if (status === "No Data") return status;
    return status === "OK" ? "Alert" : "OK";
  }
  const both = [evaluated(condition.left, statuses), evaluated(condition.right, statuses)];
  const ranked = LEAST_SEVERE_FIRST.filter((status) => both.includes(status));
  return (condition.kind === "and" ? ranked.at(0) : ranked.at(-1)) ?? "OK";
}
