import type { Draft } from "../draft";
import { NONE } from "../interpolation";
import type { LineFunction } from "./line-function";

/**
 * How many groups have a value, or one that is not 0; nothing where none has any.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/count/
 */
export const COUNT: Readonly<Record<string, LineFunction>> = {
  count_not_null: counting(() => true),
  count_nonzero: counting((value) => value !== 0),
  count_nonzero_finite: counting((value) => value !== 0),
};

function counting(isCounted: (value: number) => boolean): LineFunction {
  return {
    apply: (lines): Draft[] => {
      const [first] = lines;
      if (first === undefined) return [];
      const values = new Float64Array(first.values.length).fill(NaN);
      for (const line of lines) {
        for (let at = 0; at < values.length; at++) {
          const value = line.values[at] ?? NaN;
          if (Number.isNaN(value)) continue;
          const others = values[at] ?? NaN;
          values[at] = (Number.isNaN(others) ? 0 : others) + Number(isCounted(value));
        }
      }
      return [{ group: [], steps: first.steps, values, gaps: NONE }];
    },
  };
}
