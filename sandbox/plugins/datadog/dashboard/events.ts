import { blocks, text } from "../schema/field.js";

/** Events overlaid on a graph. */
export const events = blocks({ fields: { q: text({ required: true, empty: "" }), tagsExecution: text() } });
