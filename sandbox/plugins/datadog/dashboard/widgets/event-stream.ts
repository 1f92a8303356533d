import { eventSizes } from "../../enums.js";
import { text, type Block } from "../../schema/field.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

export const eventStream: Block = {
  fields: {
    query: text({ required: true, empty: "" }),
    eventSize: text({ values: eventSizes }),
    tagsExecution: text(),
    ...described,
    ...timeSpan,
  },
};
