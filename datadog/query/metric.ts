/** How the points of many series at one time become one. */
export type SpaceAggregator = "avg" | "sum" | "min" | "max" | Percentile;

/** Of a distribution: the value that so many of a hundred stay below. */
export type Percentile = "p50" | "p75" | "p90" | "p95" | "p99";

/** A metric over a scope; the parts are data, the notation is made at the end. */
export interface MetricQuery {
  readonly metric: string;
  readonly aggregator: SpaceAggregator;
  /** Tags (`env:dev`) and template variables (`$host`), all of which must hold; none is everything. */
  readonly scope: readonly string[];
  /** Tag keys: one series for each combination of their values. */
  readonly by: readonly string[];
  /** Of a count: each interval's number, or that number a second. */
  readonly as?: "count" | "rate";
  /** One point for so many seconds, made of that interval's points. */
  readonly rollup?: { readonly method: "avg" | "sum" | "min" | "max" | "count"; readonly seconds: number };
}

/** `sum:my_metric{env:dev,$host} by {host}.rollup(sum, 3600)`. */
export function metricQuery(query: MetricQuery): string {
  const scope = query.scope.length === 0 ? "*" : query.scope.join(",");
  const by = query.by.length === 0 ? "" : ` by {${query.by.join(",")}}`;
  const as = query.as === undefined ? "" : `.as_${query.as}()`;
  const rollup = query.rollup === undefined ? "" : `.rollup(${query.rollup.method}, ${query.rollup.seconds})`;
  return `${query.aggregator}:${query.metric}{${scope}}${by}${as}${rollup}`;
}

/**
 * The band in which the algorithm expects the metric; `bounds` is its standard deviations to each side.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/algorithms/#anomalies
 */
export function anomalies(query: MetricQuery, algorithm: "basic" | "agile" | "robust", bounds: number): string {
  return `anomalies(${metricQuery(query)}, '${algorithm}', ${bounds})`;
}
