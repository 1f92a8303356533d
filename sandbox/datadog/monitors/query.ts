import { isPercentile, parseQuery, type Query } from "../query/parse.js";
import { Reader } from "../query/reader.js";
import { parseScope, type Scope } from "../query/scope.js";

export type Comparator = ">" | ">=" | "<" | "<=";

/** `avg(last_5m):avg:my_metric{env:dev} by {host} > 800`, `change(avg(last_5m),last_1h):avg:my_metric{*} > 100` */
export interface MetricMonitorQuery {
  readonly kind: "metric";
  /** `percentile` is of everything in the window, not of the points of a graph. */
  readonly timeAggregator: "avg" | "sum" | "min" | "max" | "percentile";
  /** Up to now, from now on, or since the beginning of the hour, day or month. */
  readonly window: "last" | "next" | "current";
  /** Of a `current` window, its greatest length. */
  readonly windowSeconds: number;
  /** As it is written: `m` of `last_5m`. */
  readonly windowUnit: string;
  /** What is judged is how far the values are from those of a while ago. */
  readonly change?: { readonly by: "value" | "percent"; readonly shiftSeconds: number };
  readonly query: Query;
  readonly comparator: Comparator;
  readonly threshold: number;
}

/** `"postgres.can_connect".over("env:dev").by("host","port").last(4).count_by_status()` */
export interface CheckMonitorQuery {
  readonly kind: "check";
  readonly check: string;
  readonly over: Scope;
  readonly exclude?: Scope;
  readonly groupBy: readonly string[];
  readonly last: number;
}

const UNIT_SECONDS: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800, mo: 2_678_400 };
const WINDOW = /(?:last|next)_\d+(?:mo|m|h|d|w)|current_1(?:mo|h|d)/;

/** @throws SyntaxMistake */
export function parseMetricMonitorQuery(text: string): MetricMonitorQuery {
  const reader = new Reader(text);
  const change = reader.take(/(?:pct_)?change\(/);
  const aggregator = reader.expect(/(avg|sum|min|max|percentile)(?=\()/, "avg, sum, min or max over a window");
  reader.expect(/\(/, "`(`");
  const window = reader.expect(WINDOW, "a window such as last_5m");
  reader.expect(/\)/, "`)`");
  const shift = change === undefined ? undefined : shiftOf(reader);
  reader.expect(/:/, "`:`");
  const rest = /^(.*?)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$/s.exec(reader.rest);
  const [, inner, comparator, threshold] = rest ?? reader.fail("expected a query, a comparator and a threshold");
  const query = parseQuery(inner ?? "");
  if (aggregator === "percentile" && !(query.kind === "metric" && isPercentile(query.aggregator)))
    reader.fail("percentile() is over a percentile of a distribution, such as p95:trace.flask.request{*}");
  return {
    kind: "metric",
    timeAggregator: aggregator as MetricMonitorQuery["timeAggregator"],
    window: /^[a-z]+/.exec(window)?.[0] as MetricMonitorQuery["window"],
    windowSeconds: secondsOfWindow(window),
    windowUnit: /[a-z]+$/.exec(window)?.[0] ?? "",
    ...(shift !== undefined && {
      change: { by: change === "change(" ? "value" : "percent", shiftSeconds: secondsOfWindow(shift) },
    }),
    query,
    comparator: comparator as Comparator,
    threshold: Number(threshold),
  };
}

/** What follows the window of a change: `,last_1h)`. */
function shiftOf(reader: Reader): string {
  reader.expect(/,/, "`,` and how long ago it is compared with");
  const shift = reader.expect(/last_\d+(?:mo|m|h|d|w)/, "a time such as last_1h");
  reader.expect(/\)/, "`)`");
  return shift;
}

/** `last_5m` in seconds; a month has 31 days. */
export function secondsOfWindow(window: string): number {
  const [, count, unit] = /^[a-z]+_(\d+)(mo|m|h|d|w)$/.exec(window) ?? [];
  return Number(count) * (UNIT_SECONDS[unit ?? ""] ?? NaN);
}

/** @throws SyntaxMistake */
export function parseCheckMonitorQuery(text: string): CheckMonitorQuery {
  const reader = new Reader(text);
  const check = reader.expect(/"[^"]+"/, "a service check's name in quotes").slice(1, -1);
  reader.expect(/\.over\(/, "`.over(`");
  const over = parseScope(strings(reader).join(","));
  const exclude = reader.take(/\.exclude\(/) !== undefined ? strings(reader) : undefined;
  const groupBy = reader.take(/\.by\(/) !== undefined ? strings(reader) : [];
  reader.expect(/\.last\(/, "`.last(`");
  const last = Number(reader.expect(/\d+/, "a number of runs"));
  reader.expect(/\)\.count_by_status\(\)/, "`).count_by_status()`");
  if (reader.rest !== "") reader.fail("expected the end of the query");
  return {
    kind: "check",
    check,
    over,
    groupBy: groupBy.filter((key) => key !== "*"),
    last,
    ...(exclude && { exclude: { kind: "or", parts: exclude.map(parseScope) } }),
  };
}

function strings(reader: Reader): string[] {
  const found: string[] = [];
  do found.push(reader.expect(/"[^"]+"/, "a string in quotes").slice(1, -1));
  while (reader.take(/,/) !== undefined);
  reader.expect(/\)/, "`)`");
  return found;
}
