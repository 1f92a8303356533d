import { z } from "zod";
import { TIMEFRAMES } from "../datadog/slo/burn-rate";
import { besideMistakes } from "./beside-mistakes";
import { moment, timezone } from "./downtimes";
import { words } from "./monitors";
import { notification } from "./notification";
import { oneLine, tag, url } from "./parts";
import { teamName } from "./teams";

const NO_PERCENT = "is not a share in percent; expected such as 99.9";
const percent = z.number({ error: NO_PERCENT });
const query = z.string().min(1);

const slice = z.strictObject({
  query: query.describe("As Datadog writes it: `p95:trace.flask.request{env:dev}`."),
  comparator: z.enum(["<", "<=", ">", ">="]).describe("How it is when all is well: `<`."),
  threshold: z.number().describe("In the query's unit."),
  seconds: z.literal([60, 300]).optional().describe("How long a slice is: 60 or 300. Default: 300."),
});

const monitorOf = z
  .union([z.string().min(1), z.int().positive()], { error: "is no monitor; expected a name of the stack, or an id" })
  .transform(String);

const indicator = z
  .strictObject({
    good: query.optional().describe("Events that are good: `sum:shop.orders{!status:failed}.as_count()`."),
    total: query.optional().describe("Of `good`: all events."),
    monitors: z
      .array(monitorOf)
      .min(1, "is empty; expected at least one monitor")
      .optional()
      .describe(
        "In place of events the time in which none of these alerts: names that a preview has, or Datadog's ids. Burn rates can be alerted on where all are of metrics; else `alerts: false`.",
      ),
    groups: z.array(oneLine.min(1)).min(1).optional().describe("Of a single monitor: `host:db1`. Default: all."),
    slice: slice.optional().describe("In place of events the time in which a query is as it should be."),
  })
  .check(
    besideMistakes(({ good, total, monitors, groups, slice: ofTime }, context) => {
      const add = (path: string[], message: string) => {
        context.addIssue({ code: "custom", path, message, input: undefined });
      };
      const kinds = [good ?? total, monitors, ofTime].filter((kind) => kind !== undefined).length;
      if (kinds !== 1) {
        add([], `is ${kinds === 0 ? "none" : "several"}; expected one of good and total, monitors, slice`);
      } else if (monitors === undefined && ofTime === undefined) {
        if (good === undefined) add(["good"], "is missing; expected the events that are good");
        if (total === undefined) add(["total"], "is missing; expected all events");
      }
      if (groups !== undefined && monitors === undefined)
        add(["groups"], "is of monitors; expected them, or this gone");
    }),
  );

const burnRate = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "is not a name; expected lower case letters, digits and hyphens")
    .describe("Its monitor's name ends with it: `ticket`."),
  budgetPercent: percent.describe("The share of the whole error budget that the long window spends at this rate."),
  longHours: z.number().describe("The long window, 1 to 48."),
  shortMinutes: z.number().describe("The short window; a twelfth of the long one is well."),
  priority: notification.priority.describe("Of its monitor. Default: the SLO's."),
});

const alerts = z.strictObject({
  burnRates: z
    .array(burnRate)
    .optional()
    .describe("How fast the error budget may burn. Default: what the SRE workbook pages for."),
  spent: z
    .strictObject({
      critical: percent.describe("In percent."),
      warning: percent.optional().describe("In percent. Default: no warning."),
    })
    .optional()
    .describe("Alerts when so much of the error budget is spent. Default: no alert."),
  words: words.describe("What its monitors say by state, in place of their own words."),
});

const correction = z
  .strictObject({
    category: z
      .enum(["Scheduled Maintenance", "Outside Business Hours", "Deployment", "Other"])
      .describe("Datadog's word for it."),
    description: oneLine.min(1).optional().describe("Why."),
    from: moment.describe("`2027-01-05 22:00`; of a recurring one the first time."),
    timezone: timezone.default("UTC").describe("IANA name."),
    until: moment.optional().describe("When it ends; of a recurring one, after which it recurs no more."),
    every: z
      .string()
      .min(1)
      .optional()
      .describe("A recurring one's rule: `FREQ=WEEKLY;INTERVAL=2`, with COUNT, UNTIL and BYDAY."),
    minutes: z.int().min(1).optional().describe("How long each time of a recurring one lasts."),
  })
  .check(
    besideMistakes(({ until, every, minutes }, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: undefined });
      };
      if (every !== undefined && minutes === undefined) add("minutes", "is missing; expected how long each time lasts");
      if (every === undefined && minutes !== undefined) {
        add("minutes", "is of what recurs; expected every beside it, or until in its place");
      }
      if (every === undefined && minutes === undefined && until === undefined) {
        add("until", "is missing; expected when it ends, or every and minutes");
      }
    }),
  );

/** What only an SLO says that the settings declare themselves. */
const ofDeclared = {
  indicator: indicator.optional().describe("Declares an SLO of your own: what it measures."),
  description: z.string().min(1).optional().describe("Of an SLO of your own: what it is about."),
  timeframe: z.enum(TIMEFRAMES).optional().describe("Of an SLO of your own: over which it is to be met. Default: 30d."),
  also: z
    .array(
      z.strictObject({
        timeframe: z.enum(TIMEFRAMES).describe("Another one."),
        target: percent.describe("In percent."),
        warning: percent.optional().describe("In percent. Default: none."),
      }),
    )
    .optional()
    .describe("Of an SLO of your own: targets over other timeframes."),
};

const slo = z
  .strictObject({
    ...ofDeclared,
    title: oneLine.min(1).optional().describe("What people read first."),
    target: percent.optional().describe("In percent: 99.9."),
    warning: percent.optional().describe("In percent, above the target. Default: none."),
    alerts: z
      .union([z.literal(false), alerts], { error: "is neither; expected false, or a map with burnRates, spent, words" })
      .optional()
      .describe("Its monitors; `false`: none."),
    corrections: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]*$/, "is not a name; expected lower case letters, digits and hyphens"),
        correction,
      )
      .optional()
      .describe("Times that do not count, by name: once, or again and again."),
    team: teamName
      .optional()
      .describe("Of `teams`, who owns it and its monitors: what it says holds where nothing nearer is said."),
    notify: notification.notify.describe("Who is notified by its monitors. Default: whoever is of its pack."),
    priority: notification.priority.describe("Of its monitors."),
    renotify: notification.renotify,
    runbookUrl: url.optional().describe("The page that it links to, and its monitors."),
    tags: z.array(tag).optional().describe("Beside those of all monitors; of its monitors, too."),
  })
  .check(
    besideMistakes((said, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: undefined });
      };
      if (said.indicator === undefined) {
        for (const key of Object.keys(ofDeclared) as (keyof typeof ofDeclared)[]) {
          if (said[key] !== undefined) add(key, "is of an SLO of your own; expected its indicator, or this gone");
        }
        return;
      }
      if (said.title === undefined) add("title", "is missing; expected what people read first");
      if (said.target === undefined) add("target", "is missing; expected a share in percent, such as 99.9");
    }),
  );

/** Single SLOs, by the names that a preview has for them, and those of the settings' own. */
export const slos = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "is not a name; expected letters, digits and hyphens"),
    z.union([z.literal(false), slo], {
      error: "is neither; expected false, or a map of what is other than in its pack",
    }),
  )
  .default({})
  .describe(
    "Service level objectives: one with an `indicator` is of your own, with monitors of how fast its error budget burns; of a pack's, by the name that a preview has, `false` is none and a map says what is other.",
  );

export type SLOSettings = Exclude<z.output<typeof slos>[string], false>;
