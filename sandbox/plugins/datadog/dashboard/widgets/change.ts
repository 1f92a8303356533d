import { changeOrders, changeTypes, compareTos, directions } from "../../enums.js";
import { blocks, flag, text, type Block } from "../../schema/field.js";
import { customLinks } from "../custom-links.js";
import { formulas } from "../formulas.js";
import { apmKinds, queries } from "../queries.js";
import { request } from "../requests.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

const changeRequest = request({
  older: ["apmQuery", "logQuery", "rumQuery", "securityQuery", "processQuery"],
  queries: queries(apmKinds),
  formulas,
  responseFormat: "scalar",
  own: {
    changeType: text({ values: changeTypes }),
    compareTo: text({ values: compareTos }),
    increaseGood: flag(),
    orderBy: text({ values: changeOrders }),
    orderDir: text({ values: directions }),
    showPresent: flag(),
  },
});

export const change: Block = {
  fields: { requests: blocks(changeRequest, { empty: [] }), customLinks, ...described, ...timeSpan },
};
