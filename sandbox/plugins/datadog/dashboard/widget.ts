/** A widget: where it stands, and exactly one definition, which the API tells by its type. */
import { block, flagIfTrue, number, officialOnly, type Block, type BlockField } from "../schema/field.js";
import { alertGraph } from "./widgets/alert-graph.js";
import { change } from "./widgets/change.js";
import { checkStatus } from "./widgets/check-status.js";
import { eventStream } from "./widgets/event-stream.js";
import { eventTimeline } from "./widgets/event-timeline.js";
import { freeText } from "./widgets/free-text.js";
import { group } from "./widgets/group.js";
import { heatmap } from "./widgets/heatmap.js";
import { hostmap } from "./widgets/hostmap.js";
import { manageStatus } from "./widgets/manage-status.js";
import { note } from "./widgets/note.js";
import { queryTable } from "./widgets/query-table.js";
import { queryValue } from "./widgets/query-value.js";
import { servicemap } from "./widgets/servicemap.js";
import { timeseries } from "./widgets/timeseries.js";
import { toplist } from "./widgets/toplist.js";
import { traceService } from "./widgets/trace-service.js";

/** The API's names of the widgets that this table knows. */
export const widgetTypes = new Set<string>();

function definition(type: string, of: Block): BlockField {
  widgetTypes.add(type);
  const adds = [...(of.adds ?? []), { wire: "type", value: type }];
  return block({ ...of, adds }, { wire: "definition", is: (received) => received.type === type });
}

const place = {
  id: number({ readOnly: true }),
  widgetLayout: block(
    {
      fields: {
        x: number({ required: true, empty: 0 }),
        y: number({ required: true, empty: 0 }),
        width: number({ required: true, empty: 0 }),
        height: number({ required: true, empty: 0 }),
        isColumnBreak: flagIfTrue(),
      },
    },
    { wire: "layout" },
  ),
};

const definitions = {
  alertGraphDefinition: definition("alert_graph", alertGraph),
  changeDefinition: definition("change", change),
  checkStatusDefinition: definition("check_status", checkStatus),
  eventStreamDefinition: definition("event_stream", eventStream),
  eventTimelineDefinition: definition("event_timeline", eventTimeline),
  freeTextDefinition: definition("free_text", freeText),
  heatmapDefinition: definition("heatmap", heatmap),
  hostmapDefinition: definition("hostmap", hostmap),
  manageStatusDefinition: definition("manage_status", manageStatus),
  noteDefinition: definition("note", note),
  queryTableDefinition: definition("query_table", queryTable),
  queryValueDefinition: definition("query_value", queryValue),
  servicemapDefinition: definition("servicemap", servicemap),
  timeseriesDefinition: definition("timeseries", timeseries),
  toplistDefinition: definition("toplist", toplist),
  traceServiceDefinition: definition("trace_service", traceService),
};

const elsewhere = Object.fromEntries(
  [
    "alertValueDefinition",
    "distributionDefinition",
    "geomapDefinition",
    "iframeDefinition",
    "imageDefinition",
    "listStreamDefinition",
    "logStreamDefinition",
    "powerpackDefinition",
    "runWorkflowDefinition",
    "scatterplotDefinition",
    "serviceLevelObjectiveDefinition",
    "sloListDefinition",
    "splitGraphDefinition",
    "sunburstDefinition",
    "topologyMapDefinition",
    "treemapDefinition",
  ].map((name) => [name, officialOnly(null)]),
);

const groupedWidget: Block = { fields: { ...place, ...definitions, ...elsewhere } };

export const widget: Block = {
  fields: { ...groupedWidget.fields, groupDefinition: definition("group", group(groupedWidget)) },
};
