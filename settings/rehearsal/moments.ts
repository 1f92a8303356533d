import { Temporal } from "@js-temporal/polyfill";
import { durationText, secondsOf } from "./durations";
import { NotationError } from "./notation-error";

/** In which a weekday of a start is: one in which no clock is set, and the same on each day on which a rehearsal is run. */
const ANY_MONDAY = Temporal.PlainDate.from("2027-01-11");

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const WEEKDAY = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?\s+(\d{1,2}):(\d{2})$/i;
const OFFSET = /^([+-])\s*(.+)$/;
const ABSOLUTE = /(Z|[+-]\d{2}:?\d{2})$/i;

const EXPECTED = "expected such as Mon 10:00, 2027-01-11 10:00, 2027-01-11T10:00:00+01:00";

/**
 * Where a rehearsal begins, in seconds since 1970.
 *
 * @param text `Mon 10:00`, of a week without a change of clocks; `2027-01-11 10:00`; or with an offset of its own.
 * @throws NotationError
 */
export function startOf(text: string, timezone: string): number {
  const weekday = weekdayIn(text);
  return weekday === undefined
    ? momentIn(text, timezone, EXPECTED)
    : seconds(ANY_MONDAY.add({ days: weekday.day }).toZonedDateTime({ timeZone: timezone, plainTime: weekday.time }));
}

/**
 * A moment of a rehearsal, in seconds since 1970.
 *
 * @param text `+12m` of its start on; `Mon 10:05`, the first since; or as a start.
 * @throws NotationError
 */
export function momentOf(
  text: string,
  { start, timezone }: { readonly start: number; readonly timezone: string },
): number {
  const [, sign, duration] = OFFSET.exec(text) ?? [];
  if (duration !== undefined) return start + (sign === "-" ? -1 : 1) * secondsOf(duration.trim());
  const weekday = weekdayIn(text);
  if (weekday === undefined) return momentIn(text, timezone, `expected such as +12m, Mon 10:05, 2027-01-11 10:05`);
  const today = Temporal.Instant.fromEpochMilliseconds(start * 1000)
    .toZonedDateTimeISO(timezone)
    .toPlainDate();
  const days = (weekday.day + 1 - today.dayOfWeek + 7) % 7;
  const on = (date: Temporal.PlainDate) =>
    seconds(date.toZonedDateTime({ timeZone: timezone, plainTime: weekday.time }));
  const found = on(today.add({ days }));
  return found < start ? on(today.add({ days: days + 7 })) : found;
}

/** `Mon 11 Jan 10:12 (+12m)`. */
export function momentText(
  at: number,
  { start, timezone }: { readonly start: number; readonly timezone: string },
): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timezone);
  return `${DAYS[local.dayOfWeek - 1] ?? ""} ${clockOf(local)} (${offsetText(at - start)})`;
}

/** `+12m`. */
export function offsetText(offset: number): string {
  return `${offset < 0 ? "-" : "+"}${durationText(Math.abs(offset))}`;
}

/** `10:12` of a moment, by those clocks. */
export function clockAt(at: number, timezone: string): string {
  return clockOf(Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timezone));
}

function clockOf(local: Temporal.ZonedDateTime): string {
  return local.toPlainTime().toString({ smallestUnit: "minute" });
}

function weekdayIn(text: string): { readonly day: number; readonly time: Temporal.PlainTime } | undefined {
  const [, day = "", hour, minute] = WEEKDAY.exec(text.trim()) ?? [];
  if (hour === undefined) return undefined;
  const index = DAYS.findIndex((one) => one.toLowerCase() === day.toLowerCase());
  try {
    return {
      day: index,
      time: Temporal.PlainTime.from({ hour: Number(hour), minute: Number(minute) }, { overflow: "reject" }),
    };
  } catch {
    throw new NotationError(`has no time of a day; ${EXPECTED}`);
  }
}

function momentIn(text: string, timezone: string, expected: string): number {
  const written = text.trim().replace(/(\d)\s+(\d)/, "$1T$2");
  try {
    return ABSOLUTE.test(written) && written.includes("T")
      ? Math.floor(Temporal.Instant.from(written).epochMilliseconds / 1000)
      : seconds(Temporal.PlainDateTime.from(written).toZonedDateTime(timezone));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NotationError(`is no moment; ${expected}`);
  }
}

function seconds(at: Temporal.ZonedDateTime): number {
  return Math.floor(at.epochMilliseconds / 1000);
}
