import { Temporal } from "@js-temporal/polyfill";
import { z } from "zod";
import { oneLine } from "./parts";

/** What the engine makes of a day that stands without quotes, as it also writes one back: `config set` takes them off. */
const OF_THE_ENGINE = / 00:00:00 \+0000 UTC$/;

const day = z
  .string()
  .overwrite((text) => text.replace(OF_THE_ENGINE, ""))
  .regex(/^\d{4}-\d\d-\d\d$/, { error: "is not a day; expected such as 2027-03-31", abort: true })
  .refine((text) => {
    try {
      Temporal.PlainDate.from(text, { overflow: "reject" });
      return true;
    } catch {
      return false;
    }
  }, "is not a day; expected such as 2027-03-31");

/** Answers to what rules say of objects. */
export const lint = z
  .array(
    z.strictObject({
      rule: oneLine.min(1).describe("The rule's id, as it stands behind what is said: `downtime/gap`."),
      on: oneLine.min(1).describe("The object's name, as a preview shows it: `my-metric`."),
      reason: oneLine.min(1).describe("Why it is meant."),
      until: day.optional().describe("The last day on which that holds, in UTC. Default: for ever."),
    }),
  )
  .default([])
  .describe(
    "What rules say and is meant: it is not said any more. An answer that silences nothing, or is over, is a mistake.",
  );
