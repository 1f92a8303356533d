import { PERCENTILE } from "../query/functions";
import { firstNotBefore } from "./buckets";
import { compares } from "./compares";
import type { Series } from "./history";
import { NotEvaluatedError } from "./not-evaluated";
import type { Source } from "./source";
import type { Steps } from "./steps";

/**
 * One value for each step of all values that its series have in it, at once in time and space.
 *
 * Datadog estimates percentiles within 2 % from sketches; these are exact.
 *
 * @see https://docs.datadoghq.com/metrics/distributions/
 * @see https://docs.datadoghq.com/metrics/faq/rollup-for-distributions-with-percentiles/
 */
export function distributed(members: readonly Series[], source: Source, steps: Steps): Float64Array {
  const valueOf = aggregateOf(source.metric);
  const factor = source.as === "rate" ? 1 / steps.step : 1;
  const places = members.map(({ times }) => firstNotBefore(times, steps.from));
  return new Float64Array(steps.count).map((_, at) => {
    const end = steps.from + (at + 1) * steps.step;
    const parts = members.map(({ times, values }, index) => {
      const start = places[index] ?? 0;
      let next = start;
      while (next < times.length && (times[next] ?? NaN) < end) next++;
      places[index] = next;
      return values.subarray(start, next);
    });
    const count = parts.reduce((total, part) => total + part.length, 0);
    if (count === 0) return NaN;
    const all = new Float64Array(count);
    parts.reduce((offset, part) => (all.set(part, offset), offset + part.length), 0);
    return factor * valueOf(all);
  });
}

function aggregateOf({ aggregator = "avg", condition, metric }: Source["metric"]): (values: Float64Array) => number {
  if (condition !== undefined) {
    const { comparator, value: limit } = condition;
    return (values) => values.reduce((count, value) => count + (compares(value, comparator, limit) ? 1 : 0), 0);
  }
  if (PERCENTILE.test(aggregator)) {
    const share = Number(aggregator.slice(1)) / 100;
    return (values) => quantile(values.sort(), share);
  }
  const known = AGGREGATES[aggregator];
  if (known !== undefined) return known;
  throw new NotEvaluatedError(
    `${aggregator}:${metric} is not evaluated: of a distribution there are avg, sum, min, max, count and percentiles`,
  );
}

const AGGREGATES: Readonly<Record<string, (values: Float64Array) => number>> = {
  avg: (values) => sumOf(values) / values.length,
  sum: sumOf,
  min: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  max: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  count: (values) => values.length,
};

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The value below which a share of the sorted ones lies, as Datadog's sketches define it: https://arxiv.org/abs/1908.10693 */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
}
