import { sloComparators, sloTimeframes, sloTypes } from "../enums.js";
import { block, blocks, flagIfTrue, number, officialOnly, text, texts, type Block } from "../schema/field.js";

const queries = blocks(
  {
    fields: {
      metricQuery: block(
        {
          fields: {
            dataSource: text({ default: "metrics" }),
            name: text({ required: true, empty: "" }),
            query: text({ required: true, empty: "" }),
          },
        },
        { wire: "" },
      ),
    },
  },
  { required: true, upstream: "query" },
);

const count: Block = {
  fields: {
    goodEventsFormula: text({ required: true, wire: "good_events_formula.formula" }),
    badEventsFormula: text({ wire: "bad_events_formula.formula", conflicts: ["totalEventsFormula"] }),
    totalEventsFormula: text({ wire: "total_events_formula.formula", conflicts: ["badEventsFormula"] }),
    queries: { ...queries, upstream: "queries" },
  },
};

const timeSlice: Block = {
  fields: {
    comparator: text({ required: true, values: sloComparators }),
    threshold: number({ required: true, empty: 0 }),
    queryIntervalSeconds: number({ default: 300 }),
    query: block(
      {
        fields: {
          formula: block(
            { fields: { formulaExpression: text({ required: true, wire: "formula" }) } },
            { required: true, wire: "formulas", listed: true },
          ),
          queries,
        },
      },
      { required: true },
    ),
  },
};

const threshold: Block = {
  fields: {
    timeframe: text({ required: true, values: sloTimeframes }),
    target: number({ required: true }),
    warning: number(),
    targetDisplay: text({ readOnly: true }),
    warningDisplay: text({ readOnly: true }),
  },
};

/** A service level objective. */
export const slo: Block = {
  fields: {
    name: text({ required: true, empty: "" }),
    type: text({ required: true, values: sloTypes, replaces: true }),
    description: text({ trimmed: true }),
    tags: texts({ set: "by hash", computed: true, absent: [], settlesOpen: true }),
    ignoreTagKeys: officialOnly(null),
    thresholds: blocks(threshold, { required: true, upstream: "thresholds" }),
    targetThreshold: number({ computed: true, absent: null, kept: true }),
    warningThreshold: number({ computed: true, absent: null, kept: true }),
    timeframe: text({ computed: true, values: sloTimeframes, kept: true }),

    query: block(
      {
        fields: {
          numerator: text({ required: true, empty: "", trimmed: true }),
          denominator: text({ required: true, empty: "", trimmed: true }),
        },
      },
      { conflicts: ["monitorIds", "sliSpecification", "groups"] },
    ),
    monitorIds: texts({ set: "by hash", numbers: true, conflicts: ["query", "sliSpecification"] }),
    groups: texts({ set: "by hash", conflicts: ["query"] }),
    sliSpecification: block(
      { fields: { count: block(count), timeSlice: block(timeSlice) } },
      { conflicts: ["query", "monitorIds", "groups"] },
    ),

    // These two steer the plugin and are not the SLO's.
    validate: flagIfTrue({ wire: null, absent: null, settled: () => true }),
    forceDelete: flagIfTrue({ wire: null, absent: null }),
  },
};
