import { z } from "zod";
import { besideMistakes } from "./beside-mistakes";

/** A warning that comes after the alert is never seen. */
export function warningBelowAlert<T extends { warning: number; critical: number }>(
  { warning, critical }: T,
  context: z.core.$RefinementCtx<T>,
): void {
  if (!(warning >= critical)) return;
  const message = `is not below the alert at ${critical}; expected a smaller number`;
  context.addIssue({ code: "custom", path: ["warning"], message, input: warning });
}

/** A part of a whole. */
export const share = z.number().gt(0).lt(1, "is not a share; expected one between 0 and 1");

/** Two numbers above which a monitor warns and alerts. */
export const thresholds = (warning: number, critical: number, number: z.ZodNumber) =>
  z
    .strictObject({
      warning: number.default(warning).describe("Warns above it."),
      critical: number.default(critical).describe("Alerts above it."),
    })
    .check(besideMistakes(warningBelowAlert))
    .prefault({});
