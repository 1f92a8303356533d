import { z } from "zod";

const expression = z
  .string()
  .min(1)
  .refine((text) => {
    try {
      new RegExp(text, "u");
      return true;
    } catch {
      return false;
    }
  }, "is not a regular expression; expected such as ^\\[[A-Z]+\\] ");

/** What an organisation demands of its monitors. */
export const demands = z
  .strictObject({
    runbook: z.boolean().default(false).describe("Each links a runbook."),
    tags: z
      .array(z.string().regex(/^[a-z][a-z0-9_./-]*$/, "is not a tag's key; expected such as team"))
      .default([])
      .describe("Each has a tag of each of these keys: `team`."),
    priority: z.boolean().default(false).describe("Each has a priority."),
    title: expression.optional().describe("Each title fits this regular expression."),
  })
  .prefault({})
  .describe(
    "What every monitor of the environment has to have; what lacks it stops the preview, unless `lint` answers it.",
  );
