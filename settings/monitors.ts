import { z } from "zod";
import { MONITOR_TYPES } from "../datadog/lint/monitor-type";
import { besideMistakes } from "./beside-mistakes";
import { notification } from "./notification";
import { oneLine, tag, url } from "./parts";

export const words = z
  .strictObject({
    alert: z.string().min(1).optional().describe("Of an alert."),
    warning: z.string().min(1).optional().describe("Of a warning."),
    noData: z.string().min(1).optional().describe("Of silence."),
    unknown: z.string().min(1).optional().describe("Of a check whose state is unknown."),
    recovery: z.string().min(1).optional().describe("When it is over."),
  })
  .optional()
  .describe("What it says by state, in place of what it says there; variables and conditions are Datadog's.");

const thresholds = z.strictObject({
  critical: z.number().optional().describe("Of a service check: so many runs in a row. Default: the query's number."),
  criticalRecovery: z.number().optional().describe("Where the alert ends. Default: at the critical one."),
  warning: z.number().optional().describe("On the milder side of the critical one. Default: no warning."),
  warningRecovery: z.number().optional().describe("Where the warning ends. Default: at the warning one."),
  ok: z.number().optional().describe("Of a service check: so many runs in a row are its end."),
  unknown: z.number().optional().describe("Of a service check: so many runs in a row."),
});

/** What only a monitor says that the settings declare themselves, beside its query. */
const ofDeclared = {
  message: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Of a monitor of your own, in place of `words` and `notify`: the whole message as Datadog's editor shows it, with its handles.",
    ),
  type: z.enum(MONITOR_TYPES).optional().describe("Of a monitor of your own: Datadog's type. Default: `query alert`."),
  thresholds: thresholds.optional().describe("Of a monitor of your own, beside the number in its query."),
  noDataAfterMinutes: z
    .int()
    .min(1)
    .optional()
    .describe("Of a monitor of your own: after how long silence is notified. Default: never."),
  evaluationDelaySeconds: z
    .int()
    .min(0)
    .optional()
    .describe("Of a monitor of your own: how long the newest points are left out. Default: 0."),
  newGroupDelaySeconds: z
    .int()
    .min(0)
    .optional()
    .describe("Of a monitor of your own: how long a new group is left alone. Default: Datadog's, a minute."),
  notifyBy: z
    .array(oneLine.min(1))
    .min(1)
    .optional()
    .describe("Of a monitor of your own: those of its groups that notify. Default: each group."),
  onMissingData: z
    .enum(["default", "show_no_data", "show_and_notify_no_data", "resolve"])
    .optional()
    .describe("Of a monitor of your own, in place of `noDataAfterMinutes`: what a window without a point means."),
  requireFullWindow: z
    .boolean()
    .optional()
    .describe("Of a monitor of your own: whether a window is judged only when it has points all along. Default: true."),
  timeoutHours: z
    .int()
    .min(1)
    .max(24)
    .optional()
    .describe("Of a monitor of your own: after so many hours without data an alert ends by itself. Default: never."),
  groupRetentionDuration: oneLine
    .min(1)
    .optional()
    .describe("Of a monitor of your own: how long a group without data is kept, `60m` to `72h`. Default: 24h."),
  includeTags: z
    .boolean()
    .optional()
    .describe("Of a monitor of your own: whether the tags that triggered stand in the title. Default: true."),
};

const monitor = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Declares a monitor of your own, of this condition as Datadog writes it: `avg(last_5m):max:redis.mem.used{env:dev} by {host} > 1e9`. It needs a title and words.",
      ),
    title: z.string().min(1).optional().describe("What the on-call person reads first."),
    words,
    notify: notification.notify.describe("Who is notified of it. Default: whoever is of its pack."),
    team: notification.team.describe("Of `teams`, who owns it. Default: whoever owns its pack."),
    priority: notification.priority,
    renotify: notification.renotify,
    runbookUrl: url.optional().describe("The page that its alerts link to."),
    tags: z.array(tag).optional().describe("Beside those of all monitors."),
    ...ofDeclared,
  })
  .check(
    besideMistakes((said, context) => {
      const add = (path: string[], message: string) => {
        context.addIssue({ code: "custom", path, message, input: undefined });
      };
      if (said.query === undefined) {
        for (const key of Object.keys(ofDeclared) as (keyof typeof ofDeclared)[]) {
          if (said[key] !== undefined) {
            add([key], "is of a monitor of your own, which has a query; expected it, or this gone");
          }
        }
        return;
      }
      if (said.title === undefined) add(["title"], "is missing; expected what the on-call person reads first");
      if (said.message !== undefined) {
        for (const key of ["words", "notify"] as const) {
          if (said[key] !== undefined) add([key], "is in the message already, which is whole; expected one of the two");
        }
        return;
      }
      if (said.words === undefined) add(["words"], "is missing; expected what it says, of an alert at least");
      else if (said.words.alert === undefined) add(["words", "alert"], "is missing; expected what an alert says");
    }),
  );

/** Single monitors, by the names that a preview has for them, and those of the settings' own. */
export const monitors = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "is not a name; expected letters, digits and hyphens"),
    z.union([z.literal(false), monitor], {
      error: "is neither; expected false, or a map of what is other than in its pack",
    }),
  )
  .default({})
  .describe(
    "Single monitors by the names that a preview has for them: `postgres-wraparound: false` is none, a map says what is other than in its pack; one with a `query` is a monitor of your own.",
  );

export type MonitorSettings = Exclude<z.output<typeof monitors>[string], false>;
