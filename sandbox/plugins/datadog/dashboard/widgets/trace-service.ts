import { serviceDisplays, sizeFormats } from "../../enums.js";
import { flag, text, type Block } from "../../schema/field.js";
import { timeSpan } from "../time-span.js";
import { titles } from "../titles.js";

export const traceService: Block = {
  fields: {
    env: text({ required: true, empty: "" }),
    service: text({ required: true, empty: "" }),
    spanName: text({ required: true, empty: "" }),
    showHits: flag(),
    showErrors: flag(),
    showLatency: flag(),
    showBreakdown: flag(),
    showDistribution: flag(),
    showResourceList: flag(),
    sizeFormat: text({ values: sizeFormats }),
    displayFormat: text({ values: serviceDisplays }),
    ...titles,
    ...timeSpan,
  },
};
