import type { Argument, Arithmetic, Call, Filter, Metric, Query } from "./query";

/** How the points of many series at one time become one. */
export type SpaceAggregator = "avg" | "sum" | "min" | "max" | Percentile;

/** Of a distribution: the value that so many of a hundred stay below. */
export type Percentile = "p50" | "p75" | "p90" | "p95" | "p99";

export interface MetricParts {
  readonly aggregator: SpaceAggregator;
  /** Tags (`env:dev`) and template variables (`$host`), all of which must hold, or a filter. @default every point */
  readonly scope?: readonly string[] | Filter;
  /** Tag keys: one series for each combination of their values. @default one series */
  readonly by?: readonly string[];
}

/** `avg:my_metric{env:dev,$host} by {host}`. */
export function metric(name: string, { aggregator, scope = [], by = [] }: MetricParts): Metric {
  return { kind: "metric", aggregator, metric: name, scope: isFilter(scope) ? scope : tags(scope), by };
}

function isFilter(scope: readonly string[] | Filter): scope is Filter {
  return !Array.isArray(scope);
}

function tags(all: readonly string[]): Filter {
  const filters = all.map(tag);
  const [first, ...more] = filters;
  if (first === undefined) return { kind: "everything" };
  return more.length === 0 ? first : { kind: "all", symbol: true, filters };
}

function tag(text: string): Filter {
  return { kind: "tag", text };
}

/** `env:dev AND host IN (db1,db2)`. */
export function allOf(...filters: readonly (string | Filter)[]): Filter {
  return { kind: "all", symbol: false, filters: filters.map(filter) };
}

/** `role:db OR role:cache`. */
export function anyOf(...filters: readonly (string | Filter)[]): Filter {
  return { kind: "any", filters: filters.map(filter) };
}

/** `NOT host:db1`. */
export function noneOf(excluded: string | Filter): Filter {
  return { kind: "not", symbol: false, filter: filter(excluded) };
}

/** `host IN (db1,db2)`. */
export function oneOf(key: string, values: readonly string[]): Filter {
  return { kind: "in", key, values, negated: false };
}

function filter(one: string | Filter): Filter {
  return typeof one === "string" ? tag(one) : one;
}

/** Two queries as one, joined group by group: what one side lacks a group for is not there. */
export function arithmetic(left: Query, operator: Arithmetic["operator"], right: Query): Arithmetic {
  return { kind: "arithmetic", operator, left, right };
}

export const ROLLUP_METHODS = ["avg", "sum", "min", "max", "count"] as const;
export type RollupMethod = (typeof ROLLUP_METHODS)[number];

/**
 * One point for so many seconds, made of that interval's points.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/
 */
export function rollup(query: Query, method: RollupMethod, seconds: number): Call {
  return applied("rollup", query, word(method), number(seconds));
}

/**
 * What stands where there is no point, for gaps of up to `seconds`.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/interpolation/
 */
export function fill(query: Query, method: "linear" | "last" | "zero" | "null", seconds?: number): Call {
  return applied("fill", query, word(method), ...(seconds === undefined ? [] : [number(seconds)]));
}

/** Of a count or rate: each interval's number. */
export function asCount(query: Query): Call {
  return applied("as_count", query);
}

/** Of a count or rate: that number a second. */
export function asRate(query: Query): Call {
  return applied("as_rate", query);
}

export const SEASONS = ["hourly", "daily", "weekly"] as const;
export type Season = (typeof SEASONS)[number];
export type AnomalyAlgorithm = "basic" | "agile" | "robust";

/** What an anomaly monitor says beside the band. */
export interface AnomalyWindow {
  readonly direction: "above" | "below" | "both";
  /** `last_15m`. */
  readonly alertWindow: string;
  /** Seconds from point to point. */
  readonly interval: number;
  readonly seasonality?: Season | undefined;
}

/**
 * The band in which the algorithm expects the metric; `deviations` of it to each side.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/algorithms/#anomalies
 */
export function anomalies(
  query: Query,
  algorithm: AnomalyAlgorithm,
  deviations: number,
  monitored?: AnomalyWindow,
): Call {
  return called(
    "anomalies",
    query,
    text(algorithm),
    number(deviations),
    ...(monitored ? anomalyOptions(monitored) : []),
  );
}

function anomalyOptions({ direction, alertWindow, interval, seasonality }: AnomalyWindow): Argument[] {
  return [
    named("direction", text(direction)),
    named("alert_window", text(alertWindow)),
    named("interval", number(interval)),
    named("count_default_zero", text("true")),
    ...(seasonality === undefined ? [] : [named("seasonality", text(seasonality))]),
  ];
}

/** How a forecast is made; `interval` and `history` as Datadog writes them: `60m`, `1w`. */
export type ForecastModel =
  | {
      readonly algorithm: "linear";
      readonly interval: string;
      readonly history: string;
      readonly model: "default" | "simple" | "reactive";
    }
  | { readonly algorithm: "seasonal"; readonly interval: string; readonly seasonality: Season };

/**
 * Where the metric is heading, with `deviations` to each side.
 *
 * @see https://docs.datadoghq.com/monitors/types/forecasts/
 */
export function forecast(query: Query, model: ForecastModel, deviations: number): Call {
  const { algorithm, interval } = model;
  const options =
    algorithm === "linear"
      ? [named("history", text(model.history)), named("model", text(model.model))]
      : [named("seasonality", text(model.seasonality))];
  return called("forecast", query, text(algorithm), number(deviations), named("interval", text(interval)), ...options);
}

/**
 * The series that are unlike the others of the query's groups. `tolerance` is in deviations (MAD) or distances (DBSCAN).
 *
 * @see https://docs.datadoghq.com/monitors/types/outlier/
 */
export function outliers(
  query: Query,
  algorithm: "DBSCAN" | "scaledDBSCAN" | "MAD" | "scaledMAD",
  tolerance: number,
  percent?: number,
): Call {
  return called(
    "outliers",
    query,
    text(algorithm),
    number(tolerance),
    ...(percent === undefined ? [] : [number(percent)]),
  );
}

/**
 * Of the query's series only the first so many, in the order of their means, maxima, …
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rank/
 */
export function top(
  query: Query,
  limit: 5 | 10 | 25 | 50 | 100,
  by: "mean" | "min" | "max" | "sum" | "last" | "l2norm" | "area",
  order: "asc" | "desc",
): Call {
  return called("top", query, number(limit), text(by), text(order));
}

/** Any other function, before the query: `abs(q)`. */
export function called(name: string, query: Query, ...args: readonly Argument[]): Call {
  return { kind: "call", notation: "function", name, args: [query, ...args] };
}

function applied(name: string, query: Query, ...args: readonly Argument[]): Call {
  return { kind: "call", notation: "method", name, args: [query, ...args] };
}

export function number(value: number) {
  return { kind: "number", value } as const;
}

export function text(value: string) {
  return { kind: "text", value } as const;
}

export function word(value: string) {
  return { kind: "word", value } as const;
}

export function named(name: string, value: ReturnType<typeof number | typeof text | typeof word>) {
  return { kind: "named", name, value } as const;
}
