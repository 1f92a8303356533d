import type * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { queryText } from "../../datadog/query/print";
import type { Query } from "../../datadog/query/query";

/** What an SLO measures. */
export type Indicator = Counted | Monitored | Sliced;

/** The share of events that are good. */
export interface Counted {
  /** As Datadog writes it, or in parts: `sum:shop.orders{!status:failed}.as_count()`. */
  readonly good: Query | string;
  readonly total: Query | string;
}

/** The share of time in which none of the monitors alerts. */
export interface Monitored {
  /** Datadog's ids. Burn rates can be alerted on where all of them are of metrics. */
  readonly monitors: readonly pulumi.Input<string>[];
  /** Of a single monitor: `host:db1`. @default all */
  readonly groups?: readonly string[] | undefined;
}

/** The share of time slices in which a query is as it should be. */
export interface Sliced {
  readonly slice: {
    readonly query: Query | string;
    readonly comparator: "<" | "<=" | ">" | ">=";
    readonly threshold: number;
    /** @default 300 */
    readonly seconds?: 60 | 300 | undefined;
  };
}

type OfIndicator = Pick<
  datadog.ServiceLevelObjectiveArgs,
  "type" | "query" | "monitorIds" | "groups" | "sliSpecification"
>;

/** The provider's arguments for it. */
export function indicatorArgs(indicator: Indicator): OfIndicator {
  if ("monitors" in indicator) {
    const { monitors, groups } = indicator;
    return {
      type: "monitor",
      monitorIds: monitors.map((id) => (typeof id === "string" ? Number(id) : pulumi.output(id).apply(Number))),
      ...(groups !== undefined && { groups: [...groups] }),
    };
  }
  if ("slice" in indicator) {
    const { query, comparator, threshold, seconds } = indicator.slice;
    const asked = {
      formula: { formulaExpression: "query" },
      queries: [{ metricQuery: { name: "query", dataSource: "metrics", query: written(query) } }],
    };
    const timeSlice = { query: asked, comparator, threshold, queryIntervalSeconds: seconds ?? 300 };
    return { type: "time_slice", sliSpecification: { timeSlice } };
  }
  const { good, total } = indicator;
  return { type: "metric", query: { numerator: written(good), denominator: written(total) } };
}

function written(query: Query | string): string {
  return typeof query === "string" ? query : queryText(query);
}
