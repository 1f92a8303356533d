import type { MonitorSubject } from "../lint/monitor-definition";
import type { Course, GroupCourse } from "./course";
import { mutesOf, type PlannedDowntime } from "./downtimes";
import { scheduledTellings, type Telling, tellings } from "./notifications";
import { groupName } from "./reading";
import { hostTags, tagsAsked } from "./tags";
import type { Notification, RehearsalInput, RehearsedMonitor, StateChange, Timeline } from "./timeline";
import { type Member, unitsOf } from "./units";
import { writer } from "./words";

/**
 * What a monitor went through, and what was said of it.
 *
 * @throws NotPlayedError
 */
export function timelineOf(
  monitor: RehearsedMonitor,
  subject: MonitorSubject,
  { groups, lines }: Course,
  { history, span, withLines = true }: RehearsalInput,
  planned: readonly PlannedDowntime[],
): Timeline {
  const { definition } = subject;
  const asked = tagsAsked(subject);
  const write = writer(subject, history);
  const changes: StateChange[] = [];
  const dropped: { readonly group: string; readonly time: number }[] = [];
  const muted: Timeline["muted"][number][] = [];
  const notifications: Notification[] = [];
  const memberOf = (course: GroupCourse): Member => {
    const group = groupName(course.group);
    const tags = new Set([...course.group, ...hostTags(course.group, history), ...asked]);
    const mutes = mutesOf(planned, monitor, tags);
    for (const { start, end, downtime } of mutes) muted.push({ group, from: start, to: end, by: downtime.name });
    let from: StateChange["from"];
    for (const { time, to } of course.steps) {
      if (to === undefined) dropped.push({ group, time });
      else {
        const { value } = course.at(time);
        changes.push({ time, group, ...(from !== undefined && { from }), to, ...(value !== undefined && { value }) });
      }
      from = to;
    }
    return { ...course, mutes };
  };
  const tell = (told: Iterable<Telling>) => {
    for (const { member, muting, ...said } of told) {
      // What groups told of together differ in is in none of the words.
      const own = said.group === "*" ? [] : said.group.split(",");
      const tags = { own, ofHost: hostTags(own, history) };
      const mutedBy = muting.map(({ name }) => name);
      notifications.push(write({ ...said, ...member.at(said.time), tags, mutedBy }));
    }
  };
  const isShownOnly = definition.onMissingData === "show_no_data";
  const tellUnit = (members: readonly Member[]) => {
    for (const unit of unitsOf(members, definition.notifyBies)) {
      const [only] = unit.members;
      if (only?.runs !== undefined) for (const one of unit.members) tell(scheduledTellings(one, one.runs ?? []));
      else tell(tellings(unit, definition, isShownOnly, span));
    }
  };
  if (definition.notifyBies === undefined || definition.notifyBies.length === 0) {
    for (const course of groups) tellUnit([memberOf(course)]);
  } else {
    tellUnit([...groups].map(memberOf));
  }
  const byTime = (one: { readonly time: number }, other: { readonly time: number }) => one.time - other.time;
  return {
    monitor,
    span,
    lines: withLines ? lines : [],
    changes: changes.sort(byTime),
    dropped: dropped.sort(byTime),
    notifications: notifications.sort(byTime),
    approximations: [...new Set(lines.flatMap(({ approximation }) => approximation ?? []))],
    muted,
  };
}
