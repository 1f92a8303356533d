import { Temporal } from "@js-temporal/polyfill";
import type { Declared } from "../describe/declared";
import type { DowntimeInputs } from "../describe/week";
import { StackError } from "../stack/stacks";

/** The next Sunday at 03:00: when people are least looked for. */
const SUNDAY = 7;
const HOUR = 3;

/**
 * Now, and the moments that are asked for, else the next Sunday at 03:00, by the clocks of the stack's quiet hours.
 *
 * @param asked `2027-01-03 03:00`.
 * @throws StackError where one is no moment.
 */
export function momentsOf(
  declared: Declared,
  now: Temporal.Instant,
  asked: readonly string[] = [],
): Temporal.ZonedDateTime[] {
  const here = now.toZonedDateTimeISO(timezoneOf(declared));
  if (asked.length > 0) return [here, ...asked.map((one) => momentIn(one, here.timeZoneId))];
  const today = here.with({ hour: HOUR, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  const sunday = today.add({ days: SUNDAY - here.dayOfWeek });
  return [here, Temporal.ZonedDateTime.compare(sunday, here) > 0 ? sunday : sunday.add({ days: 7 })];
}

function timezoneOf({ registrations }: Declared): string {
  const zones = registrations
    .filter(({ type }) => type === "datadog:index/downtimeSchedule:DowntimeSchedule")
    .flatMap(({ inputs }) => (inputs as unknown as DowntimeInputs).recurringSchedule?.timezone ?? []);
  return zones[0] ?? Temporal.Now.timeZoneId();
}

function momentIn(text: string, timezone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.PlainDateTime.from(text.replace(" ", "T")).toZonedDateTime(timezone);
  } catch {
    throw new StackError(`--at ${text} is no moment; expected a local time such as "2027-01-03 03:00"`);
  }
}
