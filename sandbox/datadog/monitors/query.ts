import { isPercentile, parseQuery, type Query } from "../query/parse.js";
import { Reader } from "../query/reader.js";
import { parseScope, type Scope } from "../query/scope.js";

export type Comparator = ">" | ">=" | "<" | "<=";

/** `avg(last_5m):avg:my_metric{env:dev} by {host} > 800` */
export interface MetricMonitorQuery {
  readonly kind: "metric";
  /** `percentile` is of everything in the window, not of the points of a graph. */
  readonly timeAggregator: "avg" | "sum" | "min" | "max" | "percentile";
  readonly windowSeconds: number;
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

const UNIT_SECONDS: Record<string, number> = { m: 60, h: 3600, d: 86400, w: 604800 };

/** @throws SyntaxMistake */
export function parseMetricMonitorQuery(text: string): MetricMonitorQuery {
  const reader = new Reader(text);
  const aggregator = reader.expect(/(avg|sum|min|max|percentile)(?=\()/, "avg, sum, min or max over a window");
  reader.expect(/\(/, "`(`");
  const windowSeconds = secondsOfWindow(reader.expect(/last_\d+[mhdw]/, "a window such as last_5m"));
  reader.expect(/\):/, "`):`");
  const rest = /^(.*?)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$/s.exec(reader.rest);
  const [, inner, comparator, threshold] = rest ?? reader.fail("expected a query, a comparator and a threshold");
  const query = parseQuery(inner ?? "");
  if (aggregator === "percentile" && !(query.kind === "metric" && isPercentile(query.aggregator)))
    reader.fail("percentile() is over a percentile of a distribution, such as p95:trace.flask.request{*}");
  return {
    kind: "metric",
    timeAggregator: aggregator as MetricMonitorQuery["timeAggregator"],
    windowSeconds,
    query,
    comparator: comparator as Comparator,
    threshold: Number(threshold),
  };
}

/** `last_5m` in seconds. */
export function secondsOfWindow(window: string): number {
  const [, count, unit] = /^last_(\d+)([mhdw])$/.exec(window) ?? [];
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
