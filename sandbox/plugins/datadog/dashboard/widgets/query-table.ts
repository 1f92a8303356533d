import {
  aggregators,
  cellDisplayModes,
  directions,
  searchBars,
  textFormatMatches,
  textFormatPalettes,
} from "../../enums.js";
import { block, blocks, number, text, texts, type Block } from "../../schema/field.js";
import { conditionalFormats } from "../conditional-formats.js";
import { customLinks } from "../custom-links.js";
import { tableFormulas } from "../formulas.js";
import { queries } from "../queries.js";
import { request } from "../requests.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

const textFormat: Block = {
  fields: {
    match: block(
      {
        fields: {
          type: text({ required: true, values: textFormatMatches }),
          value: text({ required: true, empty: "" }),
        },
      },
      { required: true },
    ),
    palette: text({ values: textFormatPalettes }),
    replace: block({
      fields: {
        type: text({ required: true, values: ["all", "substring"] }),
        with: text({ required: true, empty: "" }),
        substring: text({ onlyIf: (replace) => replace.type === "substring" }),
      },
    }),
    customBgColor: text(),
    customFgColor: text(),
  },
};

const queryTableRequest = request({
  older: ["apmQuery", "logQuery", "processQuery", "rumQuery", "securityQuery", "apmStatsQuery"],
  queries: queries([]),
  formulas: tableFormulas,
  responseFormat: "scalar",
  own: {
    conditionalFormats,
    alias: text(),
    aggregator: text({ values: aggregators }),
    limit: number(),
    order: text({ values: directions }),
    cellDisplayModes: texts({ wire: "cell_display_mode", values: cellDisplayModes }),
    // A list of lists to the API: one list of rules for each column.
    textFormats: blocks({ fields: { textFormats: blocks(textFormat, { wire: "" }) } }),
  },
});

export const queryTable: Block = {
  fields: {
    requests: blocks(queryTableRequest, { empty: [] }),
    hasSearchBar: text({ values: searchBars }),
    customLinks,
    ...described,
    ...timeSpan,
  },
};
