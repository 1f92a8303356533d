import type { Call } from "../../query/query";
import { numberAt, wordAt } from "../arguments";
import type { Draft } from "../draft";
import { NotEvaluatedError } from "../not-evaluated";
import type { LineFunction } from "./line-function";

/** What lines are ranked by; those without a value come last. */
const CRITERIA: Readonly<Record<string, (values: Float64Array, step: number) => number>> = {
  mean: (values) => sumOf(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  max: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  sum: sumOf,
  last: (values) => values.at(-1) ?? NaN,
  l2norm: (values) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)),
  area: (values, step) => step * sumOf(values),
};

/**
 * The lines that come first in an order.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rank/
 */
export const RANK: Readonly<Record<string, LineFunction>> = {
  top: {
    apply: (lines, call) => ranked(lines, call, numberAt(call, 1), wordAt(call, 2), wordAt(call, 3)),
    isOfWholeSpan: true,
  },
  ...Object.fromEntries(
    ["top", "bottom"].flatMap((end) =>
      [5, 10, 15, 20].flatMap((limit) =>
        ["mean", "min", "max", "last", "area", "l2norm"].map((by) => [
          `${end}${limit}_${by}`,
          {
            apply: (lines: Draft[], call: Call) => ranked(lines, call, limit, by, end === "top" ? "desc" : "asc"),
            isOfWholeSpan: true,
          } satisfies LineFunction,
        ]),
      ),
    ),
  ),
};

function ranked(lines: Draft[], { name }: Call, limit: number, by: string, order: string): Draft[] {
  const criterion = CRITERIA[by];
  if (criterion === undefined || (order !== "asc" && order !== "desc")) {
    throw new NotEvaluatedError(
      `${name}(…, '${by}', '${order}') is not evaluated: Datadog ranks by ${Object.keys(CRITERIA).join(", ")}, asc or desc`,
    );
  }
  const sign = order === "asc" ? 1 : -1;
  return lines
    .map((line) => ({
      line,
      rank: criterion(
        line.values.filter((value) => !Number.isNaN(value)),
        line.steps.step,
      ),
    }))
    .filter(({ line }) => !line.values.every(Number.isNaN))
    .sort((one, other) => sign * (one.rank - other.rank))
    .slice(0, limit)
    .map(({ line }) => line);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
