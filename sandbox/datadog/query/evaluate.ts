import type { HostStore } from "../state/hosts.js";
import type { Point, Series, SeriesStore } from "../state/series.js";
import { type Distribution, isApdex, isDistribution, traceDistributions, traceSeries } from "../traces/metrics.js";
import type { TraceStatsStore } from "../traces/stats-store.js";
import { expectedBand, TRAILING_POINTS } from "./anomalies.js";
import { aggregate, bridged, type Buckets, bucketed, combined, startOf, type Steps } from "./buckets.js";
import { distributionPoints } from "./distribution.js";
import { bandAround, lineThrough } from "./forecast.js";
import { outliersAmong } from "./outliers.js";
import {
  isPercentile,
  metricsIn,
  type ForecastQuery,
  type MetricQuery,
  type Query,
  type RollupMethod,
  type TopQuery,
} from "./parse.js";
import type { QueryResult, Span } from "./result.js";
import { matches, tagsOf } from "./scope.js";

/** Where series and their hosts' tags are looked up. */
export interface MetricData {
  readonly series: Pick<SeriesStore, "of">;
  readonly traceStats: TraceStatsStore;
  readonly hosts: HostStore;
}

/** More points than this in a graph, and Datadog takes a longer interval. */
const MOST_POINTS = 350;
/**
 * The same of an interval that is asked for: https://docs.datadoghq.com/dashboards/functions/rollup/ "This supports up to one
 * point per minute over a day".
 */
const MOST_POINTS_ASKED_FOR = 1500;
const INTERVALS = [10, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400, 28800, 86400];

/** The shortest of Datadog's steps that fits the span. */
function intervalFor(span: Span, points = MOST_POINTS): number {
  return INTERVALS.find((interval) => (span.to - span.from) / interval <= points) ?? 86400;
}

function stepsFor(span: Span): Steps {
  return { seconds: intervalFor(span), origin: 0 };
}

/** One step alone: each metric is one value of the whole span before anything is calculated. */
export function wholeSpan({ from, to }: Span): Steps {
  return { seconds: to - from + 1, origin: from };
}

/** @param steps between points where the query names none; by the span's length when omitted. */
export function evaluate(query: Query, span: Span, data: MetricData, steps = stepsFor(span)): QueryResult[] {
  switch (query.kind) {
    case "number":
      return [];
    case "metric":
      return metricResults(query, span, data, steps);
    case "top":
      return ranked(query, evaluate(query.of, span, data, steps));
    case "anomalies": {
      const seconds = query.interval ?? steps.seconds;
      const longer = { from: span.from - TRAILING_POINTS * seconds, to: span.to };
      return evaluate(query.of, longer, data, { seconds, origin: 0 }).map((result) =>
        withBand(result, query.bounds, span),
      );
    }
    case "forecast":
      return evaluate(query.of, span, data, stepsOfForecast(query, steps)).map((result) =>
        withForecast(result, query.deviations),
      );
    case "outliers": {
      const results = evaluate(query.of, span, data, steps);
      const outliers = outliersAmong(results, query);
      return results.map((result) => ({ ...result, isOutlier: outliers.has(result) }));
    }
    case "arithmetic":
      return arithmetic(query, span, data, steps);
  }
}

interface Tagged {
  readonly host: string;
  readonly tags: readonly string[];
}

interface Group<T> {
  readonly tagSet: string[];
  readonly members: T[];
}

/** The tags of a series with those of its host, as a query sees them. */
function joinedTags({ host, tags }: Tagged, hosts: HostStore): Set<string> {
  return new Set([...tags, ...hosts.tagsOf(host)]);
}

function metricResults(query: MetricQuery, span: Span, data: MetricData, wanted: Steps): QueryResult[] {
  const { metric } = query;
  if (isDistribution(metric) || isApdex(metric)) {
    const groups = grouped<Distribution>(query, traceDistributions(metric, data.traceStats), data.hosts);
    return groups
      .map((group) => resultOf(query, group, wanted, distributionPoints(query, group.members, span, wanted)))
      .filter(({ points }) => points.length > 0);
  }
  const steps = stepsOf(query, span, wanted);
  return grouped(query, [...data.series.of(metric), ...traceSeries(metric, data.traceStats)], data.hosts)
    .map((group) => resultOf(query, group, steps, groupPoints(query, group.members, span, steps)))
    .filter(({ points }) => points.length > 0);
}

function stepsOf({ rollup }: MetricQuery, span: Span, wanted: Steps): Steps {
  if (rollup?.seconds === undefined) return wanted;
  return { seconds: Math.max(rollup.seconds, intervalFor(span, MOST_POINTS_ASKED_FOR)), origin: 0 };
}

function grouped<T extends Tagged>(query: MetricQuery, all: readonly T[], hosts: HostStore): Group<T>[] {
  const groups = new Map<string, Group<T>>();
  for (const one of all) {
    const tags = joinedTags(one, hosts);
    if (!matches(query.scope, tags)) continue;
    const tagSet = groupTags(query.groupBy, tags);
    if (!tagSet) continue;
    const group = groups.get(tagSet.join(",")) ?? { tagSet, members: [] };
    group.members.push(one);
    groups.set(tagSet.join(","), group);
  }
  return [...groups.values()];
}

function resultOf(query: MetricQuery, { tagSet }: Group<unknown>, steps: Steps, points: readonly Point[]): QueryResult {
  const scope = [...new Set([...tagsOf(query.scope), ...tagSet])].join(",") || "*";
  return {
    metric: query.metric,
    scope,
    tagSet,
    expression: `${query.aggregator}:${query.metric}{${scope}}`,
    aggregator: query.aggregator,
    interval: steps.seconds,
    points,
  };
}

/** Undefined where a series lacks one of the keys: Datadog shows no such group. */
function groupTags(keys: readonly string[], tags: ReadonlySet<string>): string[] | undefined {
  const found = keys.map((key) => [...tags].find((tag) => tag.startsWith(`${key}:`)));
  return found.includes(undefined) ? undefined : found.filter((tag) => tag !== undefined);
}

function groupPoints(query: MetricQuery, members: readonly Series[], span: Span, steps: Steps): Point[] {
  // No series but a distribution has percentiles, and the parser says so.
  if (isPercentile(query.aggregator)) return [];
  // A step that was asked for is read whole even where the span starts in its middle.
  const from = query.rollup?.seconds === undefined ? span.from : startOf(span.from, steps);
  const whole = { from, to: span.to };
  const all = members.map((series) => bucketed(series, whole, steps, methodFor(query, series)));
  const areGauges = members.every(({ type }) => type === "gauge");
  const divisor = query.as === "rate" && !areGauges ? steps.seconds : 1;
  return inOrder(combined(all, query.aggregator, steps.seconds, areGauges)).map(([time, value]) => [
    time,
    value / divisor,
  ]);
}

/**
 * The average where nothing else is asked for, whatever the aggregator over series; the modifiers leave a gauge alone.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/#rollup-interval-enforced-vs-custom
 * @see https://docs.datadoghq.com/metrics/custom_metrics/type_modifiers/#in-application-modifiers
 */
function methodFor({ rollup, as }: MetricQuery, { type }: Series): RollupMethod {
  if (rollup) return rollup.method;
  return type === "count" || (type === "rate" && as !== undefined) ? "sum" : "avg";
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
  return {
    ...result,
    points: inSpan(result.points),
    band: { by: "anomalies", lower: inSpan(lower), upper: inSpan(upper) },
  };
}

function stepsOfForecast({ interval }: ForecastQuery, steps: Steps): Steps {
  return interval === undefined ? steps : { seconds: interval, origin: 0 };
}

/** In a graph, how well a straight line fits what was. */
function withForecast(result: QueryResult, deviations: number): QueryResult {
  const line = lineThrough(result.points);
  return line ? { ...result, band: { by: "forecast", ...bandAround(result.points, line, deviations) } } : result;
}

function arithmetic(
  query: Extract<Query, { kind: "arithmetic" }>,
  span: Span,
  data: MetricData,
  steps: Steps,
): QueryResult[] {
  const { left, right, operator } = query;
  if (left.kind === "number") {
    const results = evaluate(right, span, data, steps);
    return results.map((result) => mapped(result, (value) => calculate(operator, left.value, value)));
  }
  const results = evaluate(left, span, data, steps);
  if (right.kind === "number") {
    return results.map((result) => mapped(result, (value) => calculate(operator, value, right.value)));
  }
  const isGauge = metricsIn(right).every(({ as }) => as === undefined);
  return joined(results, evaluate(right, span, data, steps)).map(([one, other]) => {
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
