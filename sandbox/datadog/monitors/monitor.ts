import { groupingOf } from "../query/parse.js";
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
  readonly renotify_statuses?: readonly string[] | null;
  readonly escalation_message?: string;
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

export type MonitorQuery = MetricMonitorQuery | CheckMonitorQuery;

export const METRIC_TYPES = new Set(["query alert", "metric alert"]);

/**
 * @returns undefined for a type of monitor that the stand-in does not evaluate.
 * @throws SyntaxMistake
 */
export function parseMonitorQuery({ type, query }: Pick<MonitorBody, "type" | "query">): MonitorQuery | undefined {
  if (METRIC_TYPES.has(type)) return parseMetricMonitorQuery(query);
  return type === "service check" ? parseCheckMonitorQuery(query) : undefined;
}

export function groupKeys(query: MonitorQuery): readonly string[] {
  return query.kind === "metric" ? groupingOf(query.query) : query.groupBy;
}
