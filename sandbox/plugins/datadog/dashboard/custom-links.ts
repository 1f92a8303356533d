import { blocks, flagIfTrue, isFilled, text } from "../schema/field.js";

/** Entries of a graph's context menu: own ones have a label, those that override Datadog's name it. */
export const customLinks = blocks({
  fields: {
    overrideLabel: text(),
    label: text({ unless: ["overrideLabel"] }),
    isHidden: flagIfTrue({ onlyIf: (link) => isFilled(link.overrideLabel) }),
    link: text(),
  },
});
