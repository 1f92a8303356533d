import { toplistScalings } from "../../enums.js";
import { block, blocks, text, type Block } from "../../schema/field.js";
import { conditionalFormats } from "../conditional-formats.js";
import { customLinks } from "../custom-links.js";
import { formulas } from "../formulas.js";
import { apmKinds, queries } from "../queries.js";
import { request } from "../requests.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

const toplistRequest = request({
  older: ["apmQuery", "logQuery", "processQuery", "rumQuery", "securityQuery", "auditQuery"],
  queries: queries(apmKinds),
  formulas,
  responseFormat: "scalar",
  own: { conditionalFormats, style: block({ fields: { palette: text() } }) },
});

const display: Block = {
  fields: { type: text({ required: true, values: ["stacked", "flat"] }) },
  adds: [{ wire: "legend", value: "automatic", when: (declared) => declared.type === "stacked" }],
};

export const toplist: Block = {
  fields: {
    requests: blocks(toplistRequest, { empty: [] }),
    styles: blocks(
      {
        fields: {
          displays: blocks(display, { wire: "display", first: true }),
          palette: text(),
          scaling: text({ values: toplistScalings, computed: true }),
        },
      },
      { wire: "style", first: true },
    ),
    customLinks,
    ...described,
    ...timeSpan,
  },
};
