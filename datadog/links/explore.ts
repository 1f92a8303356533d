import { pageUrl } from "./page";
import { type Range, rangeParameters } from "./range";

/** What a search for events shows. */
export interface Search {
  /** In Datadog's search syntax: `service:shop status:error`. */
  readonly query: string;
  readonly range?: Range;
}

/** @see https://docs.datadoghq.com/events/explorer/ */
export function eventsUrl(app: string, { query, range }: Search): string {
  return pageUrl(app, "/event/explorer", { query, ...rangeParameters(range) });
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

/** The list of the hosts that have a tag: `env:prod`. */
export function hostsUrl(app: string, tag: string): string {
  return pageUrl(app, "/infrastructure", { tags: tag });
}
