import { RRuleTemporal } from "rrule-temporal";

import { type DowntimeAttributes, isRecurring, type Recurrence } from "./downtime.js";

/** A span of muted time, in milliseconds since 1970; no end means until it is cancelled. */
export interface MutedWindow {
  readonly start: number;
  readonly end: number | undefined;
}

const DAY = 86_400_000;
const UNIT_MILLISECONDS: Record<string, number> = { m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY };

/** `14h` in milliseconds; undefined for anything that is no duration. */
export function durationOf(text: string): number | undefined {
  const [, count, unit] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const milliseconds = UNIT_MILLISECONDS[unit ?? ""];
  return milliseconds === undefined ? undefined : Number(count) * milliseconds;
}

/** @throws Error where the rule or the time zone is none. */
export function ruleOf({ start, rrule }: Pick<Recurrence, "start" | "rrule">, timezone: string): RRuleTemporal {
  const local = start.replace(/[-:]/g, "");
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=${timezone}:${local}\nRRULE:${rrule}` });
}

/** The downtime's windows that overlap the span, in order. */
export function windowsBetween(schedule: DowntimeAttributes["schedule"], from: number, to: number): MutedWindow[] {
  if (!isRecurring(schedule)) {
    const window = { start: Date.parse(schedule.start), end: schedule.end ? Date.parse(schedule.end) : undefined };
    return window.start < to && (window.end ?? Infinity) > from ? [window] : [];
  }
  return schedule.recurrences
    .flatMap((recurrence) => {
      const duration = durationOf(recurrence.duration) ?? 0;
      const starts = ruleOf(recurrence, schedule.timezone).between(new Date(from - duration), new Date(to), true);
      return starts.map(({ epochMilliseconds: start }) => ({ start, end: start + duration }));
    })
    .filter(({ start, end }) => start < to && end > from)
    .sort((a, b) => a.start - b.start);
}

/** The window that is open at that time. */
export function openWindow(schedule: DowntimeAttributes["schedule"], now: number): MutedWindow | undefined {
  return windowsBetween(schedule, now, now + 1)[0];
}

/** The open window or else the next one within a year. */
export function nextWindow(schedule: DowntimeAttributes["schedule"], now: number): MutedWindow | undefined {
  return windowsBetween(schedule, now, now + 14 * DAY)[0] ?? windowsBetween(schedule, now, now + 366 * DAY)[0];
}
