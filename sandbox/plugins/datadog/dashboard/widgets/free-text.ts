import { textAligns } from "../../enums.js";
import { text, type Block } from "../../schema/field.js";

export const freeText: Block = {
  fields: {
    text: text({ required: true, empty: "" }),
    // Known to Pulumi, sent by no version of the official plugin.
    description: text({ wire: null }),
    color: text(),
    fontSize: text(),
    textAlign: text({ values: textAligns }),
  },
};
