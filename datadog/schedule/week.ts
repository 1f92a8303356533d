import type { Temporal } from "@js-temporal/polyfill";
import { stretches } from "./calendar";
import { clockChanges } from "./clock-change";
import { gaps } from "./gaps";
import { dayOf, type Schedule, weeklyWindows } from "./recurrence";
import { joined, type Stretch, without } from "./stretch";
import { type Day, DAYS, MINUTES_OF_DAY } from "./window";
import { local } from "./words";

export interface WeekDay {
  readonly day: Day;
  readonly date: Temporal.PlainDate;
  /** In order, apart from each other; in minutes on the day's clock, 0 to 1440. */
  readonly muted: readonly Stretch[];
  /** What is not muted of mornings that a reader of the rule expects to be. */
  readonly gaps: readonly Stretch[];
}

/**
 * The week of that date as the clocks show it, Monday first. An hour that comes twice is muted where it is in one of the
 * two; one that the clocks jump over, where they do so while it is muted.
 */
export function week(schedule: Schedule, date: Temporal.PlainDate): readonly WeekDay[] {
  const { timezone } = schedule;
  const monday = date.subtract({ days: date.dayOfWeek - 1 });
  const [start, end] = [monday, monday.add({ days: 7 })].map((day) => day.toZonedDateTime(timezone).epochMilliseconds);
  const parts = stretches(schedule, { start: start ?? 0, end: end ?? 0 }).flatMap((one) => onTheClock(one, timezone));
  const open = gaps(weeklyWindows(schedule));
  return DAYS.map((_, index) => {
    const today = monday.add({ days: index });
    const day = dayOf(today);
    const muted = joined(parts.flatMap((part) => minutesOn(today, part)));
    const mornings = open
      .filter((gap) => gap.day === day)
      .map(({ startMinute, endMinute }) => ({ start: startMinute, end: endMinute }));
    return { day, date: today, muted, gaps: mornings.flatMap((morning) => without(morning, muted)) };
  });
}

interface Local {
  readonly from: Temporal.PlainDateTime;
  readonly to: Temporal.PlainDateTime;
}

/** Cut where the clocks are set: a part ends where it is over by the clock, or where the next begins. */
function onTheClock(stretch: Stretch, timezone: string): Local[] {
  const changes = clockChanges(timezone, stretch);
  const starts = [local(stretch.start, timezone), ...changes.map(({ after }) => after)];
  const ends = [
    ...changes.map(({ before, after, minutes }) => (minutes > 0 ? after : before)),
    local(stretch.end, timezone),
  ];
  return starts.map((from, index) => ({ from, to: ends[index] ?? from }));
}

function minutesOn(date: Temporal.PlainDate, { from, to }: Local): Stretch[] {
  const midnight = date.toPlainDateTime();
  const [start = 0, end = 0] = [from, to].map((at) =>
    Math.min(MINUTES_OF_DAY, Math.max(0, at.since(midnight).total("minutes"))),
  );
  return start < end ? [{ start, end }] : [];
}
