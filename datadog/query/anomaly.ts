import { type AnomalyAlgorithm, anomalies, type Season } from "./build";
import type { OfMetric } from "./monitor-query";
import type { Query } from "./query";
import { lastWindow } from "./window";

/** An anomaly monitor's condition: the share of a window's points outside of the band in which they were expected. */
export interface AnomalyCondition {
  readonly query: Query;
  /** How the band is found. Only `basic` knows no seasons, which the others need. */
  readonly algorithm:
    { readonly name: "basic" } | { readonly name: Exclude<AnomalyAlgorithm, "basic">; readonly season: Season };
  /** Half the band's width, in deviations. */
  readonly deviations: number;
  readonly direction: "above" | "below" | "both";
  /** The window that alerts. */
  readonly alertMinutes: number;
  /** The window that recovers: nothing in it may be outside of the band. */
  readonly recoveryMinutes: number;
  /** What the notification's graph shows. */
  readonly graphMinutes: number;
  /** One point for so many seconds. */
  readonly intervalSeconds: number;
  /** The share of the alert window's points that alerts: 1 is all of them. */
  readonly critical: number;
}

/**
 * `avg(last_4h):anomalies(avg:m{*} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60,
 * count_default_zero='true') >= 1`, in one line.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#api
 */
export function anomalyMonitorQuery(condition: AnomalyCondition): OfMetric {
  const { algorithm, direction, alertMinutes, intervalSeconds } = condition;
  const monitored = {
    direction,
    alertWindow: lastWindow(alertMinutes),
    interval: intervalSeconds,
    seasonality: algorithm.name === "basic" ? undefined : algorithm.season,
  };
  return {
    kind: "metric",
    over: { method: "avg", window: lastWindow(condition.graphMinutes) },
    query: anomalies(condition.query, algorithm.name, condition.deviations, monitored),
    comparator: ">=",
    threshold: condition.critical,
  };
}
