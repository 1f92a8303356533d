import { decimal, type Occasion } from "./variables";

/** What an evaluation found of a group. */
export const Found = {
  /** Nothing, and never anything before. */
  NOTHING: 0,
  /** A value to compare. */
  VALUE: 1,
  /** No point in its window. */
  SILENCE: 2,
  /** Points, and too few or too new to judge by: the state stays. */
  NOT_YET: 3,
} as const;

/** What one group is judged by, evaluation by evaluation. */
export interface Reading {
  /** `["host:db1"]`; of a monitor without groups, nothing. */
  readonly group: readonly string[];
  /** Seconds since 1970, ascending; of every group the same. */
  readonly times: Float64Array;
  /** Of each evaluation one of {@link Found}. */
  readonly found: Uint8Array;
  /** What is compared with the thresholds. */
  readonly values: Float64Array;
  /** What is compared with those of recovery, where that is another value. */
  readonly recoveries?: Float64Array;
  /** What fills variables of its own, by their names: `short_window_burn_rate`. */
  readonly more?: Readonly<Record<string, string | Float64Array>>;
}

/** `host:db1`, several joined by commas, `*` without a grouping. */
export function groupName(group: readonly string[]): string {
  return group.length === 0 ? "*" : group.join(",");
}

/** The evaluation that was the last at a time; -1 before the first. */
function evaluationAt({ times }: Pick<Reading, "times">, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * What was compared at a time, where there was anything, and what else fills variables then.
 *
 * @param inSilence what is compared where there is no point. @default nothing
 */
export function valuesAt(reading: Reading, time: number, inSilence?: number): Pick<Occasion, "value" | "more"> {
  const at = evaluationAt(reading, time);
  const found = reading.found[at];
  const value = found === Found.VALUE ? reading.values[at] : found === Found.SILENCE ? inSilence : undefined;
  const more = Object.entries(reading.more ?? {}).map(
    ([name, values]) => [name, typeof values === "string" ? values : decimal(values[at])] as const,
  );
  return { ...(value !== undefined && { value }), ...(more.length > 0 && { more: Object.fromEntries(more) }) };
}
