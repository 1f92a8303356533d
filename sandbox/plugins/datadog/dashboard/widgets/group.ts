import { groupLayouts } from "../../enums.js";
import { blocks, flag, text, type Block } from "../../schema/field.js";

/** A group of widgets; none of them is a group. */
export function group(widget: Block): Block {
  return {
    fields: {
      widgets: blocks(widget, { empty: [] }),
      layoutType: text({ required: true, values: groupLayouts }),
      title: text(),
      backgroundColor: text(),
      bannerImg: text(),
      showTitle: flag({ default: true }),
    },
  };
}
