import type { Span } from "./history";

/** Equal steps of time. */
export interface Steps {
  /** Start of the first, seconds since 1970. */
  readonly from: number;
  /** Seconds. */
  readonly step: number;
  readonly count: number;
}

/**
 * The steps that a span reaches into, the first and the last as a whole.
 *
 * @param origin a second at which one of them starts. Datadog's start at multiples of their length since 1970, whatever
 * the span: https://docs.datadoghq.com/dashboards/functions/rollup/#rollups-in-monitors
 */
export function stepsOver({ from, to }: Span, step: number, origin = 0): Steps {
  const first = origin + Math.floor((from - origin) / step) * step;
  return { from: first, step, count: Math.max(0, Math.ceil((to - first) / step)) };
}

/** So many more steps before and after. */
export function widened({ from, step, count }: Steps, before: number, after: number): Steps {
  return { from: from - before * step, step, count: count + before + after };
}
