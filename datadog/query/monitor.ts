import { metricQuery, type MetricQuery } from "./metric";

/** A metric monitor's condition: the metric's aggregate over a window against a threshold. */
export interface MetricCondition {
  readonly query: MetricQuery;
  /** How the window's points become the value that is compared. */
  readonly over: { readonly method: "avg" | "sum" | "min" | "max"; readonly minutes: number };
  readonly comparator: ">" | ">=" | "<" | "<=";
  /** In the metric's unit. */
  readonly critical: number;
}

/** `avg(last_5m):avg:my_metric{env:dev} by {host} > 800`. */
export function monitorQuery(condition: MetricCondition): string {
  const { method, minutes } = condition.over;
  const window = minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  return `${method}(last_${window}):${metricQuery(condition.query)} ${condition.comparator} ${condition.critical}`;
}
