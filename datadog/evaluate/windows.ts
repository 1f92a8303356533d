/** How a window's points become the value that is compared. */
export type WindowMethod = "avg" | "sum" | "min" | "max";

/** Of each evaluation, the steps that its window holds: the first, and the one after the last. */
export interface Bounds {
  readonly first: Int32Array;
  readonly end: Int32Array;
}

/**
 * One value for each window; NaN where it holds no finite point. Windows move forwards: neither end ever goes back. The work is
 * that of one look at each point, however long the windows are.
 *
 * @see https://docs.datadoghq.com/monitors/guide/monitor_aggregators/
 */
export function aggregated(values: Float64Array, bounds: Bounds, method: WindowMethod): Float64Array {
  switch (method) {
    case "min":
      return extremes(values, bounds, (one, other) => one <= other);
    case "max":
      return extremes(values, bounds, (one, other) => one >= other);
    default:
      return sums(values, bounds, method === "avg");
  }
}

/** How many points there are before each step, and at last how many in all: those of a window are a difference. */
export function countsOf(values: Float64Array): Int32Array {
  const counts = new Int32Array(values.length + 1);
  for (let at = 0; at < values.length; at++) {
    counts[at + 1] = (counts[at] ?? 0) + (Number.isFinite(values[at]) ? 1 : 0);
  }
  return counts;
}

/**
 * Sums from the beginning, in two numbers each: what one holds and what its last digit lost. A window's sum is the
 * difference of two, and as good as rounded once; with one number each, a month's small values would be gone.
 *
 * @see https://en.wikipedia.org/wiki/2Sum
 */
function sums(values: Float64Array, { first, end }: Bounds, divides: boolean): Float64Array {
  const counts = countsOf(values);
  const high = new Float64Array(values.length + 1);
  const low = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    const before = high[at] ?? 0;
    const added = Number.isFinite(value) ? value : 0;
    const sum = before + added;
    high[at + 1] = sum;
    low[at + 1] = (low[at] ?? 0) + lostIn(before, added, sum);
  }
  return perWindow(first, (start, window) => {
    const stop = end[window] ?? 0;
    const count = (counts[stop] ?? 0) - (counts[start] ?? 0);
    if (count === 0) return NaN;
    const [much, little] = [high[stop] ?? 0, -(high[start] ?? 0)];
    const sum = much + little;
    const rest = lostIn(much, little, sum) + ((low[stop] ?? 0) - (low[start] ?? 0));
    return divides ? quotient(sum, rest, count) : sum + rest;
  });
}

function perWindow(first: Int32Array, valueOf: (start: number, window: number) => number): Float64Array {
  const values = new Float64Array(first.length);
  for (let window = 0; window < first.length; window++) values[window] = valueOf(first[window] ?? 0, window);
  return values;
}

/** What `one + other` has lost by being rounded to `sum`. */
function lostIn(one: number, other: number, sum: number): number {
  const second = sum - one;
  return one - (sum - second) + (other - second);
}

/** `(sum + rest) / count`, rounded once: the average of equal values is that value. */
function quotient(sum: number, rest: number, count: number): number {
  const whole = (sum + rest) / count;
  return whole + (remainderOf(sum, whole, count) + rest) / count;
}

const SPLITTER = 2 ** 27 + 1;

/** `sum - factor * count` without the product's rounding: count is small, so two halves of the factor are enough. */
function remainderOf(sum: number, factor: number, count: number): number {
  const scaled = SPLITTER * factor;
  if (!Number.isFinite(scaled)) return 0;
  const upper = scaled - (scaled - factor);
  return sum - upper * count - (factor - upper) * count;
}

/** The value that none in the window goes beyond; candidates in a queue, the best one first. */
function extremes(
  values: Float64Array,
  { first, end }: Bounds,
  isAsGood: (one: number, other: number) => boolean,
): Float64Array {
  const queue = new Int32Array(values.length);
  let [head, tail, next] = [0, 0, 0];
  return perWindow(first, (start, window) => {
    const stop = end[window] ?? 0;
    for (next = Math.max(next, start); next < stop; next++) {
      const value = values[next] ?? 0;
      if (!Number.isFinite(value)) continue;
      while (tail > head && isAsGood(value, values[queue[tail - 1] ?? 0] ?? 0)) tail--;
      queue[tail++] = next;
    }
    while (head < tail && (queue[head] ?? 0) < start) head++;
    return head < tail ? (values[queue[head] ?? 0] ?? 0) : NaN;
  });
}
