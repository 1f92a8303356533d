import { ruleOf } from "../downtimes/windows.js";
import type { EvaluationWindow, Monitor } from "../monitors/monitor.js";
import type { MetricMonitorQuery } from "../monitors/query.js";
import type { Span } from "../query/result.js";

const HOUR = 3600;
const DAY = 86_400;
const MONTH = 31 * DAY;

/**
 * The time that a metric monitor looks at: the last minutes, or the hour, day or month so far.
 *
 * @param to seconds since 1970
 */
export function evaluatedSpan({ options }: Monitor, query: MetricMonitorQuery, to: number): Span {
  if (query.window !== "current") return { from: to - query.windowSeconds + 1, to };
  return { from: beginning(query.windowSeconds, options?.scheduling_options?.evaluation_window ?? {}, to), to };
}

function beginning(
  seconds: number,
  { hour_starts = 0, day_starts = "00:00", month_starts = 1, timezone = "UTC" }: EvaluationWindow,
  to: number,
): number {
  if (seconds === HOUR) return to - ((to - hour_starts * 60) % HOUR);
  const rrule = seconds === DAY ? "FREQ=DAILY" : `FREQ=MONTHLY;BYMONTHDAY=${month_starts}`;
  // Far enough back for one start of the window to lie between.
  const since = (to - 2 * (seconds === DAY ? DAY : MONTH)) * 1000;
  const start = `${new Date(since).toISOString().slice(0, 10)}T${day_starts}:00`;
  const starts = ruleOf({ start, rrule }, timezone).between(new Date(since), new Date(to * 1000), true);
  return Math.floor((starts.at(-1)?.epochMilliseconds ?? to * 1000) / 1000);
}
