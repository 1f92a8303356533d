import type { Call } from "../../query/query";
import { numberAt, wordAt } from "../arguments";
import { bucketed, type TimeAggregator } from "../buckets";
import type { Draft } from "../draft";
import { NotEvaluatedError } from "../not-evaluated";
import { isTimeAggregator } from "../source";
import type { Steps } from "../steps";
import type { LineFunction } from "./line-function";

/**
 * At each point, those of the last so many seconds as one.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/#moving-rollup
 */
export const ROLLUP: Readonly<Record<string, LineFunction>> = {
  moving_rollup: {
    before: (call) => numberAt(call, 1),
    apply: (lines, call) => {
      const aggregator = aggregatorOf(call);
      return lines.map((line) => {
        const places = Math.max(1, Math.round(numberAt(call, 1) / line.steps.step));
        return { ...line, values: moving(line.values, places, aggregator) };
      });
    },
  },
};

function aggregatorOf(call: Call): TimeAggregator {
  const word = wordAt(call, 2);
  if (isTimeAggregator(word)) return word;
  throw new NotEvaluatedError(`moving_rollup(…, '${word}') is not evaluated: only avg, sum, min, max and count are`);
}

function moving(values: Float64Array, places: number, aggregator: TimeAggregator): Float64Array {
  if (aggregator === "min" || aggregator === "max") return movingExtreme(values, places, aggregator === "min" ? 1 : -1);
  let [sum, count] = [0, 0];
  return values.map((newest, at) => {
    const oldest = values[at - places] ?? NaN;
    if (!Number.isNaN(oldest)) [sum, count] = [sum - oldest, count - 1];
    if (!Number.isNaN(newest)) [sum, count] = [sum + newest, count + 1];
    // What rounding has left over ends with the points.
    if (count === 0) sum = 0;
    if (count === 0) return NaN;
    return aggregator === "avg" ? sum / count : aggregator === "sum" ? sum : count;
  });
}

/** @param sign 1 for the least, -1 for the most. */
function movingExtreme(values: Float64Array, places: number, sign: 1 | -1): Float64Array {
  // Places of those that may yet become the extreme: each more extreme than the next.
  const candidates = new Int32Array(values.length);
  let [first, end] = [0, 0];
  const valueAt = (place: number) => sign * (values[place] ?? NaN);
  return values.map((newest, at) => {
    if (!Number.isNaN(newest)) {
      while (end > first && valueAt(candidates[end - 1] ?? 0) >= sign * newest) end--;
      candidates[end++] = at;
    }
    while (first < end && (candidates[first] ?? 0) <= at - places) first++;
    return first < end ? sign * valueAt(candidates[first] ?? 0) : NaN;
  });
}

/**
 * A further rollup, of what another has made.
 *
 * @see https://docs.datadoghq.com/metrics/nested_queries/#multilayer-time-aggregation
 */
export function rolledUp(line: Draft, steps: Steps, aggregator: TimeAggregator): Draft {
  const times = line.values.map((_, at) => line.steps.from + at * line.steps.step);
  const values = new Float64Array(steps.count);
  bucketed(times, line.values, steps, aggregator, values);
  return { ...line, steps, values };
}
