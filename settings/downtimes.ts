import { Temporal } from "@js-temporal/polyfill";
import { z } from "zod";
import { parseRecurring, WindowSyntaxError } from "../datadog/schedule/parse";
import { besideMistakes } from "./beside-mistakes";
import { oneLine, tag } from "./parts";

export const timezone = z
  .string()
  .refine(isTimezone, { error: "is not an IANA time zone", params: { known: "timezone" } });

const window = z.string().superRefine((words, context) => {
  try {
    parseRecurring(words);
  } catch (error) {
    if (!(error instanceof WindowSyntaxError)) throw error;
    context.addIssue({ code: "custom", message: error.message });
  }
});

export const windows = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/, "is not a name; expected lower case letters, digits and hyphens"),
  window,
);

const NO_MOMENT = "is not a local time; expected such as 2027-01-05 22:00";

/** Local, in the time zone that stands beside it. */
export const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/, { error: NO_MOMENT, abort: true })
  .refine((text) => {
    try {
      return (
        Temporal.PlainDateTime.from(text.replace(" ", "T"), { overflow: "reject" }) instanceof Temporal.PlainDateTime
      );
    } catch {
      return false;
    }
  }, NO_MOMENT);

const downtime = z
  .strictObject({
    packs: z
      .array(oneLine.min(1))
      .min(1)
      .optional()
      .describe(
        "Monitors of these: `hosts`, `databases`, `services`, `my-metric`, or a pack of your own; `monitors` and `slos` are those that the settings declare. Default: of all.",
      ),
    monitors: z.array(z.string().min(1)).min(1).optional().describe("These alone, by the names that a preview has."),
    tags: z.array(tag).min(1).optional().describe("Only those that have all of these tags."),
    exceptPriorities: z
      .array(z.literal([1, 2, 3, 4, 5]))
      .min(1)
      .optional()
      .describe("Monitors of these priorities stay loud: `[1]`."),
    scope: oneLine.min(1).optional().describe("Which of their groups: `role:db`. Default: all of the environment."),
    timezone: timezone.default("UTC").describe("IANA name."),
    windows: windows
      .optional()
      .describe(
        "Hours of each week or month, by name: `nights: 19:00-09:00 Mon-Fri`, `patches: 02:00-06:00 second Sunday`.",
      ),
    closeGaps: z.boolean().default(false).describe("Also mute the mornings that the windows leave open."),
    from: moment.optional().describe("In place of `windows`, once: `2027-01-05 22:00`. Default: at once."),
    until: moment.optional().describe("When it ends. Default: when somebody cancels it, which each preview says."),
    message: oneLine.min(1).optional().describe("Why, for those who look at the muted monitors."),
  })
  .check(
    besideMistakes(({ windows, closeGaps, from, until }, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: undefined });
      };
      if (windows === undefined) {
        if (closeGaps) add("closeGaps", "is of windows, and there are none; expected them, or closeGaps off");
        if (from !== undefined && until !== undefined && from.replace(" ", "T") >= until.replace(" ", "T")) {
          add("until", `is not after ${from}; expected a later time`);
        }
        return;
      }
      if (Object.keys(windows).length === 0) add("windows", "is empty; expected at least one");
      for (const [key, value] of Object.entries({ from, until })) {
        if (value !== undefined) add(key, "is of what comes once, and there are windows; expected one of the two");
      }
    }),
  );

/** When monitors are muted, and which: each by a name of its own. */
export const downtimes = z
  .record(
    z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, "is not a name; expected lower case letters, digits and hyphens")
      .refine((name) => name !== "my-metric", "is what quietHours are called; expected another name"),
    downtime,
  )
  .default({})
  .describe("Hours in which monitors of any kind are muted, by name: each week, each month, or once.");

export type DowntimeSettings = z.output<typeof downtime>;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name.includes("/") || name === "UTC";
  } catch {
    return false;
  }
}
