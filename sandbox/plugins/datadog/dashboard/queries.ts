/** Queries that formulas refer to by name, one object for each kind of data. The API tells them apart by their source. */
import {
  aggregators,
  apmDependencySources,
  apmDependencyStats,
  apmResourceSources,
  apmResourceStats,
  cloudCostSources,
  eventAggregations,
  eventsSources,
  metricAggregations,
  processSources,
  queryOrders,
  semanticModes,
  sloGroupModes,
  sloMeasures,
  sloQueryTypes,
  sloSources,
} from "../enums.js";
import type { Properties } from "../../rpc/value.js";
import {
  block,
  blocks,
  flag,
  number,
  text,
  texts,
  type Block,
  type BlockField,
  type BlocksField,
} from "../schema/field.js";

const name = text({ required: true, empty: "" });
const crossOrgUuids = text({ listed: true });
const sourced = (sources: readonly string[]) => text({ required: true, values: sources });

/** The query's fields are the element's own on the wire. */
function query(sources: readonly string[], fields: Block["fields"], adds: Block["adds"] = []): BlockField {
  const is = (received: Properties): boolean =>
    typeof received.data_source === "string" && sources.includes(received.data_source);
  return block({ fields: { ...fields, crossOrgUuids }, adds }, { wire: "", is });
}

const metricQuery = query(
  ["metrics"],
  {
    // Whatever is declared, metrics it is.
    dataSource: text({ default: "metrics", dropped: true }),
    query: text({ required: true, empty: "" }),
    aggregator: text({ values: metricAggregations }),
    name,
    semanticMode: text({ values: semanticModes }),
  },
  [{ wire: "data_source", value: "metrics" }],
);

const sort = block({
  fields: {
    aggregation: text({ required: true, values: eventAggregations }),
    metric: text(),
    order: text({ values: queryOrders }),
  },
});

const eventQuery = query(eventsSources, {
  dataSource: sourced(eventsSources),
  storage: text(),
  search: block({ fields: { query: text({ required: true }) } }),
  indexes: texts({ empty: [] }),
  computes: blocks(
    {
      fields: {
        aggregation: text({ required: true, values: eventAggregations }),
        interval: number(),
        metric: text(),
      },
    },
    { required: true, wire: "compute", first: true },
  ),
  groupBies: blocks(
    { fields: { facet: text({ required: true, empty: "" }), limit: number(), sort } },
    { wire: "group_by" },
  ),
  groupByFields: block(
    { fields: { fields: texts({ required: true, empty: [] }), limit: number(), sort } },
    { wire: "group_by", unless: ["groupBies"] },
  ),
  name,
});

const processQuery = query(processSources, {
  dataSource: sourced(processSources),
  metric: text({ required: true, empty: "" }),
  textFilter: text(),
  tagFilters: texts({ empty: [] }),
  limit: number(),
  sort: text({ values: queryOrders, default: "desc" }),
  aggregator: text({ values: metricAggregations }),
  isNormalizedCpu: flag(),
  name,
});

const apmDependencyStatsQuery = query(apmDependencySources, {
  dataSource: sourced(apmDependencySources),
  env: text({ required: true, empty: "" }),
  stat: text({ required: true, values: apmDependencyStats }),
  operationName: text({ required: true, empty: "" }),
  resourceName: text({ required: true, empty: "" }),
  service: text({ required: true, empty: "" }),
  primaryTagName: text(),
  primaryTagValue: text(),
  isUpstream: flag(),
  name,
});

const apmResourceStatsQuery = query(apmResourceSources, {
  dataSource: sourced(apmResourceSources),
  env: text({ required: true, empty: "" }),
  stat: text({ required: true, values: apmResourceStats }),
  operationName: text(),
  resourceName: text(),
  service: text({ required: true, empty: "" }),
  primaryTagName: text(),
  primaryTagValue: text(),
  groupBies: texts({ wire: "group_by" }),
  name,
});

const sloQuery = query(sloSources, {
  dataSource: sourced(sloSources),
  sloId: text({ required: true, empty: "" }),
  measure: text({ required: true, values: sloMeasures }),
  name: text(),
  groupMode: text({ values: sloGroupModes, default: "overall" }),
  sloQueryType: text({ values: sloQueryTypes, default: "metric" }),
  additionalQueryFilters: text(),
});

const cloudCostQuery = query(cloudCostSources, {
  dataSource: sourced(cloudCostSources),
  query: text({ required: true, empty: "" }),
  aggregator: text({ values: aggregators }),
  name,
});

const kinds = {
  eventQuery,
  metricQuery,
  processQuery,
  apmDependencyStatsQuery,
  apmResourceStatsQuery,
  sloQuery,
  cloudCostQuery,
};

export type QueryKind = keyof typeof kinds;

/** Every widget takes every kind; those that the official plugin does not send for it go out as `null`. */
export function queries(dropped: readonly QueryKind[]): BlocksField {
  const fields = Object.entries(kinds).map(([kind, field]) => {
    const isDropped = dropped.some((name) => name === kind);
    return [kind, isDropped ? { ...field, dropped: true as const } : field] as const;
  });
  return blocks(
    { fields: Object.fromEntries(fields), firstOf: [Object.keys(kinds)], hollow: null },
    { upstream: "query" },
  );
}

/** Charts by formula take no statistics of APM: the official plugin accepts them and drops them on the wire. */
export const apmKinds: readonly QueryKind[] = ["apmDependencyStatsQuery", "apmResourceStatsQuery"];
