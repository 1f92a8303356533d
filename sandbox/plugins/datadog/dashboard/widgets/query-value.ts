import { aggregators, backgroundTypes, textAligns } from "../../enums.js";
import { block, blocks, flag, number, text, type Block } from "../../schema/field.js";
import { axis } from "../axis.js";
import { conditionalFormats } from "../conditional-formats.js";
import { customLinks } from "../custom-links.js";
import { formulas } from "../formulas.js";
import { apmKinds, queries } from "../queries.js";
import { request } from "../requests.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

const queryValueRequest = request({
  older: ["apmQuery", "logQuery", "processQuery", "rumQuery", "securityQuery", "auditQuery"],
  queries: queries(apmKinds),
  formulas,
  responseFormat: "scalar",
  own: { conditionalFormats, aggregator: text({ values: aggregators }) },
});

export const queryValue: Block = {
  fields: {
    requests: blocks(queryValueRequest, { empty: [] }),
    autoscale: flag(),
    customUnit: text(),
    precision: number({ empty: 0 }),
    textAlign: text({ values: textAligns }),
    timeseriesBackground: block({
      fields: { type: text({ required: true, values: backgroundTypes }), yaxis: axis },
    }),
    customLinks,
    ...described,
    ...timeSpan,
  },
};
