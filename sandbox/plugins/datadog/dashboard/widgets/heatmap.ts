import { block, blocks, flag, text, type Block } from "../../schema/field.js";
import { axis } from "../axis.js";
import { customLinks } from "../custom-links.js";
import { events } from "../events.js";
import { formulas } from "../formulas.js";
import { legendSize } from "../legend-size.js";
import { apmKinds, queries } from "../queries.js";
import { request } from "../requests.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

const heatmapRequest = request({
  older: ["apmQuery", "logQuery", "processQuery", "rumQuery", "securityQuery"],
  queries: queries([...apmKinds, "cloudCostQuery"]),
  formulas,
  responseFormat: "timeseries",
  own: { style: block({ fields: { palette: text() } }) },
});

export const heatmap: Block = {
  fields: {
    requests: blocks(heatmapRequest, { empty: [] }),
    yaxis: axis,
    events,
    showLegend: flag(),
    legendSize,
    customLinks,
    ...described,
    ...timeSpan,
  },
};
