import { pageUrl } from "./page";
import { type Range, rangeParameters } from "./range";

/** What a search for logs or events shows. */
export interface Search {
  /** In Datadog's search syntax: `service:shop status:error`. */
  readonly query: string;
  readonly range?: Range;
}

/** @see https://docs.datadoghq.com/logs/explorer/ */
export function logsUrl(app: string, search: Search): string {
  return searchUrl(app, "/logs", search);
}

/** @see https://docs.datadoghq.com/events/explorer/ */
export function eventsUrl(app: string, search: Search): string {
  return searchUrl(app, "/event/explorer", search);
}

/** A metric's graph, to be cut by hand. */
export interface MetricView {
  readonly metric: string;
  /** Tags that all must hold: `["env:prod"]`. @default everything */
  readonly scope?: readonly string[];
  /** How the series become one. @default avg */
  readonly aggregator?: "avg" | "sum" | "min" | "max";
  /** A tag's key: a line for each of its values. @default one line */
  readonly by?: string;
  readonly range?: Range;
}

/** @see https://docs.datadoghq.com/metrics/explorer/ */
export function metricUrl(app: string, { metric, scope = [], aggregator = "avg", by, range }: MetricView): string {
  return pageUrl(app, "/metric/explorer", {
    exp_metric: metric,
    exp_agg: aggregator,
    ...(scope.length > 0 && { exp_scope: scope.join(",") }),
    ...(by !== undefined && { exp_group: by }),
    ...rangeParameters(range),
  });
}

/**
 * What Datadog knows of a metric: type, unit, tags, hosts.
 *
 * @see https://docs.datadoghq.com/metrics/summary/
 */
export function metricSummaryUrl(app: string, metric: string): string {
  return pageUrl(app, "/metric/summary", { filter: metric, metric });
}

/** The list of the hosts that have a tag: `env:prod`. */
export function hostsUrl(app: string, tag: string): string {
  return pageUrl(app, "/infrastructure", { tags: tag });
}

/** The list of hosts with one in it, as a notification links to it. */
export function hostUrl(app: string, host: string): string {
  return pageUrl(app, "/infrastructure", { filter: host });
}

/**
 * The dashboard that comes with an integration, of one host: `system_overview`, `postgres`.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/#dynamic-links
 */
export function integrationDashboardUrl(app: string, integration: string, host: string): string {
  return pageUrl(app, `/dash/integration/${encodeURIComponent(integration)}`, { tpl_var_scope: `host:${host}` });
}

/**
 * Database Monitoring: its hosts, or the statements of all of them, or samples of their runs.
 *
 * @see https://docs.datadoghq.com/database_monitoring/
 */
export function databasesUrl(app: string, view?: "queries" | "samples"): string {
  return pageUrl(app, view === undefined ? "/databases" : `/databases/${view}`);
}

/** @see https://docs.datadoghq.com/service_management/service_level_objectives/ */
export function sloUrl(app: string, id: string): string {
  return pageUrl(app, "/slo", { slo_id: id });
}

/** The objectives that a query finds: `team:sre`. */
export function slosUrl(app: string, query: string): string {
  return pageUrl(app, "/slo/manage", { query });
}

/** @see https://docs.datadoghq.com/notebooks/ */
export function notebookUrl(app: string, id: string): string {
  return pageUrl(app, `/notebook/${encodeURIComponent(id)}`);
}

function searchUrl(app: string, path: string, { query, range }: Search): string {
  return pageUrl(app, path, { query, ...rangeParameters(range) });
}
