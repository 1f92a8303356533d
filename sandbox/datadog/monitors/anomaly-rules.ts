import type { Mistakes } from "../models.js";
import type { AnomaliesQuery } from "../query/parse.js";
import type { MonitorBody } from "./monitor.js";
import { type MetricMonitorQuery, secondsOfWindow } from "./query.js";

/** Datadog's editor counts its windows in minutes. */
const MINUTE = 60;

/**
 * What Datadog asks of an anomaly monitor, and of no other.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#api
 */
export function* mistakesInAnomalies(monitor: MonitorBody, query: MetricMonitorQuery): Mistakes {
  const windows = monitor.options?.threshold_windows ?? {};
  if (query.query.kind !== "anomalies") {
    if (Object.values(windows).some(isText)) yield "options.threshold_windows can only be set for anomaly monitors";
    return;
  }
  if (monitor.type !== "query alert") yield `Monitors of anomalies are of type 'query alert', not '${monitor.type}'`;
  if (query.threshold <= 0 || query.threshold > 1 || !query.comparator.startsWith(">"))
    yield `The threshold of an anomaly monitor is a share above 0 and up to 1: ${query.comparator} ${query.threshold}`;
  yield* mistakesInSeason(query.query);
  yield* mistakesInWindows(query, query.query, windows.trigger_window, windows.recovery_window);
}

function* mistakesInSeason({ algorithm, seasonality }: AnomaliesQuery): Mistakes {
  if (algorithm === "basic" && seasonality !== undefined) yield "seasonality cannot be set for the algorithm 'basic'";
  if (algorithm !== "basic" && !["hourly", "daily", "weekly"].includes(seasonality ?? ""))
    yield `The algorithm '${algorithm}' needs a seasonality of 'hourly', 'daily' or 'weekly'`;
}

function* mistakesInWindows(
  { windowSeconds, threshold }: MetricMonitorQuery,
  { alertWindow, interval }: AnomaliesQuery,
  trigger: string | null | undefined,
  recovery: string | null | undefined,
): Mistakes {
  if (!isText(trigger) || !isText(recovery))
    return yield "options.threshold_windows needs trigger_window and recovery_window for anomaly monitors";
  if (trigger !== alertWindow) return yield "alert window query arg must match trigger window monitor option";
  const [alertSeconds, recoverySeconds] = [secondsOfWindow(trigger), secondsOfWindow(recovery)];
  if (windowSeconds < alertSeconds) yield `The query's window is shorter than its alert_window '${alertWindow}'`;
  if (interval === undefined || interval < 1 || interval > alertSeconds / 5)
    yield `interval=${interval ?? ""} has to be between 1 and ${alertSeconds / 5}, a fifth of the alert_window`;
  // A shorter one could be quiet while enough of the alert window is not.
  const least = alertSeconds * (1 - threshold) + MINUTE;
  if (recoverySeconds < Math.min(least, alertSeconds) || recoverySeconds > alertSeconds)
    yield `recovery_window '${recovery}' has to be between ${Math.ceil(least / MINUTE)} minutes and the trigger_window`;
}

function isText(window: string | null | undefined): window is string {
  return typeof window === "string";
}
