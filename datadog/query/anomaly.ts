import { type Query, queryText } from "./arithmetic";
import { lastWindow } from "./window";

/** An anomaly monitor's condition: the share of a window's points outside of the band in which they were expected. */
export interface AnomalyCondition {
  readonly query: Query;
  /** How the band is found. Only `basic` knows no seasons, which the others need. */
  readonly algorithm: { readonly name: "basic" } | { readonly name: "agile" | "robust"; readonly season: Season };
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

type Season = "hourly" | "daily" | "weekly";

/**
 * `avg(last_4h):anomalies(avg:m{*} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60,
 * count_default_zero='true') >= 1`, in one line.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#api
 */
export function anomalyQuery(condition: AnomalyCondition): string {
  const { algorithm } = condition;
  const options = [
    queryText(condition.query),
    `'${algorithm.name}'`,
    String(condition.deviations),
    `direction='${condition.direction}'`,
    `alert_window='${lastWindow(condition.alertMinutes)}'`,
    `interval=${condition.intervalSeconds}`,
    "count_default_zero='true'",
    ...(algorithm.name === "basic" ? [] : [`seasonality='${algorithm.season}'`]),
  ];
  return `avg(${lastWindow(condition.graphMinutes)}):anomalies(${options.join(", ")}) >= ${condition.critical}`;
}
