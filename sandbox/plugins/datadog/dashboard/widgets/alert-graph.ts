import { vizTypes } from "../../enums.js";
import { text, type Block } from "../../schema/field.js";
import { timeSpan } from "../time-span.js";
import { titles } from "../titles.js";

export const alertGraph: Block = {
  fields: {
    alertId: text({ required: true, empty: "" }),
    vizType: text({ required: true, values: vizTypes }),
    ...titles,
    ...timeSpan,
  },
};
