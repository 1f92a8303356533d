import type { Point } from "../state/series.js";
import type { Band } from "./anomalies.js";
import type { ForecastQuery } from "./parse.js";

/** Two points make a line, and say nothing of how far from it the next one lies. */
const LEAST_POINTS = 3;
const WEEK = 604_800;

/** How much of the past a forecast is made of, in seconds. @default a week */
export function historyOf({ history }: ForecastQuery): number {
  return history ?? WEEK;
}

/** A straight line through points, and how far they lie from it: a root of the mean square. */
export interface Line {
  readonly at: (time: number) => number;
  readonly deviation: number;
}

/**
 * The line of least squares. Datadog's own models are not published: this is a simple linear projection, and it is
 * used for the seasonal algorithm too.
 */
export function lineThrough(points: readonly Point[]): Line | undefined {
  const [first] = points;
  if (!first || points.length < LEAST_POINTS) return undefined;
  // Seconds since 1970 squared would leave too few digits for the rest.
  const moved = points.map(([time, value]) => [time - first[0], value] as const);
  const meanTime = mean(moved.map(([time]) => time));
  const meanValue = mean(moved.map(([, value]) => value));
  const spread = mean(moved.map(([time]) => (time - meanTime) ** 2));
  const slope = spread === 0 ? 0 : mean(moved.map(([time, value]) => (time - meanTime) * (value - meanValue))) / spread;
  const at = (time: number): number => meanValue + slope * (time - first[0] - meanTime);
  return { at, deviation: Math.sqrt(mean(points.map(([time, value]) => (value - at(time)) ** 2))) };
}

/** The line and its bounds at the times of the points. */
export function bandAround(points: readonly Point[], { at, deviation }: Line, deviations: number): Band {
  const margin = deviations * deviation;
  return {
    lower: points.map(([time]) => [time, at(time) - margin]),
    upper: points.map(([time]) => [time, at(time) + margin]),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
