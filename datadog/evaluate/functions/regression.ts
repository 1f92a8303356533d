import { eachLine, type LineFunction } from "./line-function";

/** The straight line of least squares through a line's values, over the places of their steps. */
interface Fit {
  readonly at: (place: number) => number;
  /** How far the values lie from it: the root of the mean square. */
  readonly deviation: number;
}

/** Undefined of fewer than two values. */
export function fitOf(values: Float64Array): Fit | undefined {
  let [count, sumOfPlaces, sum] = [0, 0, 0];
  values.forEach((value, place) => {
    if (Number.isNaN(value)) return;
    count++;
    sumOfPlaces += place;
    sum += value;
  });
  if (count < 2) return undefined;
  const [middle, mean] = [sumOfPlaces / count, sum / count];
  let [spread, product] = [0, 0];
  values.forEach((value, place) => {
    if (Number.isNaN(value)) return;
    spread += (place - middle) ** 2;
    product += (place - middle) * (value - mean);
  });
  const at = (place: number): number => mean + (product / spread) * (place - middle);
  const squares = values.reduce(
    (total, value, place) => total + (Number.isNaN(value) ? 0 : (value - at(place)) ** 2),
    0,
  );
  return { at, deviation: Math.sqrt(squares / count) };
}

/** @see https://docs.datadoghq.com/dashboards/functions/regression/ */
export const REGRESSION: Readonly<Record<string, LineFunction>> = {
  trend_line: {
    ...eachLine((values) => {
      const fit = fitOf(values);
      values.forEach((_, place) => (values[place] = fit?.at(place) ?? NaN));
    }),
    isOfWholeSpan: true,
  },
};
