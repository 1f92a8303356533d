import { block, blocks, number, text, texts, type Block } from "../schema/field.js";

/** Who is notified of what has some tags. */
export const notificationRule: Block = {
  fields: {
    name: text({ required: true, empty: "" }),
    recipients: texts({ set: "by alphabet" }),
    bundleConfig: block({ fields: { duration: number() } }),
    filter: block(
      { fields: { scope: text({ absent: null }), tags: texts({ set: "by alphabet" }) } },
      { required: true },
    ),
    conditionalRecipients: block({
      fields: {
        conditions: blocks(
          { fields: { scope: text({ required: true }), recipients: texts({ required: true, set: "by alphabet" }) } },
          { empty: [] },
        ),
        fallbackRecipients: texts({ set: "by alphabet" }),
      },
    }),
  },
};
