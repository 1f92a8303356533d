import type { Monitor, Thresholds } from "../monitors/monitor.js";
import { type Comparator, type MetricMonitorQuery, secondsOfWindow } from "../monitors/query.js";
import { aggregate } from "../query/buckets.js";
import { evaluate, type MetricData, wholeSpan } from "../query/evaluate.js";
import { historyOf, lineThrough } from "../query/forecast.js";
import type { QueryResult, Span } from "../query/result.js";
import { type AnomaliesQuery, type ForecastQuery, metricsIn } from "../query/parse.js";
import type { Point } from "../state/series.js";
import { groupName, hostOf, type Reading } from "./reading.js";
import type { GroupState, GroupStatus } from "./states.js";
import { evaluatedSpan } from "./window.js";

/** Of a window in minutes, in hours, in days and in months. */
const BUCKET_SECONDS: Record<string, number> = { m: 60, h: 600, d: 3600, w: 14_400, mo: 14_400 };

/** @param now seconds since 1970 */
export function metricReadings(
  monitor: Monitor,
  query: MetricMonitorQuery,
  data: MetricData,
  now: number,
  before: Readonly<Record<string, GroupState>>,
): Reading[] {
  const to = now - (monitor.options?.evaluation_delay ?? 0);
  const span = evaluatedSpan(monitor, query, to);
  const isFull = ({ points }: QueryResult) =>
    monitor.options?.require_full_window !== true ||
    query.window !== "last" ||
    query.query.kind === "forecast" ||
    isFilled(points, span, query.windowUnit);
  return judged(query, span, data).map((result) => {
    const group = groupName(result.tagSet);
    const { value, recovery = value } = valuesOf(result, monitor, query, to);
    const canTell = isFull(result) && value !== undefined && !isNewHost(group, monitor, data, now);
    const { thresholds = {} } = monitor.options ?? {};
    return {
      group,
      status: canTell ? statusOf(value, recovery ?? value, thresholds, query, before[group]?.status) : undefined,
      lastData: (result.points.at(-1)?.[0] ?? 0) + result.interval,
      ...(value !== undefined && { value }),
    };
  });
}

/**
 * Whether the first bucket of the window has a point, and no more than three have none.
 *
 * @see https://docs.datadoghq.com/monitors/types/metric/#data-window
 */
function isFilled(points: readonly Point[], { from, to }: Span, unit: string): boolean {
  const seconds = BUCKET_SECONDS[unit] ?? 60;
  const filled = new Set(points.map(([time]) => Math.max(0, Math.floor((time - from) / seconds))));
  return filled.has(0) && Math.ceil((to - from + 1) / seconds) - filled.size <= 3;
}

function judged(query: MetricMonitorQuery, span: Span, data: MetricData): QueryResult[] {
  const { query: inner, change } = query;
  const stepsOf = (of: Span) => (isOfWholeWindow(query) ? wholeSpan(of) : undefined);
  if (inner.kind === "forecast") {
    const past = { from: span.to - historyOf(inner) + 1, to: span.to };
    return evaluate(inner, past, data);
  }
  const results = evaluate(inner, span, data, stepsOf(span));
  if (!change) return results;
  const earlier = { from: span.from - change.shiftSeconds, to: span.to - change.shiftSeconds };
  const before = new Map(evaluate(inner, earlier, data, stepsOf(earlier)).map((one) => [groupName(one.tagSet), one]));
  return results.map((result) => ({
    ...result,
    points: changes(result, before.get(groupName(result.tagSet)), change),
  }));
}

/**
 * How far each point is from the one a while before it.
 *
 * @see https://docs.datadoghq.com/monitors/types/change-alert/#change-and-change-
 */
function changes(
  { points }: QueryResult,
  earlier: QueryResult | undefined,
  { by, shiftSeconds }: NonNullable<MetricMonitorQuery["change"]>,
): Point[] {
  const before = new Map(earlier?.points);
  return points.flatMap(([time, value]): Point[] => {
    const was = before.get(time - shiftSeconds);
    if (was === undefined) return [];
    const change = by === "value" ? value - was : ((value - was) / was) * 100;
    return Number.isFinite(change) ? [[time, change]] : [];
  });
}

/**
 * Whether each metric is one value of the window before anything is calculated: percentiles, and a share of counts.
 *
 * @see https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/
 */
function isOfWholeWindow({ timeAggregator, query }: MetricMonitorQuery): boolean {
  const isOfCounts = query.kind === "arithmetic" && metricsIn(query).some((metric) => metric.as === "count");
  return timeAggregator === "percentile" || (timeAggregator === "sum" && isOfCounts);
}

/** What is compared with the thresholds; with those of recovery, where that is another value. */
interface Values {
  readonly value?: number | undefined;
  readonly recovery?: number | undefined;
}

function valuesOf(
  result: QueryResult,
  monitor: Monitor,
  { query, timeAggregator, windowSeconds }: MetricMonitorQuery,
  to: number,
): Values {
  if (query.kind === "forecast")
    return { value: projected(result, query, timeAggregator === "max", to, windowSeconds) };
  if (query.kind === "anomalies") {
    const { trigger_window, recovery_window } = monitor.options?.threshold_windows ?? {};
    const shareOf = (window: string | null | undefined) =>
      typeof window === "string" ? anomalousShare(result, query, window, to) : undefined;
    return { value: shareOf(trigger_window), recovery: shareOf(recovery_window) };
  }
  if (query.kind === "outliers") return result.points.length === 0 ? {} : { value: result.isOutlier ? 1 : 0 };
  const values = result.points.map(([, value]) => value);
  if (timeAggregator === "percentile") return { value: values[0] };
  return values.length === 0 ? {} : { value: aggregate(values, timeAggregator) };
}

/** The outer edge of the band where the line is highest, or lowest, in the time ahead: at one of its two ends. */
function projected(
  { points }: QueryResult,
  { deviations }: ForecastQuery,
  isHighest: boolean,
  now: number,
  aheadSeconds: number,
): number | undefined {
  const line = lineThrough(points);
  if (!line) return undefined;
  const margin = deviations * line.deviation;
  const ends = [line.at(now), line.at(now + aheadSeconds)];
  return isHighest ? Math.max(...ends) + margin : Math.min(...ends) - margin;
}

/** Of the points in a window, the share outside of the band. */
function anomalousShare(result: QueryResult, query: AnomaliesQuery, window: string, to: number): number | undefined {
  const lower = new Map(result.band?.lower);
  const upper = new Map(result.band?.upper);
  const judged = result.points.filter(([time]) => time >= to - secondsOfWindow(window) && lower.has(time));
  if (judged.length === 0) return undefined;
  const outside = judged.filter(
    ([time, value]) =>
      (query.direction !== "above" && value < (lower.get(time) ?? -Infinity)) ||
      (query.direction !== "below" && value > (upper.get(time) ?? Infinity)),
  );
  return outside.length / judged.length;
}

/** A host that has just come up is given time before it is judged. */
function isNewHost(group: string, monitor: Monitor, { hosts }: MetricData, now: number): boolean {
  const name = hostOf(group);
  const firstSeen = name === undefined ? undefined : hosts.get(name)?.firstSeen;
  const delay = monitor.options?.new_group_delay ?? monitor.options?.new_host_delay ?? 0;
  return firstSeen !== undefined && firstSeen > now - delay;
}

/** Beyond a threshold is an alert; from there, only at the threshold of recovery is it over. */
function statusOf(
  value: number,
  recovery: number,
  { warning, critical_recovery, warning_recovery }: Thresholds,
  { comparator, threshold, query }: MetricMonitorQuery,
  before: GroupStatus | undefined,
): GroupStatus {
  const isBeyond = (limit: number | null | undefined) => typeof limit === "number" && exceeds(value, comparator, limit);
  // A share of anomalies has recovered at its recovery threshold, which may be 0: docs.datadoghq.com/monitors/types/anomaly/
  const side = query.kind !== "anomalies" ? comparator : comparator.startsWith(">") ? ">" : "<";
  const isShort = (limit: number | null | undefined) => typeof limit === "number" && exceeds(recovery, side, limit);
  if (isBeyond(threshold) || (before === "Alert" && isShort(critical_recovery))) return "Alert";
  const stays = (before === "Warn" || before === "Alert") && isShort(warning_recovery);
  return isBeyond(warning) || stays ? "Warn" : "OK";
}

function exceeds(value: number, comparator: Comparator, limit: number): boolean {
  if (comparator === ">") return value > limit;
  if (comparator === ">=") return value >= limit;
  return comparator === "<" ? value < limit : value <= limit;
}
