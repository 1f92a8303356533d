import type { Comparator, Named, NumberLiteral, Query, Text, Word } from "./query";

/**
 * What a monitor judges.
 *
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor "Query Types"
 */
export type MonitorQuery = OfMetric | OfCheck | OfSearch | OfMonitors;

/** A query's aggregate over a window against a threshold: `avg(last_5m):avg:my_metric{env:dev} by {host} > 800`. */
export interface OfMetric {
  readonly kind: "metric";
  readonly over: Over;
  readonly query: Query;
  readonly comparator: Comparator;
  /** In the query's unit. */
  readonly threshold: number;
  /** Tag keys after the threshold, where only Datadog's own templates have them: `… > 800 by {host}`. */
  readonly by?: readonly string[];
  readonly offset?: number;
}

/** How a window's points become the value that is compared. */
export interface Over {
  /** `avg`, `sum`, `min`, `max`, `percentile`. */
  readonly method: string;
  /** `last_5m`. */
  readonly window: string;
  /** Compared is how much it differs from what it was: as a number, or in percent. */
  readonly change?: "change" | "pct_change";
  /** From when: `last_1h`, or `1h_ago`. Only of a change. */
  readonly ago?: string;
}

/** A service check's runs: `"postgres.can_connect".over("env:dev").by("host").last(3).count_by_status()`. */
export interface OfCheck {
  readonly kind: "check";
  readonly check: string;
  readonly calls: readonly SearchCall[];
  readonly comparator?: Comparator;
  readonly threshold?: number;
  readonly offset?: number;
}

/** What a search finds, or an SLO has left: `logs("status:error").index("*").rollup("count").last("5m") > 10`. */
export interface OfSearch {
  readonly kind: "search";
  /** `logs`, `events`, `processes`, `error_budget`, `formula`, … */
  readonly source: string;
  /** As it is written, without the quotes around it. */
  readonly search: string;
  readonly calls: readonly SearchCall[];
  readonly comparator?: Comparator;
  readonly threshold?: number;
  readonly offset?: number;
}

/** `.by("host","port")`. */
export interface SearchCall {
  readonly name: string;
  readonly args: readonly (Text | Word | NumberLiteral | Named)[];
  readonly offset?: number;
}

/** Other monitors' states: `1001 && !(1002 || 1003)`. */
export interface OfMonitors {
  readonly kind: "composite";
  readonly expression: MonitorExpression;
  readonly offset?: number;
}

export type MonitorExpression =
  | { readonly kind: "monitor"; readonly name: string; readonly offset?: number }
  | { readonly kind: "not"; readonly of: MonitorExpression; readonly offset?: number }
  | { readonly kind: "all" | "any"; readonly of: readonly MonitorExpression[]; readonly offset?: number };
