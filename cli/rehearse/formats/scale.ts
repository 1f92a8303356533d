/** From a value to a place, in the picture's own units. */
export interface Scale {
  readonly at: (value: number) => number;
  /** Round values to be written beside it. */
  readonly ticks: readonly number[];
}

const FACTORS = [1, 2, 5, 10];

/** @param count of ticks, about */
export function valueScale(values: Iterable<number>, { from, to }: { from: number; to: number }, count: number): Scale {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (FACTORS.find((factor) => factor * power >= rough) ?? 10) * power;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const [start, end] = [first * step, last * step];
  return {
    at: (value) => from + ((value - start) / (end - start)) * (to - from),
    ticks: Array.from({ length: last - first + 1 }, (_, index) => rounded((first + index) * step)),
  };
}

/** 0.30000000000000004 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

const MINUTE = 60;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200];

/** Round times of a span, counted from its beginning. @param most of ticks */
export function timeTicks({ from, to }: { readonly from: number; readonly to: number }, most: number): number[] {
  const minutes = STEPS.find((step) => (to - from) / (step * MINUTE) <= most) ?? (to - from) / MINUTE / most;
  const step = minutes * MINUTE;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
