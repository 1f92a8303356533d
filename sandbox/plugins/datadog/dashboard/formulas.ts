import { cellDisplayModes, queryOrders, trendScales, trendTypes } from "../enums.js";
import { block, blocks, number, text } from "../schema/field.js";
import { conditionalFormats } from "./conditional-formats.js";

const canonicalUnit = { wire: "type", value: "canonical_unit" };
const customUnit = { wire: "type", value: "custom_unit_label" };

const numberFormat = block({
  fields: {
    unit: block(
      {
        fields: {
          canonical: block(
            { fields: { unitName: text({ required: true }), perUnitName: text() }, adds: [canonicalUnit] },
            { wire: "", is: (unit) => unit.type === canonicalUnit.value },
          ),
          custom: block(
            { fields: { label: text({ required: true }) }, adds: [customUnit] },
            { wire: "", is: (unit) => unit.type === customUnit.value },
          ),
        },
      },
      { required: true },
    ),
    unitScale: block({ fields: { unitName: text({ required: true }) }, adds: [canonicalUnit] }),
  },
});

const formula = {
  formulaExpression: text({ required: true, wire: "formula" }),
  alias: text(),
  limit: block({ fields: { count: number(), order: text({ values: queryOrders, default: "desc" }) } }),
  conditionalFormats,
  cellDisplayMode: text({ values: cellDisplayModes }),
  style: block({ fields: { palette: text({ empty: "" }), paletteIndex: number({ empty: 0 }) } }),
  numberFormat,
};

/** What a request computes of its queries. */
export const formulas = blocks({ fields: formula });

/** A table's formulas also say how a cell draws its trend. */
export const tableFormulas = blocks({
  fields: {
    ...formula,
    cellDisplayModeOptions: block({
      fields: {
        trendType: text({ values: trendTypes, empty: "" }),
        yScale: text({ values: trendScales, empty: "" }),
      },
    }),
  },
});
