import { eachLine, eachValue, type LineFunction } from "./line-function";

/** @see https://docs.datadoghq.com/dashboards/functions/arithmetic/ */
export const ARITHMETIC: Readonly<Record<string, LineFunction>> = {
  abs: eachValue(Math.abs),
  log2: eachValue(Math.log2),
  log10: eachValue(Math.log10),
  cumsum: { ...eachLine(cumsum), isOfWholeSpan: true },
  integral: { ...eachLine(integral), isOfWholeSpan: true },
};

function cumsum(values: Float64Array): void {
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    if (!Number.isNaN(value)) values[at] = sum += value;
  }
}

/** As its page defines it: "the cumulative sum of [time delta] x [value delta] over all consecutive pairs of points". */
function integral(values: Float64Array, step: number): void {
  let [sum, last, lastAt] = [0, NaN, 0];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(last)) sum += (at - lastAt) * step * (value - last);
    values[at] = sum;
    [last, lastAt] = [value, at];
  }
}
