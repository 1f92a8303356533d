import { countInWords, numberInWords, secondsInWords } from "../../metrics/value-words";
import type { Argument, Call, Metric, Query } from "../query";
import { enclosed, type Phrase } from "./phrase";

/** What a function makes of a phrase; `args` are those after the query. */
type Wording = (of: Phrase, args: readonly Argument[]) => Phrase;

/** Before the phrase: `the absolute value of X`. */
const before =
  (words: string): Wording =>
  (of) => ({ text: `${words} ${enclosed(of)}`, loose: false });

/** After it: `X, or 0 where there is none`. */
const after =
  (words: (args: readonly Argument[]) => string): Wording =>
  ({ text }, args) => ({ text: `${text}, ${words(args)}`, loose: true });

const WORDINGS: ReadonlyMap<string, Wording> = new Map<string, Wording>([
  ["abs", before("the absolute value of")],
  ["ceil", before("the next whole number above")],
  ["floor", before("the next whole number below")],
  ["round", before("the whole number nearest to")],
  ["log2", before("the binary logarithm of")],
  ["log10", before("the decimal logarithm of")],
  ["sqrt", before("the square root of")],
  ["exp", before("the exponential of")],
  ["cumsum", before("the running total of")],
  ["integral", before("the area under")],
  ["count_nonzero", before("the number of groups that are not 0 of")],
  ["count_not_null", before("the number of groups that have a value of")],
  ["diff", before("the change from point to point of")],
  ["monotonic_diff", before("the rise from point to point of")],
  ["derivative", before("the change per second of")],
  ["dt", before("the seconds between the points of")],
  ["per_second", before("the rate per second of")],
  ["per_minute", before("the rate per minute of")],
  ["per_hour", before("the rate per hour of")],
  ["as_rate", before("the rate per second of")],
  ["as_count", after(() => "counted")],
  ["exclude_null", after(() => "without groups whose tag is missing")],
  ["default_zero", after(() => "or 0 where there is none")],
  ["default", after(([value]) => `or ${argument(value)} where there is none`)],
  ["clamp_min", after(([value]) => `at least ${argument(value)}`)],
  ["clamp_max", after(([value]) => `at most ${argument(value)}`)],
  ["cutoff_min", after(([value]) => `without what is below ${argument(value)}`)],
  ["cutoff_max", after(([value]) => `without what is above ${argument(value)}`)],
  ["fill", after(fill)],
  ["rollup", after(rollup)],
  ["moving_rollup", after(movingRollup)],
  ["timeshift", after(([seconds]) => shifted(seconds))],
  ["hour_before", after(() => "an hour before")],
  ["day_before", after(() => "a day before")],
  ["week_before", after(() => "a week before")],
  ["month_before", after(() => "a month before")],
  [
    "anomalies",
    after(
      ([algorithm, deviations]) =>
        `with the band in which the algorithm ${argument(algorithm)} expects it (${deviationsOf(deviations)} to each side)`,
    ),
  ],
  [
    "outliers",
    after(
      ([algorithm, tolerance]) =>
        `with those marked that are unlike the others (${argument(algorithm)}, tolerance ${argument(tolerance)})`,
    ),
  ],
  [
    "forecast",
    after(
      ([algorithm, deviations]) =>
        `and where it is heading (${argument(algorithm)}, ${deviationsOf(deviations)} to each side)`,
    ),
  ],
  ["autosmooth", after(() => "smoothed")],
  ["robust_trend", before("the trend of")],
  ["trend_line", before("the trend of")],
  ["piecewise_constant", before("the steps of")],
  ["avg", before("the average over all groups of")],
  ["sum", before("the sum over all groups of")],
]);

/** A function's words around those of what it applies to; of one that has none here, its name. */
export function callInWords(call: Call, phraseOf: (query: Query) => Phrase): Phrase {
  const [of, ...args] = call.args;
  if (of === undefined || !isQuery(of)) {
    return { text: `${call.name}(${call.args.map(argument).join(", ")})`, loose: false };
  }
  const counted = OF_SUMS[call.name];
  // What counts values is a count in either form.
  if (call.name === "as_count" && isCountOfValues(of)) return phraseOf(of);
  if (counted !== undefined && isSum(of)) return before(counted)(phraseOf(withoutAggregator(of)), args);
  const wording = WORDINGS.get(call.name) ?? ranked(call.name) ?? smoothed(call.name) ?? unknown(call.name);
  return wording(phraseOf(of), args);
}

function isQuery(one: Argument): one is Query {
  return one.kind !== "text" && one.kind !== "word" && one.kind !== "named";
}

/** `3`, `'max'` without its quotes, `interval 60`. */
function argument(one: Argument | undefined): string {
  if (one === undefined) return "?";
  switch (one.kind) {
    case "number":
      return numberInWords(one.value);
    case "text":
    case "word":
      return one.value;
    case "named":
      return `${one.name} ${one.value.value}`;
    default:
      return "another query";
  }
}

function unknown(name: string): Wording {
  return ({ text }, args) => {
    const more = args.length === 0 ? "" : ` (${args.map(argument).join(", ")})`;
    return { text: `${text}, through ${name}${more}`, loose: true };
  };
}

/** The usual forms, of a sum over groups. */
const OF_SUMS: Readonly<Record<string, string>> = { as_count: "the count of", as_rate: "the rate per second of" };

function isSum(of: Query): of is Metric {
  return of.kind === "metric" && of.aggregator === "sum" && of.condition === undefined;
}

function isCountOfValues(of: Query): boolean {
  return of.kind === "metric" && (of.aggregator === "count" || of.condition !== undefined);
}

function withoutAggregator({ metric, scope, by }: Metric): Metric {
  return { kind: "metric", metric, scope, by };
}

const FILLINGS: Readonly<Record<string, string>> = {
  linear: "with a straight line",
  last: "with the last value",
  zero: "with 0",
  null: "with nothing",
};

function fill([method, seconds]: readonly Argument[]): string {
  const how = FILLINGS[argument(method)] ?? `with ${argument(method)}`;
  return `gaps filled ${how}${seconds?.kind === "number" ? ` for up to ${secondsInWords(seconds.value)}` : ""}`;
}

const ROLLUPS: Readonly<Record<string, string>> = {
  avg: "averaged over",
  sum: "added up over",
  min: "the lowest of",
  max: "the highest of",
  count: "counted over",
};

function rollup(args: readonly Argument[]): string {
  const seconds = args.find((arg) => arg.kind === "number");
  const method = args.find((arg) => arg.kind === "word" || arg.kind === "text");
  const interval = seconds === undefined ? "interval" : secondsInWords(seconds.value).replace(/^1 /, "");
  const how = method === undefined ? "one point for" : (ROLLUPS[method.value] ?? `the ${method.value} of`);
  return `${how} each ${interval}`;
}

function movingRollup([seconds, method]: readonly Argument[]): string {
  const span = seconds?.kind === "number" ? secondsInWords(seconds.value) : argument(seconds);
  const how = ROLLUPS[argument(method)] ?? `the ${argument(method)} of`;
  return `at each point ${how} the ${span} before`;
}

function shifted(seconds: Argument | undefined): string {
  if (seconds?.kind !== "number") return `shifted by ${argument(seconds)}`;
  return `${secondsInWords(Math.abs(seconds.value))} ${seconds.value > 0 ? "later" : "before"}`;
}

function deviationsOf(one: Argument | undefined): string {
  return one?.kind === "number" ? countInWords(one.value, "deviation") : argument(one);
}

/** `top(q, 5, 'max', 'desc')`, `top5_max(q)`, `bottom10(q)`. */
function ranked(name: string): Wording | undefined {
  const [, end, limit, by] = /^(top|bottom)(?:_offset|(\d+)(?:_(\w+))?)?$/.exec(name) ?? [];
  if (end === undefined) return undefined;
  return (of, args) => {
    const [first, method, order] = args.map(argument);
    const count = limit ?? first ?? "first";
    const isLowest = limit === undefined ? order === "asc" : end === "bottom";
    const criterion = by ?? (limit === undefined ? method : undefined) ?? "mean";
    return { text: `the ${count} ${isLowest ? "lowest" : "highest"} by ${criterion} of ${enclosed(of)}`, loose: false };
  };
}

function smoothed(name: string): Wording | undefined {
  return /^(ewma|median|rollingavg)_\d+$|^weighted$/.test(name) ? after(() => `smoothed (${name})`) : undefined;
}
