import { forecast, type ForecastModel } from "./build";
import type { OfMetric } from "./monitor-query";
import type { Query } from "./query";

/** A forecast monitor's condition: where the metric is heading, against a threshold. */
export interface ForecastCondition {
  readonly query: Query;
  readonly model: ForecastModel;
  /** Half the forecast's width, in deviations: 1 or more. */
  readonly deviations: number;
  /** How far ahead, as Datadog writes it: `12h` to `3mo`. */
  readonly ahead: `${number}${"h" | "d" | "w" | "mo"}`;
  /** `>=` alerts when the metric is heading above, `<=` below. */
  readonly comparator: ">=" | "<=";
  /** In the query's unit. */
  readonly critical: number;
}

/**
 * `max(next_1w):forecast(avg:system.disk.in_use{*} by {host}, 'linear', 1, interval='60m', history='1w',
 * model='default') >= 0.9`, in one line.
 *
 * @see https://docs.datadoghq.com/monitors/types/forecasts/#api
 */
export function forecastMonitorQuery(condition: ForecastCondition): OfMetric {
  const { query, model, deviations, ahead, comparator, critical } = condition;
  return {
    kind: "metric",
    // Datadog takes no other: the furthest that the forecast reaches on the threshold's side.
    over: { method: comparator === ">=" ? "max" : "min", window: `next_${ahead}` },
    query: forecast(query, model, deviations),
    comparator,
    threshold: critical,
  };
}
