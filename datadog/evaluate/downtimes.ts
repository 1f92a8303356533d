import type { RawRecurrence } from "../lint/downtime-definition";
import { stretches } from "../schedule/calendar";
import { minutesOf } from "../schedule/duration";
import type { Stretch } from "../schedule/stretch";
import { parseScope, type Scope, ScopeSyntaxError } from "../schedule/scope";
import { wildcard } from "../wildcard";
import type { Span } from "./history";
import type { RehearsedDowntime, RehearsedMonitor } from "./timeline";

/** A downtime whose hours are known: seconds since 1970, in order, and one where several touch. */
export interface PlannedDowntime {
  readonly downtime: RehearsedDowntime;
  readonly scope: Scope;
  readonly hours: readonly Stretch[];
}

/** What can't be read of a downtime. */
export class DowntimeMistakeError extends Error {}

/**
 * When downtimes mute, by the calendar of the product's schedules.
 *
 * @see https://docs.datadoghq.com/monitors/downtimes/#set-a-downtime-schedule
 * @throws DowntimeMistakeError where a scope or a schedule can't be read
 */
export function plannedDowntimes(downtimes: readonly RehearsedDowntime[], { from, to }: Span): PlannedDowntime[] {
  return downtimes.map((downtime) => ({
    downtime,
    scope: scopeOf(downtime),
    hours: hoursOf(downtime, { start: from * 1000, end: to * 1000 }).map(({ start, end }) => ({
      start: start / 1000,
      end: end / 1000,
    })),
  }));
}

function scopeOf({ name, definition: { scope = "" } }: RehearsedDowntime): Scope {
  try {
    return parseScope(scope);
  } catch (error) {
    if (!(error instanceof ScopeSyntaxError)) throw error;
    throw new DowntimeMistakeError(`the scope of the downtime ${name} can't be read: ${error.message}`);
  }
}

function hoursOf({ name, definition }: RehearsedDowntime, within: Stretch): Stretch[] {
  const { recurringSchedule, oneTimeSchedule } = definition;
  if (recurringSchedule === undefined) {
    const [start, end] = [oneTimeSchedule?.start, oneTimeSchedule?.end].map((moment) =>
      moment === undefined || moment === "" ? undefined : Date.parse(moment),
    );
    if (Number.isNaN(start ?? 0) || Number.isNaN(end ?? 0)) {
      throw new DowntimeMistakeError(
        `the downtime ${name} starts or ends at no moment; write such as 2027-01-05T12:00:00Z`,
      );
    }
    const whole = { start: Math.max(start ?? -Infinity, within.start), end: Math.min(end ?? Infinity, within.end) };
    return whole.start < whole.end ? [whole] : [];
  }
  const { timezone = "UTC", recurrences = [] } = recurringSchedule;
  const readable = recurrences.map((one) => started(one, name));
  try {
    return stretches({ timezone, recurrences: readable }, within);
  } catch (error) {
    throw new DowntimeMistakeError(`the schedule of the downtime ${name} can't be read: ${(error as Error).message}`);
  }
}

function started(recurrence: RawRecurrence, name: string) {
  const { start, duration } = recurrence;
  if (minutesOf(duration) === undefined) {
    throw new DowntimeMistakeError(`the downtime ${name} lasts "${duration}", which is no time; write such as 12h`);
  }
  if (start !== undefined && start !== "") return { ...recurrence, start };
  throw new DowntimeMistakeError(
    `the downtime ${name} has a recurrence without a start: it would begin at the hour at which it is made`,
  );
}

/** A stretch in which a downtime mutes a group. */
export interface Mute extends Stretch {
  readonly downtime: RehearsedDowntime;
}

/**
 * What mutes a group of a monitor, in order.
 *
 * @param tags the group's, its host's, and those that all of the monitor's query is of.
 * @see https://docs.datadoghq.com/monitors/downtimes/#choose-what-to-silence
 */
export function mutesOf(
  planned: readonly PlannedDowntime[],
  monitor: RehearsedMonitor,
  tags: ReadonlySet<string>,
): Mute[] {
  return planned
    .filter(({ downtime, scope }) => isOf(downtime, monitor) && matches(scope, tags))
    .flatMap(({ downtime, hours }) => hours.map((stretch) => ({ ...stretch, downtime })))
    .sort((one, other) => one.start - other.start);
}

/**
 * "Only monitors that have all selected tags are silenced."
 *
 * @see https://docs.datadoghq.com/monitors/downtimes/#choose-what-to-silence
 */
export function isOf(
  { definition: { monitorIdentifier }, monitors = [] }: RehearsedDowntime,
  { name, definition }: RehearsedMonitor,
): boolean {
  const { monitorTags } = monitorIdentifier ?? {};
  if (monitorTags === undefined) return monitors.includes(name);
  return monitorTags.every((tag) => tag === "*" || definition.tags?.includes(tag) === true);
}

/** @see https://docs.datadoghq.com/monitors/downtimes/#downtime-scope-syntax */
function matches(scope: Scope, tags: ReadonlySet<string>, key?: string): boolean {
  switch (scope.kind) {
    case "tag":
      return matchesTag(scope.key ?? key, scope.value, tags);
    case "group":
      return matches(scope.of, tags, scope.key ?? key);
    case "not":
      return !matches(scope.of, tags, key);
    case "all":
      return scope.of.every((one) => matches(one, tags, key));
    case "any":
      return scope.of.some((one) => matches(one, tags, key));
  }
}

function matchesTag(key: string | undefined, written: string, tags: ReadonlySet<string>): boolean {
  const value = written.replaceAll('"', "");
  if (key === undefined) return value === "*" || tags.has(value);
  const tag = `${key}:${value}`;
  if (!tag.includes("*")) return tags.has(tag);
  const pattern = wildcard(tag);
  return [...tags].some((one) => pattern.test(one));
}
