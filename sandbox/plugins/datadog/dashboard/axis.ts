import { block, flag, text } from "../schema/field.js";

export const axis = block({
  fields: { label: text(), scale: text(), min: text(), max: text(), includeZero: flag() },
});
