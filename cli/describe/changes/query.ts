import type { MonitorSubject } from "../../../datadog/lint/monitor-definition";
import { countInWords, valueInWords } from "../../../datadog/metrics/value-words";
import type { Comparator } from "../../../datadog/query/query";
import { windowMinutes } from "../../../datadog/query/window";
import { comparatorInWords, oppositeInWords } from "../../../datadog/query/words/comparator";
import { windowInWords } from "../../../datadog/query/words/condition";
import { unitOfQuery } from "../../../datadog/query/words/unit";
import { canonical, ofBoth } from "./canonical";

/** Whether a monitor will be heard more often. */
type Loudness = "louder" | "quieter" | undefined;

const THRESHOLDS = ["critical", "warning", "criticalRecovery", "warningRecovery", "ok"] as const;
type Threshold = (typeof THRESHOLDS)[number];

const VERBS: Readonly<Record<Threshold, string>> = {
  critical: "alerts",
  warning: "warns",
  criticalRecovery: "recovers",
  warningRecovery: "recovers from a warning",
  ok: "recovers",
};

/** Thresholds that moved, came or went: `alerts above 900, was above 800 (quieter)`. */
export function* movedThresholds(before: MonitorSubject, after: MonitorSubject): Generator<string> {
  for (const name of THRESHOLDS) {
    const [old, current] = [thresholdOf(before, name), thresholdOf(after, name)];
    const verb = VERBS[name];
    if (old === undefined && current !== undefined) yield `${verb} newly, ${beyond(after, name, current)}`;
    else if (old !== undefined && current === undefined) yield `${lost(name)} (was ${beyond(before, name, old)})`;
    else if (old !== undefined && current !== undefined) {
      const [was, is] = [beyond(before, name, old), beyond(after, name, current)];
      if (was !== is) yield `${verb} ${is}, was ${was}${marked(loudnessOf(before, after, name))}`;
    }
  }
}

function lost(name: Threshold): string {
  if (name === "warning") return "no longer warns";
  return name === "critical" ? "no longer has a threshold" : "recovers as soon as it does not alert";
}

function thresholdOf({ query, thresholds }: MonitorSubject, name: Threshold): number | undefined {
  const own = query.kind === "composite" || name !== "critical" ? undefined : query.threshold;
  return own ?? thresholds[name];
}

/** `above 800 bytes`; of a check, `after 3 failing runs`. */
function beyond({ query, kind }: MonitorSubject, name: Threshold, value: number): string {
  const comparator = query.kind === "composite" ? undefined : query.comparator;
  if (comparator === undefined) return `after ${countInWords(value, name === "ok" ? "good run" : "failing run")}`;
  const word = name.endsWith("Recovery") ? oppositeInWords(comparator) : comparatorInWords(comparator);
  if (kind === "anomaly" || kind === "outlier") return `${word} ${valueInWords(value, "fraction")} of the points`;
  if (query.kind !== "metric") return `${word} ${valueInWords(value)}`;
  const unit = query.over.change === "pct_change" ? "percent" : unitOfQuery(query.query);
  return `${word} ${valueInWords(value, unit)}`;
}

function loudnessOf(before: MonitorSubject, after: MonitorSubject, name: Threshold): Loudness {
  const [old = 0, current = 0] = [thresholdOf(before, name), thresholdOf(after, name)];
  if (name !== "critical" && name !== "warning") return undefined;
  const [was, is] = ofBoth(before, after, (one) => directionOf(one));
  if (was !== is || is === undefined) return undefined;
  return current > old === (is === "up") ? "quieter" : "louder";
}

/** Towards which side a monitor alerts; runs that fail are counted upwards. */
function directionOf({ query }: MonitorSubject): "up" | "down" | undefined {
  if (query.kind === "composite") return undefined;
  const { comparator = ">" } = query;
  const ways: Readonly<Partial<Record<Comparator, "up" | "down">>> = {
    ">": "up",
    ">=": "up",
    "<": "down",
    "<=": "down",
  };
  return ways[comparator];
}

function marked(loudness: Loudness): string {
  return loudness === undefined ? "" : ` (${loudness})`;
}

/** How much of the past is judged, and how: `looks at 15 minutes, was 5 minutes (quieter)`. */
export function* movedWindow(before: MonitorSubject, after: MonitorSubject): Generator<string> {
  const [was, is] = [windowOf(before), windowOf(after)];
  if (was !== undefined && is !== undefined && was !== is) {
    yield `looks at ${windowInWords(is)}, was ${windowInWords(was)}${marked(loudnessOfWindow(before, after))}`;
  }
  const [old, current] = [methodOf(before), methodOf(after)];
  if (old !== undefined && current !== undefined && old !== current) {
    yield `judges ${METHODS[current] ?? current} of its window, was ${METHODS[old] ?? old}${marked(loudnessOfMethod(after, old, current))}`;
  }
}

function windowOf({ query }: MonitorSubject): string | undefined {
  if (query.kind === "metric") return query.over.window;
  const last = query.kind === "search" ? query.calls.find(({ name }) => name === "last")?.args[0] : undefined;
  return last?.kind === "text" ? last.value : undefined;
}

function methodOf({ query, kind }: MonitorSubject): string | undefined {
  return query.kind === "metric" && (kind === "metric" || kind === "change") ? query.over.method : undefined;
}

const METHODS: Readonly<Record<string, string>> = {
  avg: "the average",
  sum: "the sum",
  min: "the lowest value",
  max: "the highest value",
  percentile: "the distribution",
};

/** A value has to be so for the whole of a longer window, or once within it. */
function loudnessOfWindow(before: MonitorSubject, after: MonitorSubject): Loudness {
  const [method, old] = [methodOf(before), methodOf(after)];
  const [was, is] = [before, after].map((one) => windowMinutes(windowOf(one) ?? ""));
  const way = directionOf(after);
  if (method === undefined || method !== old || was === undefined || is === undefined || way === undefined) {
    return undefined;
  }
  const grows = (way === "up" && (method === "max" || method === "sum")) || (way === "down" && method === "min");
  const falls = (way === "up" && method === "min") || (way === "down" && (method === "max" || method === "sum"));
  if (!grows && !falls && method !== "avg") return undefined;
  return is > was === grows ? "louder" : "quieter";
}

const BY_VALUE = ["min", "avg", "max"];

function loudnessOfMethod(after: MonitorSubject, old: string, current: string): Loudness {
  const [was, is] = ofBoth(old, current, (method) => BY_VALUE.indexOf(method));
  const way = directionOf(after);
  if (was < 0 || is < 0 || way === undefined) return undefined;
  return is > was === (way === "up") ? "louder" : "quieter";
}

/** Said by themselves: thresholds, the window, the groups. */
const SAID = ["offset", "threshold", "comparator", "over", "by", "symbol"];
const SAID_CALLS = ["by", "last"];

/** What a monitor watches, without what is said by itself, and without an order that means nothing. */
export function watched({ query, definition }: MonitorSubject): string {
  return canonical([stripped(query), definition.variables]);
}

function stripped(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(stripped);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part)
    .filter(([key]) => !SAID.includes(key))
    .map(([key, value]) => [key, key === "calls" ? calls(value as Called[]) : stripped(value)] as const);
  const bare = Object.fromEntries(entries);
  const { kind, filters, of } = bare;
  const sorted = (list: unknown) =>
    Array.isArray(list) ? (list as unknown[]).map(canonical).sort((one, other) => one.localeCompare(other)) : list;
  if (filters !== undefined) return { ...bare, filters: sorted(filters) };
  return kind === "all" || kind === "any" ? { ...bare, of: sorted(of) } : bare;
}

interface Called {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A scope's tags in any order. */
function calls(all: readonly Called[]): unknown {
  return all
    .filter(({ name }) => !SAID_CALLS.includes(name))
    .map(({ name, args }) => ({
      name,
      args: name === "over" ? args.map((arg) => canonical(stripped(arg))).sort() : stripped(args),
    }));
}
