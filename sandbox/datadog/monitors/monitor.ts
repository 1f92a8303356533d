import { parseSloQuery, type SloQuery } from "./slo-query.js";
import { groupingOf } from "../query/parse.js";
import { type CompositeQuery, parseCompositeQuery } from "./composite.js";
import {
  type CheckMonitorQuery,
  type MetricMonitorQuery,
  parseCheckMonitorQuery,
  parseMetricMonitorQuery,
} from "./query.js";

/** The part of a monitor's body that the stand-in reads; the rest is kept and echoed. */
export interface MonitorBody {
  readonly name?: string;
  readonly type: string;
  readonly query: string;
  readonly message?: string;
  readonly tags?: readonly string[];
  readonly priority?: number | null;
  readonly draft_status?: string;
  readonly options?: MonitorOptions;
  readonly assets?: readonly unknown[];
}

export interface MonitorOptions {
  readonly thresholds?: Thresholds;
  readonly threshold_windows?: { readonly trigger_window?: string | null; readonly recovery_window?: string | null };
  readonly notify_no_data?: boolean;
  readonly no_data_timeframe?: number | null;
  readonly on_missing_data?: string;
  readonly require_full_window?: boolean;
  readonly evaluation_delay?: number | null;
  readonly new_host_delay?: number | null;
  readonly new_group_delay?: number | null;
  readonly renotify_interval?: number | null;
  readonly renotify_occurrences?: number | null;
  readonly renotify_statuses?: readonly string[] | null;
  readonly escalation_message?: string;
  readonly include_tags?: boolean;
  readonly timeout_h?: number | null;
  readonly group_retention_duration?: string;
  readonly notify_by?: readonly string[];
  readonly scheduling_options?: SchedulingOptions | null;
}

/** Cumulative windows start at set times; a custom schedule evaluates at set times only. */
export interface SchedulingOptions {
  readonly evaluation_window?: EvaluationWindow;
  readonly custom_schedule?: { readonly recurrences?: readonly ScheduleRecurrence[] };
}

export interface EvaluationWindow {
  /** `04:00` */
  readonly day_starts?: string;
  readonly month_starts?: number;
  /** Minute of the hour. */
  readonly hour_starts?: number;
  /** @default UTC */
  readonly timezone?: string;
}

export interface ScheduleRecurrence {
  readonly rrule?: string;
  /** `2027-01-04T19:00:00`, in the time zone. */
  readonly start?: string;
  readonly timezone?: string;
}

export interface Thresholds {
  readonly critical?: number;
  readonly critical_recovery?: number | null;
  readonly warning?: number | null;
  readonly warning_recovery?: number | null;
  readonly ok?: number | null;
  readonly unknown?: number | null;
}

export interface Monitor extends MonitorBody {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly created_at: number;
  readonly created: string;
  readonly modified: string;
}

export type MonitorQuery = MetricMonitorQuery | CheckMonitorQuery | CompositeQuery | SloQuery;

/** Where a composite monitor finds its parts. */
export type FindMonitor = (id: number) => Monitor | undefined;

export const METRIC_TYPES = new Set(["query alert", "metric alert"]);

/**
 * @returns undefined for a type of monitor that the stand-in does not evaluate.
 * @throws SyntaxMistake
 */
export function parseMonitorQuery({ type, query }: Pick<MonitorBody, "type" | "query">): MonitorQuery | undefined {
  if (METRIC_TYPES.has(type)) return parseMetricMonitorQuery(query);
  if (type === "slo alert") return parseSloQuery(query);
  if (type === "composite") return parseCompositeQuery(query);
  return type === "service check" ? parseCheckMonitorQuery(query) : undefined;
}

/** Of a composite monitor, those of its most finely grouped part. */
export function groupKeys(query: MonitorQuery, find: FindMonitor): readonly string[] {
  if (query.kind === "metric") return groupingOf(query.query);
  if (query.kind === "check") return query.groupBy;
  if (query.kind === "slo") return [];
  const parts = query.parts.map((id) => {
    const part = find(id);
    const inner = part && parseMonitorQuery(part);
    return inner && inner.kind !== "composite" ? groupKeys(inner, find) : [];
  });
  return parts.reduce((most, keys) => (keys.length > most.length ? keys : most), []);
}
