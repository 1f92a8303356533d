import { groupings } from "../../enums.js";
import { text, texts, type Block } from "../../schema/field.js";
import { timeSpan } from "../time-span.js";
import { titles } from "../titles.js";

export const checkStatus: Block = {
  fields: {
    check: text({ required: true, empty: "" }),
    grouping: text({ required: true, values: groupings }),
    group: text(),
    groupBies: texts({ wire: "group_by" }),
    tags: texts(),
    ...titles,
    ...timeSpan,
  },
};
