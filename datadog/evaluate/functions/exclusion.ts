import type { Call } from "../../query/query";
import { numberAt } from "../arguments";
import { eachValue, type LineFunction } from "./line-function";

/** @see https://docs.datadoghq.com/dashboards/functions/exclusion/ */
export const EXCLUSION: Readonly<Record<string, LineFunction>> = {
  // A series that lacks one of the grouping's tags is in no group here.
  exclude_null: { apply: (lines) => lines },
  clamp_min: withThreshold((value, threshold) => Math.max(value, threshold)),
  clamp_max: withThreshold((value, threshold) => Math.min(value, threshold)),
  cutoff_min: withThreshold((value, threshold) => (value < threshold ? NaN : value)),
  cutoff_max: withThreshold((value, threshold) => (value > threshold ? NaN : value)),
};

/** "Between 10 and 30 (exclusive)". @see https://docs.datadoghq.com/metrics/nested_queries/#boolean-threshold-remapping-functions */
export const REMAPPING: Readonly<Record<string, LineFunction>> = {
  is_greater: withThreshold((value, threshold) => (Number.isNaN(value) ? NaN : Number(value > threshold))),
  is_between: eachValue((value, call) =>
    Number.isNaN(value) ? NaN : Number(value > numberAt(call, 1) && value < numberAt(call, 2)),
  ),
  is_less: withThreshold((value, threshold) => (Number.isNaN(value) ? NaN : Number(value < threshold))),
};

function withThreshold(change: (value: number, threshold: number) => number): LineFunction {
  return eachValue((value, call: Call) => change(value, numberAt(call, 1)));
}
