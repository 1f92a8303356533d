import type { OfMetric } from "./monitor-query";
import type { Query } from "./query";
import { lastWindow, shift } from "./window";

/** A metric monitor's condition: the query's aggregate over a window against a threshold. */
export interface MetricCondition {
  readonly query: Query;
  /** How the window's points become the value that is compared; `percentile` of a distribution's. */
  readonly over: { readonly method: "avg" | "sum" | "min" | "max" | "percentile"; readonly minutes: number };
  /** Compared is the difference from what it was so long ago: as a number, or in percent. @default the value itself */
  readonly change?: { readonly by: "change" | "pct_change"; readonly agoMinutes: number };
  readonly comparator: ">" | ">=" | "<" | "<=";
  /** In the query's unit. */
  readonly critical: number;
}

/** `avg(last_5m):avg:my_metric{env:dev} by {host} > 800`. */
export function metricMonitorQuery({ query, over, change, comparator, critical }: MetricCondition): OfMetric {
  return {
    kind: "metric",
    over: {
      method: over.method,
      window: lastWindow(over.minutes),
      ...(change !== undefined && { change: change.by, ago: shift(change.agoMinutes) }),
    },
    query,
    comparator,
    threshold: critical,
  };
}
