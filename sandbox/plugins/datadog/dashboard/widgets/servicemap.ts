import { text, texts, type Block } from "../../schema/field.js";
import { customLinks } from "../custom-links.js";
import { described } from "../titles.js";

export const servicemap: Block = {
  fields: {
    service: text({ required: true, empty: "" }),
    filters: texts({ required: true, empty: [] }),
    customLinks,
    ...described,
  },
};
