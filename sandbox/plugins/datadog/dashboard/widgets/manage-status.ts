import { colorPreferences, summaryDisplays, summarySorts, summaryTypes } from "../../enums.js";
import { flag, text, type Block } from "../../schema/field.js";
import { titles } from "../titles.js";

export const manageStatus: Block = {
  fields: {
    query: text({ required: true, empty: "" }),
    summaryType: text({ values: summaryTypes }),
    sort: text({ values: summarySorts }),
    displayFormat: text({ values: summaryDisplays }),
    colorPreference: text({ values: colorPreferences }),
    hideZeroCounts: flag(),
    showLastTriggered: flag(),
    showPriority: flag(),
    ...titles,
  },
};
