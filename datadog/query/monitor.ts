import { type Query, queryText } from "./arithmetic";
import { lastWindow } from "./window";

/** A metric monitor's condition: the query's aggregate over a window against a threshold. */
export interface MetricCondition {
  readonly query: Query;
  /** How the window's points become the value that is compared. */
  readonly over: { readonly method: "avg" | "sum" | "min" | "max"; readonly minutes: number };
  readonly comparator: ">" | ">=" | "<" | "<=";
  /** In the query's unit. */
  readonly critical: number;
}

/** `avg(last_5m):avg:my_metric{env:dev} by {host} > 800`. */
export function monitorQuery(condition: MetricCondition): string {
  const { method, minutes } = condition.over;
  return `${method}(${lastWindow(minutes)}):${queryText(condition.query)} ${condition.comparator} ${condition.critical}`;
}
