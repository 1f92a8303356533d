import { textAligns } from "../enums.js";
import { text } from "../schema/field.js";

/** Most widgets have a title; some of them a description as well. */
export const titles = {
  title: text(),
  titleSize: text(),
  titleAlign: text({ values: textAligns }),
};

export const described = { ...titles, description: text() };
