import { comparators, palettes } from "../enums.js";
import { blocks, flag, number, text } from "../schema/field.js";

export const conditionalFormats = blocks(
  {
    fields: {
      comparator: text({ required: true, values: comparators }),
      value: number({ required: true, empty: 0 }),
      palette: text({ required: true, values: palettes }),
      customBgColor: text(),
      customFgColor: text(),
      imageUrl: text(),
      hideValue: flag(),
      timeframe: text(),
      metric: text(),
    },
  },
  { upstream: "conditional_formats" },
);
