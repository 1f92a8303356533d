import { isApdex, isDistribution } from "../traces/metrics.js";
import { forecastOf, namedOptions, outliersOf } from "./algorithms.js";
import { Reader } from "./reader.js";
import { parseScope, type Scope } from "./scope.js";

export type Aggregator = "avg" | "sum" | "min" | "max";
export type RollupMethod = Aggregator | "count";
export type Percentile = "p50" | "p75" | "p90" | "p95" | "p99";

/** `avg:my_metric{env:dev} by {host}.rollup(sum, 3600)`, `p95:trace.flask.request{env:dev}` */
export interface MetricQuery {
  readonly kind: "metric";
  readonly text: string;
  readonly aggregator: Aggregator | Percentile;
  readonly metric: string;
  readonly scope: Scope;
  readonly groupBy: readonly string[];
  readonly rollup?: { readonly method: RollupMethod; readonly seconds?: number };
  readonly as?: "count" | "rate";
}

/** `anomalies(q, 'basic', 2, direction='above', alert_window='last_15m', …)` */
export interface AnomaliesQuery {
  readonly kind: "anomalies";
  readonly of: Query;
  readonly algorithm: "basic" | "agile" | "robust";
  readonly bounds: number;
  readonly direction: "both" | "above" | "below";
  /** `last_15m`; a monitor's alone. */
  readonly alertWindow?: string;
  /** Seconds between points. */
  readonly interval?: number;
  readonly seasonality?: string;
}

/** `forecast(q, 'linear', 1, interval='60m', history='1w', model='default')` */
export interface ForecastQuery {
  readonly kind: "forecast";
  readonly of: Query;
  readonly algorithm: "linear" | "seasonal";
  /** Half the width of the band, in standard deviations. */
  readonly deviations: number;
  /** Seconds between points. */
  readonly interval?: number;
  /** Seconds of the past that the forecast is made of. */
  readonly history?: number;
  readonly model?: string;
  readonly seasonality?: string;
}

/** `outliers(q, 'DBSCAN', 3)`, `outliers(q, 'MAD', 3, 20)` */
export interface OutliersQuery {
  readonly kind: "outliers";
  readonly of: Query;
  readonly algorithm: "dbscan" | "mad";
  readonly tolerance: number;
  /** Of a group's points, how many have to be far off; of `MAD` alone. */
  readonly percent?: number;
}

/** `top(q, 10, 'mean', 'desc')` */
export interface TopQuery {
  readonly kind: "top";
  readonly of: Query;
  readonly limit: number;
  readonly by: "mean" | "min" | "max" | "last" | "sum";
  readonly order: "asc" | "desc";
}

export type Query =
  | MetricQuery
  | AnomaliesQuery
  | ForecastQuery
  | OutliersQuery
  | TopQuery
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "arithmetic"; readonly operator: string; readonly left: Query; readonly right: Query };

/**
 * The part of Datadog's metric query language that the stand-in evaluates.
 *
 * @throws SyntaxMistake that says what it does not know, and where.
 */
export function parseQuery(text: string): Query {
  const reader = new Reader(text);
  const query = sum(reader);
  if (reader.rest !== "") reader.fail("expected the end of the query");
  return query;
}

/** The tag keys that the query's series are grouped by. */
export function groupingOf(query: Query): readonly string[] {
  switch (query.kind) {
    case "metric":
      return query.groupBy;
    case "number":
      return [];
    case "arithmetic": {
      const left = groupingOf(query.left);
      return left.length > 0 ? left : groupingOf(query.right);
    }
    default:
      return groupingOf(query.of);
  }
}

/** Every metric query in it. */
export function metricsIn(query: Query): MetricQuery[] {
  switch (query.kind) {
    case "metric":
      return [query];
    case "number":
      return [];
    case "arithmetic":
      return [...metricsIn(query.left), ...metricsIn(query.right)];
    default:
      return metricsIn(query.of);
  }
}

function sum(reader: Reader): Query {
  return chain(reader, /[+-]/, product);
}

function product(reader: Reader): Query {
  return chain(reader, /[*/]/, factor);
}

function chain(reader: Reader, operators: RegExp, operand: (reader: Reader) => Query): Query {
  let left = operand(reader);
  for (let operator = reader.take(operators); operator !== undefined; operator = reader.take(operators)) {
    left = { kind: "arithmetic", operator, left, right: operand(reader) };
  }
  return left;
}

function factor(reader: Reader): Query {
  if (reader.take(/\(/) !== undefined) {
    const inner = sum(reader);
    reader.expect(/\)/, "`)`");
    return inner;
  }
  const number = reader.take(/-?\d+(\.\d+)?/);
  if (number !== undefined) return { kind: "number", value: Number(number) };
  if (reader.sees(/[a-z_0-9]+\(/)) return functionCall(reader);
  return metric(reader);
}

function functionCall(reader: Reader): Query {
  if (reader.take(/anomalies\(/) !== undefined) return anomalies(reader);
  if (reader.take(/forecast\(/) !== undefined) return forecastOf(sum(reader), reader);
  if (reader.take(/outliers\(/) !== undefined) return outliersOf(sum(reader), reader);
  if (reader.take(/top\(/) !== undefined) return top(reader);
  return reader.fail("the stand-in evaluates no functions but anomalies(), forecast(), outliers() and top()");
}

function anomalies(reader: Reader): AnomaliesQuery {
  const of = sum(reader);
  reader.expect(/,/, "`,` and the algorithm");
  const algorithm = reader.expect(/'(basic|agile|robust)'/, "'basic', 'agile' or 'robust'").replaceAll("'", "");
  reader.expect(/,/, "`,` and the bounds");
  const bounds = Number(reader.expect(/\d+(\.\d+)?/, "the bounds, a number of deviations"));
  const options = namedOptions(reader, [
    "direction",
    "alert_window",
    "interval",
    "seasonality",
    "count_default_zero",
    "timezone",
  ]);
  const [alertWindow, interval, seasonality] = ["alert_window", "interval", "seasonality"].map((name) =>
    options.get(name),
  );
  const direction = options.get("direction") ?? "both";
  if (direction !== "both" && direction !== "above" && direction !== "below")
    reader.fail(`direction='${direction}' is none of 'both', 'above', 'below'`);
  return {
    kind: "anomalies",
    of,
    algorithm: algorithm as AnomaliesQuery["algorithm"],
    bounds,
    direction,
    ...(alertWindow !== undefined && { alertWindow }),
    ...(interval !== undefined && { interval: Number(interval) }),
    ...(seasonality !== undefined && { seasonality }),
  };
}

function top(reader: Reader): TopQuery {
  const of = sum(reader);
  reader.expect(/,/, "`,` and a number of series");
  const limit = Number(reader.expect(/\d+/, "a number of series"));
  reader.expect(/,/, "`,` and what to rank by");
  const by = reader.expect(/'(mean|min|max|last|sum)'/, "'mean', 'min', 'max', 'last' or 'sum'");
  reader.expect(/,/, "`,` and an order");
  const order = reader.expect(/'(asc|desc)'/, "'asc' or 'desc'");
  reader.expect(/\)/, "`)`");
  return {
    kind: "top",
    of,
    limit,
    by: by.replaceAll("'", "") as TopQuery["by"],
    order: order.replaceAll("'", "") as TopQuery["order"],
  };
}

function metric(reader: Reader): MetricQuery {
  const start = reader.position;
  const aggregator = reader.expect(
    /(avg|sum|min|max|p50|p75|p90|p95|p99)(?=:)/,
    "an aggregator: avg, sum, min, max or one of the percentiles p50, p75, p90, p95 and p99",
  ) as Aggregator | Percentile;
  reader.expect(/:/, "`:`");
  const name = reader.expect(/[A-Za-z][A-Za-z0-9_.]*/, "a metric's name");
  const scope = parseScope(reader.expect(/\{[^{}]*\}/, "a scope such as {env:dev} or {*}").slice(1, -1));
  const groupBy = grouping(reader);
  const text = reader.text.slice(start, reader.position).trim();
  refuseOfTraces(reader, aggregator, name);
  return { kind: "metric", text, aggregator, metric: name, scope, groupBy, ...modifiers(reader) };
}

/** What the metrics of traces have no value for. */
function refuseOfTraces(reader: Reader, aggregator: MetricQuery["aggregator"], name: string): void {
  if (isPercentile(aggregator) && !isDistribution(name))
    reader.fail("the stand-in has percentiles only of the distributions trace.<span name>");
  if (isApdex(name) && aggregator !== "avg") reader.fail("an Apdex score has no aggregator but avg");
  if ((isApdex(name) || isDistribution(name)) && reader.sees(/\./))
    reader.fail("the stand-in evaluates no modifier of a distribution");
}

export function isPercentile(aggregator: MetricQuery["aggregator"]): aggregator is Percentile {
  return aggregator.startsWith("p");
}

function grouping(reader: Reader): string[] {
  if (reader.take(/by\b/) === undefined) return [];
  const keys = reader.expect(/\{[^{}]*\}/, "tag keys such as {host}").slice(1, -1);
  return keys.split(",").map((key) => key.trim());
}

function modifiers(reader: Reader): Pick<MetricQuery, "rollup" | "as"> {
  let found: Pick<MetricQuery, "rollup" | "as"> = {};
  while (reader.take(/\./) !== undefined) {
    if (reader.take(/rollup\(/) !== undefined) {
      const method = reader.expect(/avg|sum|min|max|count/, "avg, sum, min, max or count") as RollupMethod;
      const seconds = reader.take(/,/) !== undefined ? Number(reader.expect(/[1-9]\d*/, "seconds")) : undefined;
      reader.expect(/\)/, "`)`");
      found = { ...found, rollup: { method, ...(seconds !== undefined && { seconds }) } };
    } else if (reader.take(/as_count\(\)/) !== undefined) found = { ...found, as: "count" };
    else if (reader.take(/as_rate\(\)/) !== undefined) found = { ...found, as: "rate" };
    else reader.fail("the stand-in evaluates only .rollup(), .as_count() and .as_rate()");
  }
  return found;
}
