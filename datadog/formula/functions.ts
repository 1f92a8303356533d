import { FUNCTIONS } from "../query/functions";

/** Beside those of metric queries: of a formula's results, of jobs' runs. */
const OF_FORMULAS = ["reduce", "percentile", "failed_runs", "is_greater", "is_less", "is_between"];

/**
 * Every function that Datadog documents for formulas: those of metric queries, as_count and as_rate aside, and its own.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/
 */
export const FORMULA_FUNCTIONS: readonly string[] = [
  ...FUNCTIONS.filter((name) => name !== "as_count" && name !== "as_rate"),
  ...OF_FORMULAS.filter((name) => !FUNCTIONS.includes(name)),
];

/** How many arguments the documented notation has, the query included; options by name count as well. */
const ARGUMENTS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  anomalies: [2, Infinity],
  outliers: [2, 4],
  forecast: [2, Infinity],
  ...counted(["abs", "log2", "log10", "cumsum", "integral", "sqrt", "exp", "ceil", "floor", "round"], 1),
  ...counted(["count_nonzero", "count_not_null"], 1),
  exclude_null: [1, 2],
  ...counted(["clamp_min", "clamp_max", "cutoff_min", "cutoff_max", "is_greater", "is_less"], 2),
  is_between: [3, 3],
  fill: [2, 3],
  default_zero: [1, 1],
  ...counted(["per_second", "per_minute", "per_hour", "dt", "diff", "monotonic_diff", "derivative"], 1),
  ...counted(["robust_trend", "trend_line", "piecewise_constant", "autosmooth"], 1),
  rollup: [2, 3],
  moving_rollup: [2, 3],
  ...counted(["hour_before", "day_before", "week_before", "month_before"], 1),
  timeshift: [2, 2],
  calendar_shift: [2, 3],
  top: [2, 5],
  reduce: [2, 2],
};

function counted(names: readonly string[], count: number): Record<string, readonly [number, number]> {
  return Object.fromEntries(names.map((name) => [name, [count, count] as const]));
}

/** How many arguments the function takes, where its page says so. */
export function argumentsOf(name: string): readonly [least: number, most: number] | undefined {
  return Object.hasOwn(ARGUMENTS, name) ? ARGUMENTS[name] : undefined;
}
