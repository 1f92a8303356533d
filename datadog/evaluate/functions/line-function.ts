import type { Call } from "../../query/query";
import type { Draft } from "../draft";

/** What a function makes of the lines of its query. */
export interface LineFunction {
  /** May write over the lines' values. */
  readonly apply: (lines: Draft[], call: Call) => Draft[];
  /** Seconds before the span whose values decide what it is at the span's beginning. @default 0 */
  readonly before?: (call: Call, step: number) => number;
  /** Its value at one moment depends on where the span begins or ends. */
  readonly isOfWholeSpan?: true;
}

/** Each value by itself; what has no finite result has no value. */
export function eachValue(change: (value: number, call: Call, step: number) => number): LineFunction {
  return {
    apply: (lines, call) => {
      for (const { values, steps } of lines) {
        for (let at = 0; at < values.length; at++) {
          const result = change(values[at] ?? NaN, call, steps.step);
          values[at] = Number.isFinite(result) ? result : NaN;
        }
      }
      return lines;
    },
  };
}

/** The values of each line, in place. */
export function eachLine(
  change: (values: Float64Array, step: number, call: Call) => void,
): Pick<LineFunction, "apply"> {
  return {
    apply: (lines, call) => {
      for (const { values, steps } of lines) change(values, steps.step, call);
      return lines;
    },
  };
}
