import { Temporal } from "@js-temporal/polyfill";
import { calendar } from "../../datadog/schedule/calendar";
import type { Schedule } from "../../datadog/schedule/recurrence";
import { type HandWindow, mutedByTheMinute, type Wall, wallClock } from "./by-the-minute";

const MINUTE = 60_000;
const FROM = Date.parse("2026-01-01T00:00:00Z");
/** Windows that begin before the first minute are over by then. */
const LEAD = 3 * 24 * 60 * MINUTE;

const DAILY = [0, 1, 2, 3, 4, 5, 6];

/** The same hours twice: as Datadog would be told of them, and by hand. */
const HOURS: Readonly<Record<string, { recurrences: Schedule["recurrences"]; byHand: readonly HandWindow[] }>> = {
  "19:00-09:00 Mon-Fri, all day Sat-Sun": {
    recurrences: [
      { start: "2025-12-01T19:00:00", duration: "14h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
      { start: "2025-12-06T00:00:00", duration: "1d", rrule: "FREQ=WEEKLY;BYDAY=SA,SU" },
    ],
    byHand: [
      { weekdays: [1, 2, 3, 4, 5], startMinute: 19 * 60, minutes: 14 * 60 },
      { weekdays: [6, 0], startMinute: 0, minutes: 24 * 60 },
    ],
  },
  "02:00-03:00 every day": {
    recurrences: [{ start: "2025-12-01T02:00:00", duration: "60m", rrule: "FREQ=DAILY" }],
    byHand: [{ weekdays: DAILY, startMinute: 120, minutes: 60 }],
  },
  "00:00-00:30 every day, where clocks change at midnight": {
    recurrences: [{ start: "2025-12-01T00:00:00", duration: "30m", rrule: "FREQ=DAILY;INTERVAL=1" }],
    byHand: [{ weekdays: DAILY, startMinute: 0, minutes: 30 }],
  },
  "01:50-02:10 and 23:45-00:15, in the hour that is repeated": {
    recurrences: [
      { start: "2025-12-01T01:50:00", duration: "20m", rrule: "FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH,FR,SA" },
      { start: "2025-12-01T23:45:00", duration: "30m", rrule: "FREQ=DAILY" },
    ],
    byHand: [
      { weekdays: DAILY, startMinute: 110, minutes: 20 },
      { weekdays: DAILY, startMinute: 1425, minutes: 30 },
    ],
  },
};

export interface Comparison {
  /** How often the zone's clocks are set in that time. */
  readonly changes: number;
  /** The first minute that the calendar and the clock on the wall disagree about, for each of the hours. */
  readonly disagreements: readonly string[];
}

/** @param until the end of the comparison, which begins with 2026. */
export function compared(zone: string, until: string): Comparison {
  const to = Date.parse(until);
  const wall = wallClock(zone, FROM - LEAD, to);
  const disagreements = Object.entries(HOURS).flatMap(([name, { recurrences, byHand }]) => {
    const expected = mutedByTheMinute(wall, byHand).subarray(LEAD / MINUTE);
    const minute = firstDifference(expected, painted({ timezone: zone, recurrences }, to));
    if (minute === undefined) return [];
    return [`${zone}, ${name}: ${new Date(FROM + minute * MINUTE).toISOString()} by hand ${expected[minute]}`];
  });
  return { changes: changes(wall), disagreements };
}

function changes({ shows }: Wall): number {
  let count = 0;
  for (let minute = 1; minute < shows.length; minute++) {
    if ((shows[minute] ?? 0) - (shows[minute - 1] ?? 0) !== 1) count++;
  }
  return count;
}

function painted(schedule: Schedule, to: number): Uint8Array {
  const muted = new Uint8Array((to - FROM) / MINUTE);
  const at = (milliseconds: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(milliseconds);
  for (const { start, end } of calendar(schedule, at(FROM), at(to))) {
    muted.fill(1, (start.epochMilliseconds - FROM) / MINUTE, (end.epochMilliseconds - FROM) / MINUTE);
  }
  return muted;
}

function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  if (Buffer.compare(one, other) === 0) return undefined;
  return one.findIndex((value, index) => value !== other[index]);
}
