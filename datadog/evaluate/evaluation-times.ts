import type { MonitorDefinition } from "../lint/monitor-definition";
import { rule } from "../schedule/recurrence";
import type { Span } from "./history";
import { NotPlayedError } from "./refusal";

export const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The moments at which a monitor is evaluated: each minute, of a window of a day each ten, of two days and more each
 * thirty. Which of the ten or thirty minutes Datadog takes is not published; here it is the first of the clock's.
 *
 * @param windowSeconds of the evaluation, not of a graph.
 * @see https://docs.datadoghq.com/monitors/configuration/#evaluation-frequency
 */
export function evaluationTimes({ from, to }: Span, windowSeconds: number): Float64Array {
  const every = windowSeconds < 24 * HOUR ? MINUTE : windowSeconds < 48 * HOUR ? 10 * MINUTE : 30 * MINUTE;
  const first = Math.ceil(from / every) * every;
  return new Float64Array(Math.max(0, Math.ceil((to - first) / every))).map((_, index) => first + index * every);
}

/** Whether a monitor is evaluated at set times only, each time on its own. */
export function hasCustomSchedule({ schedulingOptions }: MonitorDefinition): boolean {
  return schedulingOptions?.customSchedule !== undefined;
}

/**
 * The moments of a monitor's own schedule.
 *
 * @see https://docs.datadoghq.com/monitors/guide/custom_schedules/
 * @throws NotPlayedError where it has no start, or can't be read
 */
export function scheduledTimes({ schedulingOptions }: MonitorDefinition, { from, to }: Span): Float64Array {
  const { rrule = "", start, timezone = "UTC" } = schedulingOptions?.customSchedule?.recurrence ?? {};
  if (start === undefined || start === "") {
    throw new NotPlayedError("its custom schedule has no start: the time of day would be that at which it is made");
  }
  try {
    const times = rule({ rrule, start }, timezone).between(new Date(from * 1000), new Date(to * 1000 - 1), true);
    return Float64Array.from(times, ({ epochMilliseconds }) => epochMilliseconds / 1000);
  } catch (error) {
    throw new NotPlayedError(`its custom schedule can't be read: ${(error as Error).message}`);
  }
}
