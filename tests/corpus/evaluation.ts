import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { CheckRuns, CheckStatus, History, Series } from "../../datadog/evaluate/history";
import type { RehearsedDowntime, RehearsedMonitor, RehearsedSlo } from "../../datadog/evaluate/timeline";

const FOLDER = path.join(__dirname, "evaluation");

/** A Monday, so that weekly windows are easily counted from it. */
const MONDAY = "2027-01-04T00:00:00Z";

const VALUES = /^(-|[?OWCU]|-?\d+(\.\d+)?)(\.\.-?\d+)?(x\d+)?$/;
const values = z.union([z.string(), z.number()]).transform(String);
const key = /^((count|rate|distribution) )?[\w.]+\{[^{}]*\}$/;
/** `14 host:a Alert at 820`, `90-91 OK`: by the minutes after the start, between which no page decides. */
const change = z.string().regex(/^\d+(-\d+)?( \S*[:*]\S*)? (OK|Warn|Alert|No Data|Unknown)( at -?[\d.]+)?$/);
/** `anew`: whether it is a reminder no page says; `any:group`, and `muted by any`, are one or another. */
const notification = z
  .string()
  .regex(
    /^\d+( \S*[:*]\S*)? (alert|warning|no data|unknown|recovery|warning recovery|no data recovery)( again| anew)?( muted by [\w-]+(, [\w-]+)*)?$/,
  );
const atMinutes = <Value extends z.ZodType>(value: Value) => z.record(z.string().regex(/^\d+$/), value);

const downtime = z.strictObject({
  /** Of which monitors, by name. @default the only one */
  monitors: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  scope: z.string(),
  /** Once, from this minute to that. */
  from: z.int().optional(),
  to: z.int().optional(),
  /** Again and again. */
  timezone: z.string().optional(),
  start: z.string().optional(),
  duration: z.string().optional(),
  rrule: z.string().optional(),
  endStates: z.array(z.string()).optional(),
  endTypes: z.array(z.string()).optional(),
  muteFirstRecovery: z.boolean().optional(),
});

const slo = z.strictObject({
  /** In percent. */
  target: z.number(),
  timeframe: z.string(),
  good: z.string(),
  total: z.string(),
});

const origin = {
  /** What would go wrong, as a sentence. */
  name: z.string().min(10),
  source: z.url({ hostname: /^docs\.datadoghq\.com$/ }),
  /** The rule, in the page's words. */
  says: z.string().refine((text) => text.split(/\s+/).length <= 25, "a quote is short"),
  /** @default a Monday at midnight in UTC */
  start: z.union([z.string(), z.date()]).optional(),
  /** Seconds between two values of a series, each sent in the middle of its time. @default 60 */
  every: z.int().positive().optional(),
};

const ofQuery = z.strictObject({
  ...origin,
  query: z.string(),
  series: z.record(z.string().regex(key), values),
  /** Seconds. @default 60 */
  step: z.int().positive().optional(),
  /** Minutes after the start at which the graph begins. @default 0 */
  from: z.int().optional(),
  /** By group; `?` is a value that no page fixes, `-` none. */
  lines: z.record(z.string(), values),
  /** Seconds between the line's values, where that is not `step`. */
  steps: z.int().positive().optional(),
});

const EXPECTED = ["changes", "states", "notifications", "recipients", "titles", "bodies", "refuses"] as const;

const ofMonitor = z
  .strictObject({
    ...origin,
    monitors: z.record(z.string(), z.looseObject({ query: z.string() })),
    downtimes: z.record(z.string(), downtime).optional(),
    slos: z.record(z.string(), slo).optional(),
    series: z.record(z.string().regex(key), values).optional(),
    checks: z.record(z.string().regex(key), values).optional(),
    /** Minutes, the second not among them. @default the whole of the longest series */
    plays: z.tuple([z.int(), z.int()]).optional(),
    /** The monitor that is looked at. @default the only one */
    of: z.string().optional(),
    /** That it comes into a first state that is well is left out. */
    changes: z.array(change).optional(),
    /** The state of each group that is not well at the end. */
    states: z.record(z.string(), z.enum(["Warn", "Alert", "No Data"])).optional(),
    notifications: z.array(notification).optional(),
    /** By minute: all who are told. */
    recipients: atMinutes(z.array(z.string())).optional(),
    /** By minute: some who are told. */
    copied: atMinutes(z.array(z.string())).optional(),
    /** By minute. */
    titles: atMinutes(z.string()).optional(),
    /** By minute: what the text has, and what it lacks. */
    bodies: atMinutes(z.strictObject({ has: z.array(z.string()), lacks: z.array(z.string()).optional() })).optional(),
    /** A word of the reason why it can't be played. */
    refuses: z.string().optional(),
  })
  .refine((one) => EXPECTED.some((name) => one[name] !== undefined), "a case expects something");

/** A rule of Datadog's, worked out by hand: what goes in, and what its documentation has come out. */
export type QueryCase = z.infer<typeof ofQuery>;
export type MonitorCase = z.infer<typeof ofMonitor>;

/** The files of `evaluation/`: one a subject. */
export function evaluationCases(): { readonly subject: string; readonly one: QueryCase | MonitorCase }[] {
  return fs
    .readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => {
      const cases = parse(fs.readFileSync(path.join(FOLDER, file), "utf8")) as { name?: string; query?: unknown }[];
      return cases.map((one) => {
        const form = one.query === undefined ? ofMonitor : ofQuery;
        const read = form.safeParse(one);
        if (!read.success) throw new Error(`${file}, ${one.name}: ${z.prettifyError(read.error)}`);
        return { subject: path.basename(file, ".yaml"), one: read.data };
      });
    });
}

/** Seconds since 1970. */
export function startOf({ start }: QueryCase | MonitorCase): number {
  return Math.floor(new Date(start ?? MONDAY).getTime() / 1000);
}

/** How many minutes the longest series goes on. */
export function minutesOf(one: QueryCase | MonitorCase): number {
  const texts = [...Object.values(one.series ?? {}), ...("checks" in one ? Object.values(one.checks ?? {}) : [])];
  return Math.ceil((Math.max(...texts.map((text) => wordsOf(text).length)) * (one.every ?? 60)) / 60);
}

export function historyOf(one: QueryCase | MonitorCase): History {
  const checks = "checks" in one ? (one.checks ?? {}) : {};
  return {
    series: Object.entries(one.series ?? {}).map(([name, text]) => seriesOf(name, text, one)),
    checks: Object.entries(checks).map(([name, text]) => runsOf(name, text, one)),
  };
}

function seriesOf(name: string, text: string, one: QueryCase | MonitorCase): Series {
  const [, type = "gauge", metric = "", tags = ""] = /^(?:(\w+) )?([\w.]+)\{(.*)\}$/.exec(name) ?? [];
  const points = pointsOf(text, one);
  return {
    metric,
    tags: tags.split(","),
    type: type as Series["type"],
    times: Float64Array.from(points, ({ time }) => time),
    values: Float64Array.from(points, ({ word }) => Number(word)),
  };
}

const STATUSES: Readonly<Record<string, CheckStatus>> = { O: "OK", W: "WARNING", C: "CRITICAL", U: "UNKNOWN" };

function runsOf(name: string, text: string, one: MonitorCase | QueryCase): CheckRuns {
  const [, check = "", tags = ""] = /^([\w.]+)\{(.*)\}$/.exec(name) ?? [];
  const points = pointsOf(text, one);
  return {
    check,
    tags: tags.split(","),
    times: Float64Array.from(points, ({ time }) => time),
    statuses: points.map(({ word }) => STATUSES[word] ?? "UNKNOWN"),
  };
}

/** In the middle of its time a value is in the same step and in the same window, whichever end counts as part of them. */
function pointsOf(text: string, one: QueryCase | MonitorCase): { readonly time: number; readonly word: string }[] {
  const every = one.every ?? 60;
  return wordsOf(text)
    .map((word, index) => ({ time: startOf(one) + (index + 0.5) * every, word }))
    .filter(({ word }) => word !== "-");
}

/** `1x3 (2 3)x2 - 4..6` is 1 1 1 2 3 2 3 - 4 5 6. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(/\(([^()]*)\)(?:x(\d+))?|\S+/g)].flatMap(([whole, group, times]) => {
    if (group !== undefined) return Array.from({ length: Number(times ?? 1) }, () => wordsOf(group)).flat();
    const [, word = "", end, count = "1"] = /^([^.x]*(?:\.\d+)?)(?:\.\.([^x]+))?(?:x(\d+))?$/.exec(whole) ?? [];
    if (!VALUES.test(whole)) throw new Error(`${whole} is no value`);
    if (end !== undefined) return ramp(Number(word), Number(end));
    return Array.from({ length: Number(count) }, () => word);
  });
}

function ramp(from: number, to: number): string[] {
  const sign = Math.sign(to - from);
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => String(from + sign * index));
}

/** What a case leaves out is as Datadog's documentation has it, which is not always the provider's default. */
const LEFT_OUT = {
  type: "query alert",
  message: "It happened. @oncall@example.com",
  requireFullWindow: false,
  // Of hosts the provider has five minutes, in place of the documentation's one for any group.
  newHostDelay: 0,
};

export function monitorsOf({ monitors }: MonitorCase): RehearsedMonitor[] {
  return Object.entries(monitors).map(([name, declared]) => ({
    name,
    definition: { ...LEFT_OUT, name, ...declared },
  }));
}

export function downtimesOf(one: MonitorCase): RehearsedDowntime[] {
  const at = (minute = 0) => new Date((startOf(one) + minute * 60) * 1000).toISOString().replace(".000Z", "Z");
  return Object.entries(one.downtimes ?? {}).map(([name, declared]) => {
    const { tags, scope, from, to, timezone, start = "", duration = "", rrule } = declared;
    return {
      name,
      definition: {
        scope,
        monitorIdentifier: tags === undefined ? { monitorId: 1 } : { monitorTags: tags },
        ...(rrule === undefined
          ? { oneTimeSchedule: { start: at(from), end: at(to) } }
          : { recurringSchedule: { timezone: timezone ?? "UTC", recurrences: [{ start, duration, rrule }] } }),
      },
      ...(tags === undefined && { monitors: declared.monitors ?? Object.keys(one.monitors) }),
      ...(declared.endStates && { notifyEndStates: declared.endStates }),
      ...(declared.endTypes && { notifyEndTypes: declared.endTypes }),
      ...(declared.muteFirstRecovery !== undefined && { muteFirstRecoveryNotification: declared.muteFirstRecovery }),
    };
  });
}

export function slosOf({ slos = {} }: MonitorCase): RehearsedSlo[] {
  return Object.entries(slos).map(([name, { target, timeframe, good, total }]) => ({
    name,
    definition: {
      type: "metric",
      query: { numerator: good, denominator: total },
      thresholds: [{ timeframe, target }],
    },
  }));
}
