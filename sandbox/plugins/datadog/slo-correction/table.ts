import { sloCorrectionCategories } from "../enums.js";
import { number, text, type Block } from "../schema/field.js";

/** The attributes of a time that an SLO does not count; times in seconds since 1970. */
export const sloCorrection: Block = {
  fields: {
    category: text({ required: true, values: sloCorrectionCategories }),
    description: text({ absent: null, kept: true }),
    end: number({ conflicts: ["rrule", "duration"], absent: null, kept: true }),
    sloId: text({ required: true, kept: true }),
    start: number({ required: true, empty: 0 }),
    timezone: text({ absent: null, kept: true }),
    duration: number(),
    rrule: text(),
  },
};
