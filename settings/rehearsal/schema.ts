import { z } from "zod";
import { timezone } from "../downtimes";
import { besideMistakes } from "../beside-mistakes";
import { oneLine, tag } from "../parts";
import { secondsOf } from "./durations";
import { momentOf, startOf } from "./moments";
import { NotationError } from "./notation-error";
import { runsOf, valuesOf } from "./values";

/** A text in a notation of its own. */
function written(check: (text: string) => unknown) {
  return z.string().check((context) => {
    const problem = problemOf(() => check(context.value));
    if (problem !== undefined) {
      context.issues.push({ code: "custom", message: problem, input: context.value });
    }
  });
}

/** What is wrong with a text, as its notation says. */
function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof NotationError) return error.message;
    throw error;
  }
}

const duration = written(secondsOf);
/** How a moment is written does not depend on where the rehearsal begins. */
const moment = written((text) => momentOf(text, { start: 0, timezone: "UTC" }));
const host = oneLine.min(1, "is empty; expected a host's name, such as db1");
const someTime = duration.check(
  z.refine((text) => problemOf(() => secondsOf(text)) !== undefined || secondsOf(text) > 0, {
    error: "is no time at all; expected such as 15s, 2h",
  }),
);

const ofHosts = {
  hosts: z
    .array(host)
    .min(1, "is empty; expected one host at least")
    .optional()
    .describe("The same from each of them, with the tags that the stack gives the host."),
  tags: z.array(tag).default([]).describe("Beside `env:` of the stack, which all have that say no other."),
  from: moment
    .optional()
    .describe("When it begins: `-7d` is before the rehearsal. Default: where the rehearsal begins."),
  step: someTime.optional().describe("Between two points. Default: that of the rehearsal."),
};

const series = z
  .strictObject({
    metric: oneLine.min(1).describe("Its name: `my_metric`."),
    ...ofHosts,
    type: z
      .enum(["gauge", "count", "rate", "distribution"])
      .optional()
      .describe("Default: what the integration that sends it declares, else `gauge`."),
    values: z
      .union([z.number(), written(valuesOf)], "is not accepted; expected a text such as 100 x20, 0 -> 900 in 30m")
      .optional()
      .describe("Part after part: `100 x20, 0 -> 900 in 30m, 900 ~50 for 10m, _ for 15m, daily 200..600`."),
    csv: oneLine
      .min(1)
      .optional()
      .describe("In place of `values`: a file with a line for each point, `time,value`, from this one's folder on."),
    seed: z.int().default(1).describe("Of the noise: another one is other noise."),
  })
  .check(
    besideMistakes(({ values, csv }, context) => {
      if ((values === undefined) !== (csv === undefined)) return;
      const has = values === undefined ? "has neither values nor csv" : "has both values and csv";
      context.addIssue({ code: "custom", path: [], message: `${has}; expected one of them`, input: undefined });
    }),
  );

const checkRuns = z.strictObject({
  check: oneLine.min(1).describe("Its name: `postgres.can_connect`."),
  ...ofHosts,
  runs: written(runsOf).describe(
    "What they say, one after the other: `OK x10 CRITICAL x3 OK`; `_` where there is none.",
  ),
  message: z.string().optional().describe("For `{{check_message}}`."),
});

const silence = z.strictObject({
  host: host.describe("Which sends nothing, neither metrics nor checks."),
  from: moment.describe("The first moment: `+30m`."),
  to: moment.optional().describe("From then on it sends again. Default: never."),
});

/** What may be expected to be said. `recovery` is each of the three. */
const TRANSITIONS = [
  "alert",
  "warning",
  "no data",
  "unknown",
  "recovery",
  "warning recovery",
  "no data recovery",
] as const;

/** Whatever is said has an empty text in it. */
const text = z.string().min(1, "is empty; expected a text, or to leave it out");
const texts = z
  .union([text, z.array(text)], "is not accepted; expected a text or a list of texts")
  .transform((one) => (typeof one === "string" ? [one] : one));

const ofMonitor = {
  at: moment.describe("`+12m` of the start on, `Mon 10:05`, or `2027-01-11 10:05`."),
  monitor: oneLine.optional().describe("Which of the rehearsal's. Default: its only one."),
  group: oneLine.optional().describe("Of it: `host:db1`, several tags joined by commas. Default: any."),
};

const notification = z.strictObject({
  ...ofMonitor,
  state: z.enum(TRANSITIONS).describe("What is said: `alert`, `warning`, `no data`, `recovery`, …"),
  within: duration.default("0m").describe("So far it may be from `at`, either way."),
  text: texts.optional().describe("What title and message have in them: a text, or several."),
  to: texts.optional().describe("All who are told: handles, in any order."),
  muted: z
    .union([z.boolean(), oneLine], "is not accepted; expected true, or a downtime's name")
    .default(false)
    .describe("Nobody is told, for a downtime: `true`, or the downtime's name."),
  again: z.boolean().default(false).describe("Said once more, since it has lasted (`renotify`)."),
});

const state = z.strictObject({
  ...ofMonitor,
  state: z.enum(["OK", "Warn", "Alert", "No Data", "Unknown"]).describe("In which the group is then."),
});

const rehearsal = z
  .strictObject({
    name: oneLine.min(1).describe("What is shown, in a sentence."),
    stacks: z
      .array(oneLine.min(1))
      .min(1, "is empty; expected one stack at least, or no stacks at all")
      .optional()
      .describe("Only of these. Default: of each."),
    monitors: z
      .array(oneLine.min(1))
      .min(1, "is empty; expected one monitor at least")
      .describe("By their names in the stack or their titles."),
    timezone: timezone.default("UTC").describe("IANA name, in which clocks are read."),
    start: oneLine
      .default("Mon 10:00")
      .describe("`Mon 10:00`, of a week without a change of clocks; `2027-01-11 10:00`; or with an offset."),
    duration: someTime.optional().describe("How long it is played. Default: to the end of what is longest in it."),
    step: someTime.default("1m").describe("Between two points of a series, and two runs of a check."),
    series: z.array(series).default([]).describe("What metrics receive."),
    checks: z.array(checkRuns).default([]).describe("What service checks say."),
    silent: z.array(silence).default([]).describe("When a host stops sending."),
    expect: z.array(notification).describe("All that anybody is told, and no more; `[]` is silence."),
    states: z.array(state).default([]).describe("What state a group is in at a moment."),
  })
  .check(
    besideMistakes(({ monitors, timezone: zone, start, series, checks, silent, expect, states }, context) => {
      const add = (path: (string | number)[], message: string) => {
        context.addIssue({ code: "custom", path, message, input: undefined });
      };
      for (const [key, list] of [
        ["expect", expect],
        ["states", states],
      ] as const) {
        for (const [i, { monitor }] of list.entries()) {
          if (monitor === undefined && monitors.length > 1) {
            add([key, i], `is of no monitor; expected monitor: one of ${monitors.join(", ")}`);
          }
          if (monitor !== undefined && !monitors.includes(monitor)) {
            add([key, i, "monitor"], `is none of this rehearsal's; expected one of ${monitors.join(", ")}`);
          }
        }
      }
      const sending = [...new Set([...series, ...checks].flatMap(hostsOf))];
      for (const [i, { host: name }] of silent.entries()) {
        if (sending.includes(name)) continue;
        const expected = sending.length === 0 ? "a host of its series or checks" : `one of ${sending.join(", ")}`;
        add(["silent", i, "host"], `is no host that sends here; expected ${expected}`);
      }
      // Last, since in a time zone that is none nothing can be read.
      const problem = problemOf(() => startOf(start, zone));
      if (problem !== undefined) add(["start"], problem);
    }),
  );

/** Whether named by itself or in a tag. */
function hostsOf({ hosts = [], tags }: SaidSeries | SaidRuns): string[] {
  return [...hosts, ...tags.flatMap((one) => (one.startsWith(HOST) ? [one.slice(HOST.length)] : []))];
}

const HOST = "host:";

/** A file of rehearsals. */
export const rehearsalsSchema = z
  .strictObject({
    rehearsals: z.array(rehearsal).min(1, "is empty; expected one rehearsal at least"),
  })
  .check(
    besideMistakes(({ rehearsals }, context) => {
      for (const [i, { name }] of rehearsals.entries()) {
        const first = rehearsals.findIndex((other) => other.name === name);
        if (first < i) {
          const message = `is rehearsals[${first}]'s already; expected one of its own`;
          context.addIssue({ code: "custom", path: ["rehearsals", i, "name"], message, input: undefined });
        }
      }
    }),
  );

export type Rehearsal = z.output<typeof rehearsal>;
export type SaidSeries = Rehearsal["series"][number];
export type SaidRuns = Rehearsal["checks"][number];
export type ExpectedNotification = Rehearsal["expect"][number];
export type ExpectedState = Rehearsal["states"][number];

/** The JSON schema of a file of rehearsals, by which an editor completes and checks it. */
export function rehearsalsJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(rehearsalsSchema, { io: "input" });
  return { $schema, title: "Rehearsals of monitors", ...schema };
}
