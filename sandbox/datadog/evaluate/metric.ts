import type { Monitor, Thresholds } from "../monitors/monitor.js";
import { type Comparator, type MetricMonitorQuery, secondsOfWindow } from "../monitors/query.js";
import { aggregate } from "../query/buckets.js";
import { evaluate, type MetricData } from "../query/evaluate.js";
import type { QueryResult } from "../query/result.js";
import type { AnomaliesQuery } from "../query/parse.js";
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
  return evaluate(query.query, span, data).map((result) => {
    const group = groupName(result.tagSet);
    const value = valueOf(result, monitor, query, to);
    const canTell = isFull(result) && value !== undefined && !isNewHost(group, monitor, data, now);
    return {
      group,
      status: canTell ? statusOf(value, monitor.options?.thresholds ?? {}, query, before[group]?.status) : undefined,
      lastData: (result.points.at(-1)?.[0] ?? 0) + result.interval,
      ...(value !== undefined && { value }),
    };
  });
}

function valueOf(result: QueryResult, monitor: Monitor, query: MetricMonitorQuery, to: number): number | undefined {
  if (query.query.kind === "anomalies") return anomalousShare(result, query.query, monitor, to);
  const values = result.points.map(([, value]) => value);
  return values.length === 0 ? undefined : aggregate(values, query.timeAggregator);
}

/** Of the points in the alert window, the share outside of the band. */
function anomalousShare(result: QueryResult, query: AnomaliesQuery, monitor: Monitor, to: number): number | undefined {
  const window = monitor.options?.threshold_windows?.trigger_window ?? query.alertWindow ?? "last_15m";
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

function statusOf(
  value: number,
  { warning, critical_recovery, warning_recovery }: Thresholds,
  { comparator, threshold }: MetricMonitorQuery,
  before: GroupStatus | undefined,
): GroupStatus {
  const isBeyond = (limit: number | null | undefined) => typeof limit === "number" && exceeds(value, comparator, limit);
  if (isBeyond(threshold) || (before === "Alert" && isBeyond(critical_recovery))) return "Alert";
  const stays = (before === "Warn" || before === "Alert") && isBeyond(warning_recovery);
  return isBeyond(warning) || stays ? "Warn" : "OK";
}

function exceeds(value: number, comparator: Comparator, limit: number): boolean {
  if (comparator === ">") return value > limit;
  if (comparator === ">=") return value >= limit;
  return comparator === "<" ? value < limit : value <= limit;
}
