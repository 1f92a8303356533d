import { interpolate, type Interpolation, NONE } from "./interpolation";
import type { Line } from "./line";
import type { Steps } from "./steps";

/** A line that is being worked out: its values belong to whoever has it, and may be written over. */
export interface Draft {
  readonly group: readonly string[];
  readonly steps: Steps;
  readonly values: Float64Array;
  /** What arithmetic takes for a step without a value where the other side has one. */
  readonly gaps: "zero" | Interpolation;
  readonly band?: Line["band"];
  readonly outlier?: Line["outlier"];
  readonly approximation?: Line["approximation"];
}

export function lineOf({ group, steps: { from, step }, values, band, outlier, approximation }: Draft): Line {
  return {
    group,
    from,
    step,
    values,
    ...(band && { band }),
    ...(outlier && { outlier }),
    ...(approximation !== undefined && { approximation }),
  };
}

/** The steps of a line that a span has, where the line was begun earlier and ends later. */
export function cut(draft: Draft, { from, step, count }: Steps): Draft {
  const skipped = Math.round((from - draft.steps.from) / step);
  if (skipped === 0 && count === draft.steps.count) return draft;
  const part = (values: Float64Array) => values.subarray(skipped, skipped + count);
  const { band, outlier } = draft;
  return {
    ...draft,
    steps: { from, step, count },
    values: part(draft.values),
    ...(band && { band: { lower: part(band.lower), upper: part(band.upper) } }),
    ...(outlier && { outlier: part(outlier) }),
  };
}

/**
 * The values, with what arithmetic takes for those that are missing: on a line between two points, none after the last,
 * as in "10/0 + 10/1 + 10/NaN = 10".
 *
 * @see https://docs.datadoghq.com/monitors/guide/monitor-arithmetic-and-sparse-metrics/
 */
export function aligned({ values, gaps, steps }: Draft): Float64Array {
  if (gaps !== "zero" && gaps.method === NONE.method) return values;
  if (!hasGap(values)) return values;
  const whole = values.slice();
  if (gaps === "zero") whole.forEach((value, at) => (whole[at] = Number.isNaN(value) ? 0 : value));
  else interpolate(whole, steps.step, gaps, false);
  return whole;
}

/** A loop, for a month of many groups is long. */
function hasGap(values: Float64Array): boolean {
  for (const value of values) if (Number.isNaN(value)) return true;
  return false;
}
