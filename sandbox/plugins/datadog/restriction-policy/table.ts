import { blocks, text, texts, type Block } from "../schema/field.js";

/** Who may do what with a monitor or a dashboard. */
export const restrictionPolicy: Block = {
  fields: {
    resourceId: text({ required: true, replaces: true, wire: null }),
    bindings: blocks(
      { fields: { relation: text({ required: true }), principals: texts({ required: true, set: "by alphabet" }) } },
      { set: true, upstream: "bindings", empty: null },
    ),
  },
};
