import { Temporal } from "@js-temporal/polyfill";
import { minutesOf } from "./duration";
import { rule, type Schedule, type StartedRecurrence } from "./recurrence";
import { intersection, joined, type Stretch } from "./stretch";

const MINUTE = 60_000;

/** A stretch of muted time; it ends before `end`. */
export interface Muted {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
}

/**
 * When a downtime of this schedule mutes between two instants: in order, cut at both, and one where windows touch, as
 * Datadog shows them in `current_downtime`.
 *
 * A window begins at its local time on each of its days and lasts its duration in elapsed time: 19:00 for 14 h ends at
 * 10:00 after a night of 23 hours, at 08:00 after one of 25. On the day of a clock change:
 * - A start that the clocks jump over is left out: that day has no such window. RFC 5545, 3.3.10: instances at a
 *   "nonexistent local time […] MUST be ignored". Datadog says nothing of it in its documentation; its own datadog-sync-cli
 *   passes over them in the same way.
 * - A start that comes twice is the first of the two (RFC 5545, 3.3.5), and the window is not repeated.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10
 * @see https://github.com/DataDog/datadog-sync-cli/pull/664
 * @see https://docs.datadoghq.com/monitors/downtimes/examples/ for a `current_downtime` of two recurrences.
 * @throws Error where a recurrence can't be read.
 */
export function calendar(schedule: Schedule, from: Temporal.Instant, to: Temporal.Instant): readonly Muted[] {
  return stretches(schedule, { start: from.epochMilliseconds, end: to.epochMilliseconds }).map(({ start, end }) => ({
    start: Temporal.Instant.fromEpochMilliseconds(start),
    end: Temporal.Instant.fromEpochMilliseconds(end),
  }));
}

/** {@link calendar} in milliseconds. */
export function stretches({ recurrences, timezone }: Schedule, within: Stretch): Stretch[] {
  return intersection(joined(recurrences.flatMap((one) => occurrences(one, timezone, within))), [within]);
}

/** The windows of one recurrence that have a part of that time, whole and in order. */
export function occurrences(
  recurrence: StartedRecurrence,
  timezone: string,
  { start: from, end: to }: Stretch,
): Stretch[] {
  const length = (minutesOf(recurrence.duration) ?? 0) * MINUTE;
  return rule(recurrence, timezone)
    .between(new Date(from - length), new Date(to), true)
    .map(({ epochMilliseconds: start }) => ({ start, end: start + length }))
    .filter(({ start, end }) => start < to && end > from);
}
