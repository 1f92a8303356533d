import type { Steps } from "./steps";

/** How the points of one step become one. */
export type TimeAggregator = "avg" | "sum" | "min" | "max" | "count";

/** The index of the first time that is not before a moment. */
export function firstNotBefore(times: Float64Array, moment: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? NaN) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * One value for each step of the points that are in it; NaN where there are none, or none that is a number.
 *
 * @param into of as many values as there are steps; what is in it is lost.
 */
export function bucketed(
  times: Float64Array,
  values: Float64Array,
  { from, step, count }: Steps,
  aggregator: TimeAggregator,
  into: Float64Array,
): void {
  into.fill(NaN);
  const end = from + count * step;
  let index = firstNotBefore(times, from);
  while (index < times.length) {
    const time = times[index] ?? NaN;
    if (time >= end) break;
    const at = Math.floor((time - from) / step);
    const next = from + (at + 1) * step;
    let [points, sum, least, most] = [0, 0, Infinity, -Infinity];
    for (; index < times.length && (times[index] ?? NaN) < next; index++) {
      const value = values[index] ?? NaN;
      if (Number.isNaN(value)) continue;
      points++;
      sum += value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (points > 0) into[at] = aggregated(aggregator, points, sum, least, most);
  }
}

function aggregated(aggregator: TimeAggregator, points: number, sum: number, least: number, most: number): number {
  switch (aggregator) {
    case "avg":
      return sum / points;
    case "sum":
      return sum;
    case "min":
      return least;
    case "max":
      return most;
    case "count":
      return points;
  }
}
