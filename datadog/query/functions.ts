import type { Argument, Call } from "./query";

const ranks = ["top", "bottom"].flatMap((end) => [
  end,
  `${end}_offset`,
  ...["5", "10", "15", "20"].flatMap((count) => [
    `${end}${count}`,
    ...["mean", "min", "max", "last", "area", "norm", "l2norm", "sum"].map((by) => `${end}${count}_${by}`),
  ]),
]);

/**
 * Every function that Datadog documents for metric queries.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/ and https://docs.datadoghq.com/metrics/nested_queries/
 */
export const FUNCTIONS: readonly string[] = [
  // algorithms
  ...["anomalies", "outliers", "forecast"],
  // arithmetic
  ...["abs", "log2", "log10", "cumsum", "integral", "pow", "sqrt", "exp", "ceil", "floor", "round", "min", "max"],
  // count
  ...["count_nonzero", "count_not_null"],
  // exclusion
  ...["exclude_null", "clamp_min", "clamp_max", "cutoff_min", "cutoff_max"],
  // interpolation
  ...["fill", "default", "default_zero"],
  ...ranks,
  // rate
  ...["per_second", "per_minute", "per_hour", "dt", "diff", "monotonic_diff", "derivative", "throughput", "equiv_rate"],
  // rate, of older dashboards
  "rate",
  // regression
  ...["robust_trend", "trend_line", "piecewise_constant"],
  // rollup
  ...["rollup", "moving_rollup", "as_count", "as_rate"],
  // smoothing
  ...["autosmooth", "weighted", "ewma_1", "ewma_3", "ewma_5", "ewma_7", "ewma_10", "ewma_20"],
  ...["median_3", "median_5", "median_7", "median_9", "median_13", "median_15"],
  ...["rollingavg_5", "rollingavg_13", "rollingavg_21", "rollingavg_29"],
  // timeshift
  ...["timeshift", "calendar_shift", "hour_before", "day_before", "week_before", "month_before"],
  // aggregates of aggregates, of a query with groups: nested queries
  ...["avg", "sum", "count", "stddev", "percentile"],
  // 1 where it is so, else 0: nested queries
  ...["is_greater", "is_less", "is_between"],
];

/** What a nested query's further layers become one value by, as well. */
export const PERCENTILE = /^p\d{1,2}(\.\d+)?$/;

export function isFunction(name: string): boolean {
  return FUNCTIONS.includes(name) || PERCENTILE.test(name);
}

/**
 * How many arguments a function wants behind what it applies to, at least; of the others, none.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/ and https://docs.datadoghq.com/metrics/nested_queries/
 */
export const WANTED_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  is_greater: ["threshold"],
  is_less: ["threshold"],
  is_between: ["lower threshold", "upper threshold"],
  clamp_min: ["threshold"],
  clamp_max: ["threshold"],
  cutoff_min: ["threshold"],
  cutoff_max: ["threshold"],
  timeshift: ["seconds"],
  calendar_shift: ["shift"],
  moving_rollup: ["seconds"],
  anomalies: ["algorithm"],
  forecast: ["algorithm"],
  outliers: ["algorithm"],
};

/** These are written after the query alone. */
export const METHODS: readonly string[] = ["rollup", "as_count", "as_rate"];

/** The interval of `.rollup(sum, 3600)` in seconds; of another function, and of one by the calendar, none. */
export function rollupSeconds({ name, args }: Call): number | undefined {
  return name === "rollup" ? args.slice(1).find((arg) => arg.kind === "number")?.value : undefined;
}

/** A function's named arguments; of none, none. */
export function optionsOf(called: Call | undefined): Readonly<Record<string, Argument>> {
  const named = (called?.args ?? []).flatMap((arg) => (arg.kind === "named" ? [[arg.name, arg.value] as const] : []));
  return Object.fromEntries(named);
}
