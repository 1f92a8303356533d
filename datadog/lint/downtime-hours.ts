import { Temporal } from "@js-temporal/polyfill";
import { occurrences, stretches } from "../schedule/calendar";
import { type ClockChange, clockChanges } from "../schedule/clock-change";
import { durationInWords, minutesOf } from "../schedule/duration";
import { gapInWords, gaps } from "../schedule/gaps";
import { dayOf, type Schedule, type StartedRecurrence, weeklyWindow, weeklyWindows } from "../schedule/recurrence";
import { intersection, joined, type Stretch, without } from "../schedule/stretch";
import { clock, dayName, MINUTES_OF_DAY } from "../schedule/window";
import { changeInWords, local, moment, recurrenceInWords } from "../schedule/words";
import { AN_HOUR, type Downtime, example, type RawRecurrence } from "./downtime-definition";
import type { Rule } from "./rule";

/** All the hours in which the same monitors are muted, which may be of several downtimes. */
export interface Hours {
  /** None where one of them can't be read. */
  readonly schedule: Schedule | undefined;
  readonly now: Temporal.Instant;
}

type HoursRule = Rule<Hours, Downtime>;

const DOCUMENTATION = "https://docs.datadoghq.com/monitors/downtimes/#recurring";
const EXAMPLES = "https://docs.datadoghq.com/monitors/downtimes/examples/";
const RFC = "https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10";

/** In milliseconds. */
const MINUTE = 60_000;
const DAY = MINUTES_OF_DAY * MINUTE;

const NIGHTS: RawRecurrence = {
  start: "2099-01-05T19:00:00",
  duration: "14h",
  rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
};
const WEEKEND: RawRecurrence = { start: "2099-01-10T00:00:00", duration: "1d", rrule: "FREQ=WEEKLY;BYDAY=SA,SU" };
const MONDAY: RawRecurrence = { start: "2099-01-05T00:00:00", duration: "9h", rrule: "FREQ=WEEKLY;BYDAY=MO" };

const gap: HoursRule = {
  id: "downtime/gap",
  verdict: "may-be-meant",
  because:
    "A window over midnight mutes the morning after each of its days. 19:00-09:00 Mon-Fri says nothing of Monday 00:00-09:00, even beside all day Sat-Sun.",
  source: EXAMPLES,
  passes: example([NIGHTS, WEEKEND, MONDAY]),
  fails: example([NIGHTS, WEEKEND]),
  *check({ schedule }) {
    if (schedule === undefined) return;
    for (const open of gaps(weeklyWindows(schedule))) {
      yield {
        problem: `${gapInWords(open)} (${schedule.timezone}) is not muted: no window reaches into it from the evening before`,
        remedy: "closeGaps: true mutes it",
      };
    }
  },
};

/** A night that runs into a day that is muted all day is how such hours are said: nothing is to be mended there. */
const overlap: HoursRule = {
  id: "downtime/overlap",
  verdict: "may-be-meant",
  because:
    "Two windows that mute the same minutes are mostly a slip in one of them. One that runs into a day which is muted as a whole is not meant.",
  source: EXAMPLES,
  passes: example([NIGHTS, WEEKEND, MONDAY]),
  fails: example([AN_HOUR, { ...AN_HOUR, start: "2099-01-05T12:30:00" }]),
  *check({ schedule }) {
    if (schedule === undefined) return;
    const { recurrences, timezone } = schedule;
    const round = aRound(schedule);
    const windows = recurrences
      .filter((one) => !isAllDay(one))
      .map((one) => ({ words: recurrenceInWords(one, timezone), muted: joined(occurrences(one, "UTC", round)) }));
    for (const [index, one] of windows.entries()) {
      for (const other of windows.slice(index + 1)) {
        const twice = distinct(intersection(one.muted, other.muted).map(weekTime));
        if (twice.length === 0) continue;
        yield {
          problem: `${some(twice)} (${timezone}) is muted by both ${one.words} and ${other.words}`,
          remedy: "end one where the other begins",
        };
      }
    }
  },
};

/** Days that are declared all day are meant to be long; what is added to them is measured by itself. */
const longStretch: HoursRule = {
  id: "downtime/long-stretch",
  verdict: "may-be-meant",
  because:
    "Nobody is notified of anything for longer than a day. That is meant where days are muted all day, such as a weekend, with a night before it and after it, and mostly a wrong duration elsewhere.",
  source: DOCUMENTATION,
  passes: example([NIGHTS, WEEKEND, MONDAY]),
  fails: example([{ start: "2099-01-09T19:00:00", duration: "62h", rrule: "FREQ=WEEKLY;BYDAY=FR" }]),
  *check({ schedule }) {
    if (schedule === undefined) return;
    const round = aRound(schedule);
    if (isAlways(nominal(schedule, round), round)) return;
    // Whole ones, of which neither end is cut off.
    const muted = nominal(schedule, { start: round.start - 31 * DAY, end: round.end }).filter(
      ({ start, end }) => start >= round.start && end < round.end,
    );
    const wholeDays = joined(schedule.recurrences.filter(isAllDay).flatMap((one) => occurrences(one, "UTC", round)));
    const long = muted.filter((one) =>
      without(one, intersection(wholeDays, [one])).some(({ start, end }) => end - start > DAY),
    );
    for (const words of distinct(long.map(weekStretch)).slice(0, 3)) {
      yield {
        problem: `${words} (${schedule.timezone}) is muted without a break`,
        remedy: "shorten a window, or say the days that are meant as a whole as all day",
      };
    }
  },
};

const always: HoursRule = {
  id: "downtime/always",
  verdict: "may-be-meant",
  because: "Monitors that are muted at all times tell nobody of anything, which may be meant of a lab.",
  source:
    "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/tests/cassettes/TestAccDowntimeScheduleBasicRecurring.yaml",
  passes: example([NIGHTS, WEEKEND, MONDAY]),
  fails: example([{ start: "2099-01-05T00:00:00", duration: "1d", rrule: "FREQ=DAILY" }]),
  *check({ schedule }) {
    if (schedule === undefined) return;
    const round = aRound(schedule);
    if (!isAlways(nominal(schedule, round), round)) return;
    yield { problem: "the windows mute at all times", remedy: "leave open when somebody is to be notified" };
  },
};

const skippedStart: HoursRule = {
  id: "downtime/skipped-start",
  verdict: "may-be-meant",
  because:
    "On the night when the clocks go forward over a window's start there is no such time. By RFC 5545 that day has no window; Datadog does not say what it does.",
  source: RFC,
  passes: example([{ ...AN_HOUR, start: "2099-03-29T03:00:00", rrule: "FREQ=DAILY" }], "Europe/Berlin"),
  fails: example([{ ...AN_HOUR, start: "2099-01-05T02:30:00", duration: "10m", rrule: "FREQ=DAILY" }], "Europe/Berlin"),
  *check({ schedule, now }) {
    if (schedule === undefined) return;
    const { timezone, recurrences } = schedule;
    const forward = changesAhead(schedule, now, 366).filter(({ minutes }) => minutes > 0);
    for (const one of recurrences) {
      const skipped = forward.flatMap((change) => startsIn(one, change))[0];
      if (skipped === undefined) continue;
      yield {
        problem: `${moment(skipped)} ${skipped.year} does not exist in ${timezone}: the clocks go forward over it, and the window of that day is left out (${recurrenceInWords(one, timezone)})`,
        remedy: "begin before the hour that is jumped over, or after it",
      };
    }
  },
};

/** Said in the month before, when somebody can still act on it; at other times nobody would go on reading it. */
const movedEnd: HoursRule = {
  id: "downtime/moved-end",
  verdict: "may-be-meant",
  because:
    "A window lasts its duration in elapsed time: over a night in which the clocks are set, it ends earlier or later by the clock. This is said in the 31 days before such a night.",
  source: DOCUMENTATION,
  passes: example([NIGHTS, MONDAY], "Europe/Berlin"),
  fails: example([{ start: "2099-03-07T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=SA" }], "Europe/Berlin"),
  *check({ schedule, now }) {
    if (schedule === undefined) return;
    const { timezone, recurrences } = schedule;
    for (const change of changesAhead(schedule, now, 31)) {
      for (const one of recurrences) {
        const moved = occurrences(one, timezone, { start: change.at, end: change.at + 1 });
        const whole = moved.find(({ start }) => start < change.at);
        // Where another window goes on there, nobody sees the end.
        if (whole === undefined || stretches(schedule, { start: whole.end, end: whole.end + 1 }).length > 0) continue;
        const end = local(whole.end, timezone);
        const usual = end.subtract({ minutes: change.minutes });
        yield {
          problem: `${recurrenceInWords(one, timezone)} ends on ${moment(end)} in place of ${time(usual)}: ${changeInWords(change)}`,
          remedy: "if that hour matters, mute or unmute by hand that day",
        };
      }
    }
  },
};

/** What is wrong with the hours, taken together. */
export const hoursRules: readonly HoursRule[] = [gap, overlap, longStretch, always, skippedStart, movedEnd];

/** By the clock: each day with 24 hours. */
function nominal(schedule: Schedule, within: Stretch): Stretch[] {
  return stretches({ ...schedule, timezone: "UTC" }, within);
}

/** By the clock, from when all recurrences have begun: until they repeat, which other rules than weekly ones seldom do. */
function aRound({ recurrences }: Schedule): Stretch {
  const start = Math.max(...recurrences.map((one) => Date.parse(`${one.start}Z`)));
  return { start, end: start + (recurrences.every(weeklyWindow) ? 21 : 400) * DAY };
}

function isAlways([first]: readonly Stretch[], { start, end }: Stretch): boolean {
  return first?.start === start && first.end === end;
}

function isAllDay({ start, duration }: StartedRecurrence): boolean {
  return start.endsWith("T00:00:00") && (minutesOf(duration) ?? 1) % MINUTES_OF_DAY === 0;
}

/** From now or, where they begin later, from the first start. */
function changesAhead(
  { timezone, recurrences }: Schedule,
  now: Temporal.Instant,
  days: number,
): readonly ClockChange[] {
  const starts = recurrences.map((one) => Temporal.PlainDateTime.from(one.start).toZonedDateTime(timezone));
  const start = Math.max(now.epochMilliseconds, Math.min(...starts.map((one) => one.epochMilliseconds)));
  return clockChanges(timezone, { start, end: start + days * DAY });
}

/** The local starts that the clocks jump over. */
function startsIn(recurrence: StartedRecurrence, { before, after }: ClockChange): Temporal.PlainDateTime[] {
  const [start = 0, end = 0] = [before, after].map((at) => at.toZonedDateTime("UTC").epochMilliseconds);
  return occurrences(recurrence, "UTC", { start, end })
    .filter((one) => one.start >= start)
    .map((one) => local(one.start, "UTC"));
}

/** `"Saturday 00:00-09:00"`. */
function weekTime({ start, end }: Stretch): string {
  return `${dayName(dayOf(local(start, "UTC")))} ${time(local(start, "UTC"))}-${time(local(end, "UTC"))}`;
}

/** `"Friday 19:00 to Monday 09:00 (62 h)"`. */
function weekStretch({ start, end }: Stretch): string {
  const [from, to] = [start, end].map((at) => `${dayName(dayOf(local(at, "UTC")))} ${time(local(at, "UTC"))}`);
  return `${from} to ${to} (${durationInWords((end - start) / MINUTE)})`;
}

function time({ hour, minute }: Pick<Temporal.PlainDateTime, "hour" | "minute">): string {
  return clock(hour * 60 + minute);
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}

function some(words: readonly string[]): string {
  return words.length > 7 ? `${words.slice(0, 7).join(", ")}, …` : words.join(", ");
}
