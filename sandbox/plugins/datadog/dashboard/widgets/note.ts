import { textAligns, tickEdges, verticalAligns } from "../../enums.js";
import { flag, text, type Block } from "../../schema/field.js";

export const note: Block = {
  fields: {
    content: text({ required: true, empty: "" }),
    // Known to Pulumi, sent by no version of the official plugin.
    description: text({ wire: null }),
    backgroundColor: text(),
    fontSize: text(),
    textAlign: text({ values: textAligns }),
    verticalAlign: text({ values: verticalAligns }),
    hasPadding: flag({ default: true }),
    showTick: flag(),
    tickPos: text(),
    tickEdge: text({ values: tickEdges }),
  },
};
