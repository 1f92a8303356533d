import { Temporal } from "@js-temporal/polyfill";
import type { Call } from "../../query/query";
import { numberAt, wordAt } from "../arguments";
import { NotEvaluatedError } from "../not-evaluated";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How much earlier the values are that a function shows, for those by the clock. "a month (28 days / 4 weeks)" */
export const SHIFTS: Readonly<Record<string, number>> = {
  hour_before: HOUR,
  day_before: DAY,
  week_before: 7 * DAY,
  month_before: 28 * DAY,
};

/** When the value of a moment is taken from, in seconds since 1970. */
export type Source = (moment: number) => number;

/**
 * Undefined of any other function.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/timeshift/
 */
export function shiftOf(call: Call): Source | undefined {
  if (call.name === "calendar_shift") return byCalendar(wordAt(call, 1), wordAt(call, 2));
  const shift = call.name === "timeshift" ? -numberAt(call, 1) : SHIFTS[call.name];
  return shift === undefined ? undefined : (moment) => moment - shift;
}

const UNITS = { d: "days", w: "weeks", mo: "months" } as const;

/** `-1d`, `-4w`, `-1mo` of a calendar: the same time of day, whatever the clocks have done since. */
function byCalendar(shift: string, zone: string): Source {
  const [, count, unit] = /^-(\d+)(mo|d|w)$/.exec(shift) ?? [];
  if (count === undefined) {
    throw new NotEvaluatedError(
      `calendar_shift(…, '${shift}') is not evaluated: only shifts such as -1d, -4w and -1mo are`,
    );
  }
  refuseZone(zone);
  const duration = { [UNITS[unit as keyof typeof UNITS]]: Number(count) };
  const known = new Map<number, number>();
  return (moment) => {
    // Clocks change at the quarters of an hour.
    const quarter = Math.floor(moment / 900) * 900;
    let shifted = known.get(quarter);
    if (shifted === undefined) {
      const then = Temporal.Instant.fromEpochMilliseconds(quarter * 1000)
        .toZonedDateTimeISO(zone)
        .subtract(duration);
      known.set(quarter, (shifted = then.epochMilliseconds / 1000));
    }
    return shifted + moment - quarter;
  };
}

function refuseZone(zone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw new NotEvaluatedError(`calendar_shift(…, '${zone}') is not evaluated: that is no time zone`);
  }
}
