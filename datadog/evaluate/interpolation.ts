/** How a gap between points is filled: at most so many seconds after a point. */
export interface Interpolation {
  readonly method: "linear" | "last" | "zero" | "null";
  readonly seconds: number;
}

/**
 * Up to five minutes after a point, a straight line to the next: so that senders out of step can be added up.
 *
 * @see https://docs.datadoghq.com/metrics/guide/interpolation-the-fill-modifier-explained/#how-to-control-interpolation
 */
export const BY_DEFAULT: Interpolation = { method: "linear", seconds: 300 };

export const NONE: Interpolation = { method: "null", seconds: 0 };

/** Steps on either side of a span that decide how its own gaps are filled. */
export function reachOf({ method, seconds }: Interpolation, step: number): number {
  return method === "null" ? 0 : Math.floor(seconds / step);
}

/**
 * Fills the steps without a value that come so soon after one.
 *
 * Where no value follows within that time, a straight line has no end, and the last value stands: Datadog's own
 * example, one point that `default_zero()` carries on for five minutes.
 *
 * @param isOpen whether it does; else such a gap is left.
 * @see https://docs.datadoghq.com/dashboards/functions/interpolation/#default-zero
 */
export function interpolate(
  values: Float64Array,
  step: number,
  { method, seconds }: Interpolation,
  isOpen = true,
): void {
  const reach = reachOf({ method, seconds }, step);
  if (reach === 0) return;
  for (let at = 0; at < values.length; at++) {
    const last = values[at] ?? NaN;
    if (Number.isNaN(last) || !Number.isNaN(values[at + 1] ?? 0)) continue;
    const end = Math.min(at + reach, values.length - 1);
    let next = at + 1;
    while (next <= end && Number.isNaN(values[next] ?? NaN)) next++;
    const isClosed = next <= end;
    const slope = method === "linear" && isClosed ? ((values[next] ?? NaN) - last) / (next - at) : 0;
    const start = method === "zero" ? 0 : last;
    if (isClosed || isOpen) for (let gap = at + 1; gap < next; gap++) values[gap] = start + slope * (gap - at);
    at = next - 1;
  }
}
