import { eachLine, type LineFunction } from "./line-function";

/** @see https://docs.datadoghq.com/dashboards/functions/smoothing/ */
export const SMOOTHING: Readonly<Record<string, LineFunction>> = {
  ...Object.fromEntries([3, 5, 7, 10, 20].map((span) => [`ewma_${span}`, ewma(span)])),
  ...Object.fromEntries([3, 5, 7, 9].map((span) => [`median_${span}`, rollingMedian(span)])),
};

/** After so many spans what came before weighs less than a millionth. */
const SPANS_BEFORE = 7;

/** Of an average over a span, the weight of the newest value is 2 / (span + 1); the first value stands for all before. */
function ewma(span: number): LineFunction {
  const weight = 2 / (span + 1);
  return {
    before: (_, step) => SPANS_BEFORE * span * step,
    ...eachLine((values) => {
      let average = NaN;
      for (let at = 0; at < values.length; at++) {
        const value = values[at] ?? NaN;
        if (Number.isNaN(value)) continue;
        average = Number.isNaN(average) ? value : weight * value + (1 - weight) * average;
        values[at] = average;
      }
    }),
  };
}

/** "`median_3()` uses the last 3 data points"; at a line's beginning, those that there are. */
function rollingMedian(span: number): LineFunction {
  return {
    before: (_, step) => SPANS_BEFORE * span * step,
    ...eachLine((values) => {
      const recent: number[] = [];
      for (let at = 0; at < values.length; at++) {
        const value = values[at] ?? NaN;
        if (Number.isNaN(value)) continue;
        recent.push(value);
        if (recent.length > span) recent.shift();
        values[at] = median(recent);
      }
    }),
  };
}

/** Of values in any order; NaN of none. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
