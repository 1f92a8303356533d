/** Queries as they were before formulas. */
import { apmStatsRows, cellDisplayModes, directions } from "../enums.js";
import { block, blocks, number, text, texts } from "../schema/field.js";

const compute = { fields: { aggregation: text({ required: true }), facet: text(), interval: number() } };

/** One notation for logs, APM traces, network, RUM, security signals and audit trail. */
export const logQuery = block({
  fields: {
    index: text({ required: true, empty: "" }),
    computeQuery: block(compute, { wire: "compute" }),
    multiComputes: blocks(compute, { wire: "multi_compute" }),
    searchQuery: text({ wire: "search.query", empty: "" }),
    groupBies: blocks(
      {
        fields: {
          facet: text({ empty: "" }),
          limit: number(),
          sortQuery: block(
            {
              fields: {
                aggregation: text({ required: true }),
                order: text({ required: true, values: directions }),
                facet: text(),
              },
            },
            { wire: "sort" },
          ),
        },
      },
      { wire: "group_by" },
    ),
  },
});

export const processQuery = block({
  fields: {
    metric: text({ required: true, empty: "" }),
    searchBy: text(),
    filterBies: texts({ wire: "filter_by" }),
    limit: number(),
  },
});

export const apmStatsQuery = block({
  fields: {
    service: text({ required: true, empty: "" }),
    name: text({ required: true, empty: "" }),
    env: text({ required: true, empty: "" }),
    primaryTag: text({ required: true, empty: "" }),
    rowType: text({ required: true, values: apmStatsRows }),
    resource: text(),
    columns: blocks({
      fields: {
        name: text({ required: true, empty: "" }),
        alias: text(),
        order: text({ values: directions }),
        cellDisplayMode: text({ values: cellDisplayModes }),
      },
    }),
  },
});
