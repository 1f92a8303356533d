import { Temporal } from "@js-temporal/polyfill";
import { occurrences } from "./calendar";
import type { Schedule, StartedRecurrence } from "./recurrence";

const WEEKS_BACK = 8;

/** Only such a rule is the same some weeks before: on days of each week, or on a day of each month. */
const SHIFTABLE = /^FREQ=(WEEKLY;BYDAY=[A-Z,]+|MONTHLY;BYDAY=-?[1-4][A-Z]{2})$/;

/**
 * A recurrence as it would be had it begun some weeks before; none where its rule is another one then.
 *
 * @param weeksBack so many, and a few more where its first day has no such time.
 */
export function begunBefore(
  recurrence: StartedRecurrence,
  timezone: string,
  weeksBack = WEEKS_BACK,
): StartedRecurrence | undefined {
  if (!SHIFTABLE.test(recurrence.rrule)) return undefined;
  const first = Temporal.PlainDateTime.from(recurrence.start);
  for (let weeks = weeksBack; weeks < weeksBack + 3; weeks++) {
    const start = first.subtract({ weeks });
    // A start that its day has not, because the clocks go forward over it, would move all others.
    const exists = start.toZonedDateTime(timezone).toPlainDateTime().equals(start);
    if (exists) return { ...recurrence, start: start.toString({ smallestUnit: "second" }) };
  }
  return undefined;
}

/**
 * When the last of those windows ends that a schedule's first starts leave out, because they had begun already, and that
 * are not over: what was made within its own windows mutes from the next of them on. None where all is over, or has
 * come.
 *
 * @param at windows that end by then are over.
 */
export function missedUntil({ timezone, recurrences }: Schedule, at: Temporal.Instant): Temporal.Instant | undefined {
  const ends = recurrences.flatMap((recurrence) => {
    const earlier = begunBefore(recurrence, timezone);
    const first = Temporal.PlainDateTime.from(recurrence.start).toZonedDateTime(timezone).epochMilliseconds;
    if (earlier === undefined || first <= at.epochMilliseconds) return [];
    return occurrences(earlier, timezone, { start: at.epochMilliseconds, end: first }).map(({ end }) => end);
  });
  return ends.length === 0 ? undefined : Temporal.Instant.fromEpochMilliseconds(Math.max(...ends));
}
