import { Temporal } from "@js-temporal/polyfill";
import { RRuleTemporal } from "rrule-temporal";
import { duration, minutesOf } from "./duration";
import { clock, type Day, DAYS, isWeekly, MINUTES_OF_DAY, type WeeklyWindow, type Window } from "./window";

/** A downtime's recurrence as Datadog takes it, without its start. */
export interface Recurrence {
  /** `FREQ=WEEKLY;BYDAY=MO,TU`: no DTSTART, DTEND or DURATION, which Datadog refuses. */
  readonly rrule: string;
  /** `<integer><m|h|d|w>`. */
  readonly duration: string;
}

export interface StartedRecurrence extends Recurrence {
  /** `2027-01-04T19:00:00`: local, without an offset. */
  readonly start: string;
}

/** What is sent, and all that says when a downtime mutes. */
export interface Schedule {
  /** IANA name, in which starts and rules are read. */
  readonly timezone: string;
  readonly recurrences: readonly StartedRecurrence[];
}

export function recurrence(window: Window): Recurrence {
  const rrule = isWeekly(window)
    ? `FREQ=WEEKLY;BYDAY=${window.days.join(",")}`
    : `FREQ=MONTHLY;BYDAY=${window.ordinal}${window.day}`;
  return { rrule, duration: duration(window.durationMinutes) };
}

/** Windows of the same hours are one rule on all of their days. */
export function merged(windows: readonly WeeklyWindow[]): WeeklyWindow[] {
  const byHours = new Map<string, WeeklyWindow>();
  for (const window of windows) {
    const hours = `${window.startMinute} ${window.durationMinutes}`;
    const days = [...window.days, ...(byHours.get(hours)?.days ?? [])];
    byHours.set(hours, { ...window, days: DAYS.filter((day) => days.includes(day)) });
  }
  return [...byHours.values()];
}

/** As few recurrences as say the windows; each starts at or after `notBefore`. */
export function schedule(windows: readonly Window[], timezone: string, notBefore: Temporal.Instant): Schedule {
  const all = [...merged(windows.filter(isWeekly)), ...windows.filter((window) => !isWeekly(window))];
  return {
    timezone,
    recurrences: all.map((window) => ({
      ...recurrence(window),
      start: firstStart(window, timezone, notBefore),
    })),
  };
}

/**
 * The first start of the window at or after `notBefore`, as Datadog takes it: local time, no offset. A local time that
 * its day has not, because the clocks go forward over it, is no start; of one that comes twice, the first is meant.
 *
 * @param timezone an IANA name.
 * @see https://docs.datadoghq.com/api/latest/downtimes/ `recurrences[].start`: "must not include a UTC offset".
 */
export function firstStart(window: Window, timezone: string, notBefore: Temporal.Instant): string {
  const today = notBefore.toZonedDateTimeISO(timezone).toPlainDate();
  const time = Temporal.PlainTime.from(clock(window.startMinute));
  // The only day of this week, or this month, may be the one that has no such time.
  for (let ahead = 0; ahead <= (isWeekly(window) ? 14 : 3 * 31); ahead++) {
    const date = today.add({ days: ahead });
    if (!isOn(window, date)) continue;
    const start = date.toZonedDateTime({ timeZone: timezone, plainTime: time });
    const exists = start.toPlainTime().equals(time);
    if (exists && Temporal.Instant.compare(start.toInstant(), notBefore) >= 0) {
      return date.toPlainDateTime(time).toString({ smallestUnit: "second" });
    }
  }
  throw new RangeError(`no day in ${JSON.stringify(window)}`);
}

function isOn(window: Window, date: Temporal.PlainDate): boolean {
  if (isWeekly(window)) return window.days.includes(dayOf(date));
  const ofMonth = window.ordinal === -1 ? date.day + 7 > date.daysInMonth : Math.ceil(date.day / 7) === window.ordinal;
  return dayOf(date) === window.day && ofMonth;
}

export function dayOf({ dayOfWeek }: Pick<Temporal.PlainDate, "dayOfWeek">): Day {
  return DAYS[dayOfWeek - 1] ?? "MO";
}

/**
 * The starts that a recurrence has, by RFC 5545.
 *
 * @throws Error where the rule, its start or the time zone can't be read.
 */
export function rule({ start, rrule }: Pick<StartedRecurrence, "start" | "rrule">, timezone: string): RRuleTemporal {
  return new RRuleTemporal({
    rruleString: rrule,
    dtstart: Temporal.PlainDateTime.from(start).toZonedDateTime(timezone),
  });
}

/** The window of which this is the recurrence; none where it is longer than a day, or the rule no plain weekly or daily one. */
export function weeklyWindow({ start, rrule, duration: length }: StartedRecurrence): WeeklyWindow | undefined {
  const first = Temporal.PlainDateTime.from(start);
  const [, freq, days] = /^FREQ=(WEEKLY|DAILY)(?:;INTERVAL=1)?(?:;BYDAY=([A-Z,]+))?$/.exec(rrule) ?? [];
  const named = days?.split(",");
  const durationMinutes = minutesOf(length);
  if (freq === undefined || durationMinutes === undefined || durationMinutes > MINUTES_OF_DAY) return undefined;
  const every = freq === "DAILY" ? DAYS : [dayOf(first)];
  return {
    days: named === undefined ? every : DAYS.filter((day) => named.includes(day)),
    startMinute: first.hour * 60 + first.minute,
    durationMinutes,
  };
}

/** Those of the schedule that come back every week. */
export function weeklyWindows({ recurrences }: Schedule): WeeklyWindow[] {
  return recurrences.flatMap((one) => weeklyWindow(one) ?? []);
}
