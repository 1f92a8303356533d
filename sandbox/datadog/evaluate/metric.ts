import type { Monitor, Thresholds } from "../monitors/monitor.js";
import { type Comparator, type MetricMonitorQuery, secondsOfWindow } from "../monitors/query.js";
import { aggregate } from "../query/buckets.js";
import { evaluate, type MetricData, wholeSpan } from "../query/evaluate.js";
import type { QueryResult } from "../query/result.js";
import { type AnomaliesQuery, metricsIn } from "../query/parse.js";
import { groupName, hostOf, type Reading } from "./reading.js";
import type { GroupState, GroupStatus } from "./states.js";

/** The part of the window by which data has to have begun for the window to count as full. */
const FULL_WINDOW_SHARE = 0.2;

/** @param now seconds since 1970 */
export function metricReadings(
  monitor: Monitor,
  query: MetricMonitorQuery,
  data: MetricData,
  now: number,
  before: Readonly<Record<string, GroupState>>,
): Reading[] {
  const to = now - (monitor.options?.evaluation_delay ?? 0);
  const span = { from: to - query.windowSeconds + 1, to };
  const isFull = ({ points }: QueryResult) =>
    monitor.options?.require_full_window !== true ||
    (points[0]?.[0] ?? Infinity) <= span.from + FULL_WINDOW_SHARE * query.windowSeconds;
  return evaluate(query.query, span, data, isOfWholeWindow(query) ? wholeSpan(span) : undefined).map((result) => {
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
  { query, timeAggregator }: MetricMonitorQuery,
  to: number,
): Values {
  if (query.kind === "anomalies") {
    const { trigger_window, recovery_window } = monitor.options?.threshold_windows ?? {};
    const shareOf = (window: string | null | undefined) =>
      typeof window === "string" ? anomalousShare(result, query, window, to) : undefined;
    return { value: shareOf(trigger_window), recovery: shareOf(recovery_window) };
  }
  const values = result.points.map(([, value]) => value);
  if (timeAggregator === "percentile") return { value: values[0] };
  return values.length === 0 ? {} : { value: aggregate(values, timeAggregator) };
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
  { comparator, threshold }: MetricMonitorQuery,
  before: GroupStatus | undefined,
): GroupStatus {
  const isBeyond = (limit: number | null | undefined) => typeof limit === "number" && exceeds(value, comparator, limit);
  const side = comparator.startsWith(">") ? ">" : "<";
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
