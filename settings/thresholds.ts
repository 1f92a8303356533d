import { z } from "zod";
import { besideMistakes } from "./beside-mistakes";

/** A warning that comes after the alert is never seen. */
export function warningBelowAlert<T extends { warning: number; alert: number }>(
  { warning, alert }: T,
  context: z.core.$RefinementCtx<T>,
): void {
  if (!(warning >= alert)) return;
  const message = `is not below the alert at ${alert}; expected a smaller number`;
  context.addIssue({ code: "custom", path: ["warning"], message, input: warning });
}

/** A part of a whole. */
export const share = z.number().gt(0).lt(1, "is not a share; expected one between 0 and 1");

/** Two numbers above which a monitor warns and alerts. */
export const thresholds = (warning: number, alert: number, number: z.ZodNumber) =>
  z
    .strictObject({
      warning: number.default(warning).describe("Warns above it."),
      alert: number.default(alert).describe("Alerts above it."),
    })
    .check(besideMistakes(warningBelowAlert))
    .prefault({});
