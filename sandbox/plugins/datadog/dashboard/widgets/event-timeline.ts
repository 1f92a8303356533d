import { text, type Block } from "../../schema/field.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

export const eventTimeline: Block = {
  fields: {
    query: text({ required: true, empty: "" }),
    tagsExecution: text(),
    ...described,
    ...timeSpan,
  },
};
