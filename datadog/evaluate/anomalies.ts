import type { Call } from "../query/query";
import { named, numberAt, wordAt } from "./arguments";
import type { Draft } from "./draft";
import { NotEvaluatedError } from "./not-evaluated";

/** Points before the one in question that say what to expect of it, and the fewest that do. */
const TRAILING_POINTS = 60;
const LEAST_POINTS = 5;

/** One deviation to each side of a normal distribution's middle. */
const [LOW, HIGH] = [0.1587, 0.8413];

const APPROXIMATION =
  "the band of anomalies() is an approximation: a rolling median of 60 points and their quantiles, for Datadog does not publish its own";

/** Seconds before the span that decide its band. */
export function anomaliesBefore(step: number): number {
  return TRAILING_POINTS * step;
}

/**
 * The lines with the band in which they are expected: of `basic`, "a simple lagging rolling quantile computation to
 * determine the range of expected values". What the quantiles are is not published. Here the middle is the median of
 * the 60 points before, and a deviation to either side reaches as far as a normal distribution's would.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#anomaly-detection-algorithms
 */
export function withBands(lines: Draft[], call: Call): Draft[] {
  const deviations = numberAt(call, 2);
  return lines.map((line) => ({ ...line, band: bandOf(line.values, deviations), approximation: APPROXIMATION }));
}

/**
 * Seconds between points, where the query names them.
 *
 * @throws NotEvaluatedError for an algorithm with seasons
 */
export function anomaliesInterval(call: Call): number | undefined {
  const algorithm = wordAt(call, 1);
  if (algorithm !== "basic") {
    throw new NotEvaluatedError(
      `anomalies(…, '${algorithm}') is not evaluated: Datadog does not publish its model of seasons; 'basic' is approximated`,
    );
  }
  const interval = named(call, "interval");
  return typeof interval === "number" ? interval : undefined;
}

function bandOf(values: Float64Array, deviations: number): { lower: Float64Array; upper: Float64Array } {
  const [lower, upper] = [new Float64Array(values.length).fill(NaN), new Float64Array(values.length).fill(NaN)];
  const trailing = new Sorted();
  for (let at = 0; at < values.length; at++) {
    if (trailing.length >= LEAST_POINTS) {
      const middle = trailing.quantile(0.5);
      lower[at] = middle - deviations * (middle - trailing.quantile(LOW));
      upper[at] = middle + deviations * (trailing.quantile(HIGH) - middle);
    }
    const oldest = values[at - TRAILING_POINTS] ?? NaN;
    if (!Number.isNaN(oldest)) trailing.remove(oldest);
    const newest = values[at] ?? NaN;
    if (!Number.isNaN(newest)) trailing.add(newest);
  }
  return { lower, upper };
}

/** A few values in order. */
class Sorted {
  private readonly values = new Float64Array(TRAILING_POINTS + 1);
  length = 0;

  add(value: number): void {
    const place = this.placeOf(value);
    this.values.copyWithin(place + 1, place, this.length);
    this.values[place] = value;
    this.length++;
  }

  remove(value: number): void {
    const place = this.placeOf(value);
    this.values.copyWithin(place, place + 1, this.length);
    this.length--;
  }

  /** On a straight line between the two values that it lies between. */
  quantile(share: number): number {
    const place = share * (this.length - 1);
    const below = Math.floor(place);
    const low = this.values[below] ?? NaN;
    const high = this.values[Math.min(below + 1, this.length - 1)] ?? NaN;
    return low + (place - below) * (high - low);
  }

  private placeOf(value: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.values[middle] ?? NaN) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
