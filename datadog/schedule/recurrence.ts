import { Temporal } from "@js-temporal/polyfill";
import { clock, DAYS, type WeeklyWindow } from "./window";

/** A downtime's recurrence as Datadog takes it, without its start. */
export interface Recurrence {
  /** `FREQ=WEEKLY;BYDAY=MO,TU`: no DTSTART, DTEND or DURATION, which Datadog refuses. */
  readonly rrule: string;
  /** `<integer><m|h|d>`. */
  readonly duration: string;
}

export function recurrence(window: WeeklyWindow): Recurrence {
  return { rrule: `FREQ=WEEKLY;BYDAY=${window.days.join(",")}`, duration: duration(window.durationMinutes) };
}

function duration(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/**
 * The first start of the window at or after `notBefore`, as Datadog takes it: local time, no offset.
 *
 * @param timezone an IANA name.
 * @see https://docs.datadoghq.com/api/latest/downtimes/ `recurrences[].start`: "must not include a UTC offset".
 */
export function firstStart(window: WeeklyWindow, timezone: string, notBefore: Temporal.Instant): string {
  const today = notBefore.toZonedDateTimeISO(timezone).toPlainDate();
  const time = Temporal.PlainTime.from(clock(window.startMinute));
  for (let ahead = 0; ahead <= 7; ahead++) {
    const date = today.add({ days: ahead });
    const day = DAYS[date.dayOfWeek - 1];
    if (day === undefined || !window.days.includes(day)) continue;
    const start = date.toZonedDateTime({ timeZone: timezone, plainTime: time });
    if (Temporal.Instant.compare(start.toInstant(), notBefore) >= 0) {
      return date.toPlainDateTime(time).toString({ smallestUnit: "second" });
    }
  }
  throw new RangeError(`no day in ${JSON.stringify(window)}`);
}
