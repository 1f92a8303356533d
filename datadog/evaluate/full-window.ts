import type { Window } from "./bounds";
import type { Line } from "./line";
import { countsOf } from "./windows";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** By the unit in which the window is written. Of weeks nothing is said; they are taken as months are. */
const BUCKET_SECONDS = { m: MINUTE, h: 10 * MINUTE, d: HOUR, w: 4 * HOUR, mo: 4 * HOUR } as const;
const MOST_EMPTY = 3;

/** The parts of a window of which most have to hold a point; of one that grows, none. @param window `last_5m` */
export function bucketSeconds(window: string): number | undefined {
  const [, unit] = /^last_\d+(mo|[mhdw])$/.exec(window) ?? [];
  return unit === undefined ? undefined : BUCKET_SECONDS[unit as keyof typeof BUCKET_SECONDS];
}

/**
 * Of each evaluation, whether its window counts as full: its first bucket holds a point, and three at most hold none.
 *
 * @param ends of the windows, seconds since 1970.
 * @see https://docs.datadoghq.com/monitors/types/metric/#data-window
 */
export function fullWindows(line: Line, ends: Float64Array, window: Window, bucket: number): Uint8Array {
  const { from, step, values } = line;
  const counts = countsOf(values);
  const stepAt = (moment: number) => Math.min(Math.max(Math.ceil((moment - from) / step), 0), values.length);
  const hasPoint = (start: number, end: number) => (counts[stepAt(end)] ?? 0) > (counts[stepAt(start)] ?? 0);
  const isFull = (start: number, end: number) => {
    // Most windows have no gap: one look tells.
    const points = (counts[stepAt(end)] ?? 0) - (counts[stepAt(start)] ?? 0);
    if (step <= bucket && points * step >= end - start) return true;
    if (!hasPoint(start, start + bucket)) return false;
    let empty = 0;
    for (let at = start + bucket; at < end; at += bucket) {
      if (!hasPoint(at, Math.min(at + bucket, end)) && ++empty > MOST_EMPTY) return false;
    }
    return true;
  };
  const full = new Uint8Array(ends.length);
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at] ?? 0;
    full[at] = isFull(window.beginning(end), end) ? 1 : 0;
  }
  return full;
}
