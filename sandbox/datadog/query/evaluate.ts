import type { HostStore } from "../state/hosts.js";
import type { Point, Series, SeriesStore } from "../state/series.js";
import { expectedBand, TRAILING_POINTS } from "./anomalies.js";
import { aggregate, bridged, type Buckets, bucketed, combined } from "./buckets.js";
import { metricsIn, type MetricQuery, type Query, type RollupMethod, type TopQuery } from "./parse.js";
import type { QueryResult, Span } from "./result.js";
import { matches, tagsOf } from "./scope.js";

/** Where series and their hosts' tags are looked up. */
export interface MetricData {
  readonly series: SeriesStore;
  readonly hosts: HostStore;
}

/** More points than this in a graph, and Datadog takes a longer interval than asked for. */
const MOST_POINTS = 350;
const INTERVALS = [10, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 28800, 86400];

/** The shortest of Datadog's steps that fits the span. */
function intervalFor(span: Span): number {
  return INTERVALS.find((interval) => (span.to - span.from) / interval <= MOST_POINTS) ?? 86400;
}

/** @param interval seconds between points where the query names none; by the span's length when omitted. */
export function evaluate(query: Query, span: Span, data: MetricData, interval = intervalFor(span)): QueryResult[] {
  switch (query.kind) {
    case "number":
      return [];
    case "metric":
      return metricResults(query, span, data, interval);
    case "top":
      return ranked(query, evaluate(query.of, span, data, interval));
    case "anomalies": {
      const step = query.interval ?? interval;
      const longer = { from: span.from - TRAILING_POINTS * step, to: span.to };
      return evaluate(query.of, longer, data, step).map((result) => withBand(result, query.bounds, span));
    }
    case "arithmetic":
      return arithmetic(query, span, data, interval);
  }
}

/** A series' tags with those of its host, as a query sees them. */
function joinedTags(series: Series, hosts: HostStore): Set<string> {
  return new Set([...series.tags, ...hosts.tagsOf(series.host)]);
}

function metricResults(query: MetricQuery, span: Span, data: MetricData, wanted: number): QueryResult[] {
  const interval = Math.max(query.rollup?.seconds ?? wanted, query.rollup?.seconds ? intervalFor(span) : 0);
  const groups = new Map<string, { tagSet: string[]; members: Series[] }>();
  for (const series of data.series.of(query.metric)) {
    const tags = joinedTags(series, data.hosts);
    if (!matches(query.scope, tags)) continue;
    const tagSet = groupTags(query.groupBy, tags);
    if (!tagSet) continue;
    const group = groups.get(tagSet.join(",")) ?? { tagSet, members: [] };
    group.members.push(series);
    groups.set(tagSet.join(","), group);
  }
  return [...groups.values()]
    .map(({ tagSet, members }) => {
      const scope = [...new Set([...tagsOf(query.scope), ...tagSet])].join(",") || "*";
      return {
        metric: query.metric,
        scope,
        tagSet,
        expression: `${query.aggregator}:${query.metric}{${scope}}`,
        aggregator: query.aggregator,
        interval,
        points: groupPoints(query, members, span, interval),
      };
    })
    .filter(({ points }) => points.length > 0);
}

/** Undefined where a series lacks one of the keys: Datadog shows no such group. */
function groupTags(keys: readonly string[], tags: ReadonlySet<string>): string[] | undefined {
  const found = keys.map((key) => [...tags].find((tag) => tag.startsWith(`${key}:`)));
  return found.includes(undefined) ? undefined : found.filter((tag) => tag !== undefined);
}

function groupPoints(query: MetricQuery, members: readonly Series[], span: Span, interval: number): Point[] {
  // A step that was asked for is read whole even where the span starts in its middle.
  const from = query.rollup?.seconds === undefined ? span.from : Math.floor(span.from / interval) * interval;
  const whole = { from, to: span.to };
  const steps = members.map((series) => bucketed(series.points, whole, interval, methodFor(query, series)));
  const isGauge = members.every(({ type }) => type === "gauge") && query.as === undefined;
  const divisor = query.as === "rate" ? interval : 1;
  return inOrder(combined(steps, query.aggregator, interval, isGauge)).map(([time, value]) => [time, value / divisor]);
}

function methodFor(query: MetricQuery, series: Series): RollupMethod {
  if (query.rollup) return query.rollup.method;
  if (query.as !== undefined || series.type === "count") return "sum";
  return query.aggregator === "min" || query.aggregator === "max" ? query.aggregator : "avg";
}

function inOrder(buckets: Buckets): Point[] {
  return [...buckets].sort(([a], [b]) => a - b);
}

function ranked(query: TopQuery, results: readonly QueryResult[]): QueryResult[] {
  const sign = query.order === "asc" ? 1 : -1;
  return [...results].sort((a, b) => sign * (rank(query.by, a) - rank(query.by, b))).slice(0, query.limit);
}

function rank(by: TopQuery["by"], { points }: QueryResult): number {
  if (by === "last") return points.at(-1)?.[1] ?? 0;
  const values = points.map(([, value]) => value);
  return aggregate(values, by === "mean" ? "avg" : by);
}

function withBand(result: QueryResult, bounds: number, span: Span): QueryResult {
  const inSpan = (points: readonly Point[]) => points.filter(([time]) => time + result.interval > span.from);
  const { lower, upper } = expectedBand(result.points, bounds);
  return { ...result, points: inSpan(result.points), band: { lower: inSpan(lower), upper: inSpan(upper) } };
}

function arithmetic(
  query: Extract<Query, { kind: "arithmetic" }>,
  span: Span,
  data: MetricData,
  interval: number,
): QueryResult[] {
  const { left, right, operator } = query;
  if (left.kind === "number") {
    const results = evaluate(right, span, data, interval);
    return results.map((result) => mapped(result, (value) => calculate(operator, left.value, value)));
  }
  const results = evaluate(left, span, data, interval);
  if (right.kind === "number") {
    return results.map((result) => mapped(result, (value) => calculate(operator, value, right.value)));
  }
  const isGauge = metricsIn(right).every(({ as }) => as === undefined);
  return joined(results, evaluate(right, span, data, interval)).map(([one, other]) => {
    const points: Buckets = new Map(other.points);
    const at = isGauge ? bridged(points, other.interval) : points;
    return {
      ...mapped(one, (value, time) => calculate(operator, value, at.get(time) ?? NaN)),
      metric: `(${one.metric} ${operator} ${other.metric})`,
      expression: `(${one.expression} ${operator} ${other.expression})`,
    };
  });
}

/** The results of two sides that are of the same group; one without groups goes with every group of the other. */
function joined(left: readonly QueryResult[], right: readonly QueryResult[]): [QueryResult, QueryResult][] {
  const groupOf = ({ tagSet }: QueryResult) => [...tagSet].sort().join(",");
  return left.flatMap((one) =>
    right
      .filter((other) => groupOf(one) === groupOf(other) || one.tagSet.length === 0 || other.tagSet.length === 0)
      .map((other): [QueryResult, QueryResult] => {
        const { tagSet, scope } = one.tagSet.length > 0 ? one : other;
        return [{ ...one, tagSet, scope }, other];
      }),
  );
}

function mapped(result: QueryResult, change: (value: number, time: number) => number): QueryResult {
  const points = result.points
    .map(([time, value]): Point => [time, change(value, time)])
    .filter(([, value]) => Number.isFinite(value));
  return { ...result, points };
}

function calculate(operator: string, left: number, right: number): number {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  return operator === "*" ? left * right : left / right;
}
