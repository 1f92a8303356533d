import { Temporal } from "@js-temporal/polyfill";
import { toText } from "rrule-temporal/totext";
import { listInWords } from "../list-words";
import { stretches } from "./calendar";
import { type ClockChange, clockChanges } from "./clock-change";
import { durationInWords, minutesOf } from "./duration";
import { mutedMinutes } from "./gaps";
import { dayOf, rule, type Schedule, type StartedRecurrence, weeklyWindow, weeklyWindows } from "./recurrence";
import type { Stretch } from "./stretch";
import { clock, type Day, DAYS, dayName, MINUTES_OF_DAY, type WeeklyWindow } from "./window";

/** In milliseconds. */
const DAY = 86_400_000;

/**
 * What is muted next, in words: `"Mon 4 Jan 19:00 to Tue 5 Jan 09:00 (14 h)"`; one that has begun is the first. Windows
 * that touch are one, as in Datadog. Where the clocks are set in between, that is said.
 *
 * @param count how many; fewer where the schedule has no more within ten years.
 */
export function nextWindows(schedule: Schedule, now: Temporal.Instant, count: number): string[] {
  const start = now.epochMilliseconds;
  for (let days = 14; ; days *= 4) {
    const end = start + days * DAY;
    // Far enough back for the start of one that has begun.
    const whole = stretches(schedule, { start: start - 31 * DAY, end }).filter(
      (one) => one.end > start && one.end < end,
    );
    if (whole.length >= count || days > 1000) {
      return whole.slice(0, count).map((one) => stretchInWords(one, schedule.timezone));
    }
  }
}

/** `"Sat 27 Mar 19:00 to Sun 28 Mar 10:00 (14 h; the clocks go forward by 1 h on Sun 28 Mar 02:00)"`. */
function stretchInWords(stretch: Stretch, timezone: string): string {
  const change = clockChanges(timezone, stretch)[0];
  const [start, end] = [stretch.start, stretch.end].map((at) => moment(local(at, timezone)));
  const marks = [durationInWords((stretch.end - stretch.start) / 60_000), change && changeInWords(change)];
  return `${start} to ${end} (${marks.filter(Boolean).join("; ")})`;
}

/** `"the clocks go back by 1 h on Sun 25 Oct 03:00"`. */
export function changeInWords({ before, minutes }: ClockChange): string {
  const length = durationInWords(Math.abs(minutes));
  return `the clocks go ${minutes > 0 ? "forward" : "back"} by ${length} on ${moment(before)}`;
}

/** What the zone's clocks show at that millisecond since 1970. */
export function local(at: number, timezone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDateTime();
}

/** `"Mon 4 Jan 19:00"`. */
export function moment(at: Temporal.PlainDateTime): string {
  const month = at.toPlainDate().toLocaleString("en-US", { month: "short" });
  return `${dayName(dayOf(at)).slice(0, 3)} ${at.day} ${month} ${clock(at.hour * 60 + at.minute)}`;
}

/** `"Muted are 19:00-09:00 Mon-Fri and all day Sat-Sun, Europe/Berlin: 109 h of a week's 168."`; no sum where weeks differ. */
export function ruleInWords(schedule: Schedule): string {
  const parts = schedule.recurrences.map((one) => recurrenceInWords(one, schedule.timezone));
  const hours = minutesOfWeek(schedule);
  const share = hours === undefined ? "" : `: ${durationInWords(hours)} of a week's 168`;
  return `Muted ${parts.length < 2 ? "is" : "are"} ${listInWords(parts)}, ${schedule.timezone}${share}.`;
}

/** `"19:00-09:00 Mon-Fri"` where the rule can be said so; else the rule's own words. */
export function recurrenceInWords(recurrence: StartedRecurrence, timezone: string): string {
  const window = weeklyWindow(recurrence);
  if (window !== undefined) return windowInWords(window);
  const length = durationInWords(minutesOf(recurrence.duration) ?? 0);
  return `${length} ${toText(rule(recurrence, timezone).toString(), "en", { excludeTzAbbreviation: true })}`;
}

/** As it is written in settings: `"all day Sat-Sun"`. */
export function windowInWords({ days, startMinute, durationMinutes }: WeeklyWindow): string {
  if (startMinute === 0 && durationMinutes === MINUTES_OF_DAY) return `all day ${daysInWords(days)}`;
  return `${clock(startMinute)}-${clock((startMinute + durationMinutes) % MINUTES_OF_DAY)} ${daysInWords(days)}`;
}

/** `"Mon-Wed,Fri"`. */
function daysInWords(days: readonly Day[]): string {
  const runs: Day[][] = [];
  for (const day of DAYS.filter((one) => days.includes(one))) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && DAYS.indexOf(last) === DAYS.indexOf(day) - 1) run.push(day);
    else runs.push([day]);
  }
  const short = (day: Day | undefined): string => (day === undefined ? "" : dayName(day).slice(0, 3));
  return runs.map((run) => (run.length < 2 ? short(run[0]) : `${short(run[0])}-${short(run.at(-1))}`)).join(",");
}

/** How much of a week without a clock change is muted; unknown where weeks differ. */
function minutesOfWeek(schedule: Schedule): number | undefined {
  const windows = weeklyWindows(schedule);
  return windows.length === schedule.recurrences.length ? mutedMinutes(windows).size : undefined;
}
