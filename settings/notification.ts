import { z } from "zod";
import { recipients } from "./recipients";
import { teamName } from "./teams";

/** A monitor notifies again for 30 hours at most: https://docs.datadoghq.com/monitors/notify/#renotify */
const LONGEST_RENOTIFY_MINUTES = 30 * 60;

/** Whom the monitors of a block notify, and how loud they are; nothing is said where it is left out. */
export const notification = {
  enabled: z.boolean().default(true).describe("`false`: none of these monitors."),
  notify: recipients.optional().describe("Who is notified of these monitors. Default: `notify` of the environment."),
  team: teamName
    .optional()
    .describe("Of `teams`, who owns these monitors: what it says holds where nothing nearer is said."),
  priority: z
    .literal([1, 2, 3, 4, 5])
    .optional()
    .describe("How much it matters, in Datadog's lists and in messages; 1 is the highest."),
  renotify: z
    .strictObject({
      everyMinutes: z.int().min(1).max(LONGEST_RENOTIFY_MINUTES).describe("How long after the last time."),
      times: z.int().min(1).optional().describe("How often at most. Default: until it recovers."),
      states: z
        .array(z.enum(["alert", "warn", "no data"]))
        .min(1)
        .optional()
        .describe("In which states: `alert`, `warn`, `no data`. Default: alert and no data."),
      words: z.string().min(1).optional().describe("What is said, handles included. Default: the message once more."),
    })
    .optional()
    .describe("Tells again while nobody has mended it. Default: once."),
};
