import { BY_DEFAULT, interpolate, NONE } from "../interpolation";
import type { LineFunction } from "./line-function";

/**
 * A gauge is carried on as far as interpolation goes, all other steps are 0; a group without any point is none.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/interpolation/#default-zero
 */
export const INTERPOLATION: Readonly<Record<string, LineFunction>> = {
  default_zero: {
    before: () => BY_DEFAULT.seconds,
    apply: (lines) =>
      lines.map((line) => {
        const { values, steps, gaps } = line;
        if (values.every(Number.isNaN)) return line;
        if (gaps !== "zero") interpolate(values, steps.step, gaps);
        for (let at = 0; at < values.length; at++) if (Number.isNaN(values[at])) values[at] = 0;
        return { ...line, gaps: NONE };
      }),
  },
};
