import { Temporal } from "@js-temporal/polyfill";
import type { MonitorDefinition } from "../lint/monitor-definition";
import { windowMinutes } from "../query/window";
import type { Line } from "./line";
import { NotPlayedError } from "./refusal";
import type { Bounds } from "./windows";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A monitor's window: the last minutes, or the hour, the day, the month so far. */
export interface Window {
  /** How long it is at most, in seconds. */
  readonly seconds: number;
  /** How long it is at least. */
  readonly leastSeconds: number;
  /** When the window begins that ends there; both in seconds since 1970. */
  readonly beginning: (end: number) => number;
}

/**
 * @param text `last_5m`, `current_1d`
 * @see https://docs.datadoghq.com/monitors/configuration/#evaluation-window
 * @throws NotPlayedError for what is no window
 */
export function windowOf(text: string, { schedulingOptions }: MonitorDefinition): Window {
  const minutes = windowMinutes(text);
  if (/^last_\d/.test(text) && minutes !== undefined) {
    const seconds = minutes * 60;
    return { seconds, leastSeconds: seconds, beginning: (end) => end - seconds };
  }
  const { hourStarts = 0, dayStarts = "00:00", monthStarts = 1 } = schedulingOptions?.evaluationWindow ?? {};
  switch (text) {
    case "current_1h":
      return cumulative(HOUR, (end) => Math.floor((end - hourStarts * 60) / HOUR) * HOUR + hourStarts * 60);
    case "current_1d": {
      const start = secondsOfDay(dayStarts);
      // It is shorter than a day as long as the day is not over.
      return cumulative(DAY - 1, (end) => Math.floor((end - start) / DAY) * DAY + start);
    }
    case "current_1mo":
      return cumulative(31 * DAY, (end) => monthBeginning(end, monthStarts, secondsOfDay(dayStarts)));
    default:
      throw new NotPlayedError(`its window ${text} is none of last_…, current_1h, current_1d and current_1mo`);
  }
}

/** What ends just where a window begins is the whole of the one before: "reset after its maximum time span is reached". */
function cumulative(seconds: number, startAt: (moment: number) => number): Window {
  return { seconds, leastSeconds: 0, beginning: (end) => startAt(end - 1) };
}

function secondsOfDay(clock: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(clock) ?? [];
  if (hours === undefined || minutes === undefined) throw new NotPlayedError(`${clock} is no time of day`);
  return Number(hours) * HOUR + Number(minutes) * 60;
}

/** A month that lacks the day begins on its last. */
function monthBeginning(moment: number, day: number, seconds: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(moment) * 1000).toZonedDateTimeISO("UTC");
  const startOf = (month: Temporal.PlainYearMonth) =>
    month.toPlainDate({ day }).toZonedDateTime("UTC").epochMilliseconds / 1000 + seconds;
  const month = at.toPlainDate().toPlainYearMonth();
  const start = startOf(month);
  return start <= moment ? start : startOf(month.subtract({ months: 1 }));
}

/**
 * The steps that begin within each window.
 *
 * "If the delay is set to 900 seconds, the monitor evaluation is during the last 5 minutes, and the time is 7:00, the
 * monitor evaluates data from 6:40 to 6:45": of the minute that has just begun there is nothing to see yet.
 *
 * @param ends of the windows, seconds since 1970.
 * @see https://docs.datadoghq.com/monitors/configuration/#evaluation-delay
 */
export function boundsOf(ends: Float64Array, { from, step, values }: Line, window: Window): Bounds {
  const stepAt = (moment: number) => Math.min(Math.max(Math.ceil((moment - from) / step), 0), values.length);
  const bounds = { first: new Int32Array(ends.length), end: new Int32Array(ends.length) };
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at] ?? 0;
    bounds.first[at] = stepAt(window.beginning(end));
    bounds.end[at] = stepAt(end);
  }
  return bounds;
}
