import { z } from "zod";
import { besideMistakes } from "./beside-mistakes";
import { tag, url } from "./parts";
import { recipients } from "./recipients";

/** As a tag has it, and Datadog's own teams are called. */
export const teamName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*$/, "is not a team's name; expected lower case letters, digits, hyphens, underscores");

const team = z
  .strictObject({
    notify: recipients.optional().describe("Who is notified. Default: `notify` of the environment."),
    tags: z.array(tag).default([]).describe("On its monitors, beside `team:<name>`."),
    runbookUrl: url.optional().describe("The page that all alerts of its monitors link to."),
    runbookBase: url
      .optional()
      .describe(
        "In its place, of pages for each monitor: below it, the monitor's name in the stack. Each message then ends with its runbook's address.",
      ),
  })
  .check(
    besideMistakes(({ runbookUrl, runbookBase, tags }, context) => {
      const add = (path: (string | number)[], message: string) => {
        context.addIssue({ code: "custom", path, message, input: undefined });
      };
      if (runbookUrl !== undefined && runbookBase !== undefined) {
        add(["runbookBase"], "is of a page for each monitor, and runbookUrl of one for all; expected one of the two");
      }
      if (runbookBase !== undefined && /[?#]/.test(runbookBase)) {
        add(["runbookBase"], "has a query or a fragment, below which there is no page; expected it without");
      }
      for (const [i, one] of tags.entries()) {
        if (one.startsWith("team:")) add(["tags", i], "is said by the team's name; expected tags other than team");
      }
    }),
  );

/** Those who own monitors, by name. */
export const teams = z
  .record(teamName, team)
  .default({})
  .describe(
    "Owners of monitors, by name: blocks and single monitors name one as `team`, and have what it says where they say nothing nearer. One that nothing names is a mistake.",
  );

export type TeamSettings = z.output<typeof team>;
