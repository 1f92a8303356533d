import { ARITHMETIC } from "./arithmetic";
import { COUNT } from "./count";
import { EXCLUSION, REMAPPING } from "./exclusion";
import { INTERPOLATION } from "./interpolation";
import type { LineFunction } from "./line-function";
import { RANK } from "./rank";
import { RATE } from "./rate";
import { REGRESSION } from "./regression";
import { ROLLUP } from "./rollup";
import { SMOOTHING } from "./smoothing";

/** The functions that make lines of lines, by name. */
export const LINE_FUNCTIONS: ReadonlyMap<string, LineFunction> = new Map(
  [ARITHMETIC, COUNT, EXCLUSION, REMAPPING, INTERPOLATION, RANK, RATE, REGRESSION, ROLLUP, SMOOTHING].flatMap(
    (family) => Object.entries(family),
  ),
);
