import type { Point } from "../state/series.js";

/** Points before the one in question that say what to expect of it. */
export const TRAILING_POINTS = 60;
/** With fewer of them nothing is expected yet. */
export const LEAST_POINTS = 5;

export interface Band {
  readonly lower: Point[];
  readonly upper: Point[];
}

/**
 * What is expected of each point: the mean of the points before it, and `bounds` standard deviations on each side.
 *
 * Datadog's own algorithms are not published; this keeps what `basic` promises: lagging, without seasons.
 */
export function expectedBand(points: readonly Point[], bounds: number): Band {
  const band: Band = { lower: [], upper: [] };
  for (const [index, [time]] of points.entries()) {
    const before = points.slice(Math.max(0, index - TRAILING_POINTS), index).map(([, value]) => value);
    if (before.length < LEAST_POINTS) continue;
    const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
    const variance = before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / before.length;
    const margin = bounds * Math.sqrt(variance);
    band.lower.push([time, mean - margin]);
    band.upper.push([time, mean + margin]);
  }
  return band;
}
