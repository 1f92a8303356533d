import { z } from "zod";
import { MOST_RECIPIENTS, recipientsOfRule } from "../datadog/message/rule-recipients";
import { besideMistakes } from "./beside-mistakes";
import { tag } from "./parts";
import { recipients } from "./recipients";

const rule = z
  .strictObject({
    tags: z
      .array(tag)
      .min(1, "is empty; expected one tag at least")
      .describe("All of these, beside `env`: tags of a monitor, or of its groups."),
    notify: recipients.describe("Who is notified, beside those whom the monitors name."),
  })
  .check(
    besideMistakes(({ notify }, context) => {
      const count = recipientsOfRule(notify).length;
      if (count <= MOST_RECIPIENTS) return;
      const message = `names ${count} recipients, and Datadog takes ${MOST_RECIPIENTS} of a rule; expected another rule for the others`;
      context.addIssue({ code: "custom", path: ["notify"], message, input: undefined });
    }),
  );

/** Datadog's notification rules, by name. */
export const notificationRules = z
  .record(z.string().regex(/^[a-z][a-z0-9-]*$/, "is not a name; expected lower case letters, digits and hyphens"), rule)
  .default({})
  .describe(
    "Who is notified of all that has some tags, beside whom each monitor notifies: Datadog's notification rules.",
  );

export type NotificationRuleSettings = z.output<typeof rule>;
