import { displayTypes, legendColumns, legendLayouts, lineTypes, lineWidths, styleOrders } from "../../enums.js";
import { block, blocks, flag, text, texts, type Block } from "../../schema/field.js";
import { axis } from "../axis.js";
import { customLinks } from "../custom-links.js";
import { events } from "../events.js";
import { formulas } from "../formulas.js";
import { legendSize } from "../legend-size.js";
import { apmKinds, queries } from "../queries.js";
import { request } from "../requests.js";
import { timeSpan } from "../time-span.js";
import { described } from "../titles.js";

const timeseriesRequest = request({
  older: ["apmQuery", "logQuery", "networkQuery", "rumQuery", "securityQuery", "processQuery", "auditQuery"],
  queries: queries(apmKinds),
  formulas,
  responseFormat: "timeseries",
  own: {
    style: block({
      fields: {
        palette: text(),
        lineType: text({ values: lineTypes }),
        lineWidth: text({ values: lineWidths }),
        orderBy: text({ values: styleOrders }),
        hasValueLabels: flag(),
      },
    }),
    metadatas: blocks(
      { fields: { expression: text({ required: true, empty: "" }), aliasName: text() } },
      { wire: "metadata" },
    ),
    displayType: text({ values: displayTypes }),
    onRightYaxis: flag(),
  },
});

export const timeseries: Block = {
  fields: {
    requests: blocks(timeseriesRequest, { empty: [] }),
    markers: blocks({ fields: { value: text({ required: true, empty: "" }), displayType: text(), label: text() } }),
    events,
    yaxis: axis,
    rightYaxis: axis,
    showLegend: flag(),
    legendSize,
    legendLayout: text({ values: legendLayouts }),
    legendColumns: texts({ set: "by hash", values: legendColumns }),
    customLinks,
    ...described,
    ...timeSpan,
  },
};
