import type { GroupCourse } from "./course";
import type { Mute } from "./downtimes";
import type { GroupStatus } from "./timeline";

/** A group of a monitor, with its states and what mutes it. */
export interface Member extends GroupCourse {
  readonly mutes: readonly Mute[];
}

/** Groups that are told of together. */
export interface Unit {
  /** What they have in common: `["service:web"]`. */
  readonly group: readonly string[];
  readonly members: readonly Member[];
}

/**
 * Each group on its own, unless `notify_by` names fewer keys than the query is grouped by, or `*` for all in one.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/#notification-grouping
 * @see https://docs.datadoghq.com/monitors/guide/alert_aggregation/#how-to-do-this-via-api
 */
export function unitsOf(members: readonly Member[], notifyBy: readonly string[] = []): Unit[] {
  if (notifyBy.length === 0) return members.map((member) => ({ group: member.group, members: [member] }));
  const units = new Map<string, { group: string[]; members: Member[] }>();
  for (const member of members) {
    const group = member.group.filter((tag) => notifyBy.includes(tag.slice(0, tag.indexOf(":"))));
    const unit = units.get(group.join(","));
    if (unit === undefined) units.set(group.join(","), { group, members: [member] });
    else unit.members.push(member);
  }
  return [...units.values()];
}

const WORST_FIRST: readonly GroupStatus[] = ["Alert", "Warn", "No Data", "Unknown", "OK"];

/** The worst of several states. */
export function worstOf(statuses: Iterable<GroupStatus | undefined>): GroupStatus | undefined {
  const all = new Set(statuses);
  return WORST_FIRST.find((status) => all.has(status));
}
