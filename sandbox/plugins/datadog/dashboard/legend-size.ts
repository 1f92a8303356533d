import { text } from "../schema/field.js";

export const legendSize = text({ values: ["0", "2", "4", "8", "16", "auto"] });
