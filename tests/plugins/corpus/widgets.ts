import type { Properties, Value } from "../../../sandbox/plugins/rpc/value.js";
import type { Specimen } from "./specimens.js";
import type { VariationName } from "./variations.js";

/**
 * What a program that type-checks does to an input. What becomes of anything else is the same for every kind of field,
 * and is seen with the first dashboard and its first widgets: the official plugin takes seconds for each look at one.
 */
export const declaredOnly: readonly VariationName[] = ["added", "changed", "removed", "unknown at preview"];

/** A dashboard that holds one widget; what is around the widget is varied with another. */
function widget(
  name: string,
  definition: string,
  inputs: Properties,
  others: Record<string, Value> = {},
  elsewhere: readonly string[] = [],
  never: NonNullable<Specimen["never"]> = {},
): Specimen {
  const path = `widgets[0].${definition}`;
  return {
    name: `widget-${name}`,
    plugin: "datadog",
    type: "datadog:index/dashboard:Dashboard",
    inputs: { title: name, layoutType: "ordered", widgets: [{ [definition]: inputs }] },
    never: Object.fromEntries(Object.entries(never).map(([below, names]) => [`${path}.${below}`, names])),
    others: Object.fromEntries(Object.entries(others).map(([below, value]) => [`${path}.${below}`, value])),
    elsewhere: ["title", "layoutType", "widgets", "widgets[0]", ...elsewhere.map((below) => `${path}.${below}`)],
  };
}

const firstWidgets: readonly Specimen[] = [
  widget(
    "note",
    "noteDefinition",
    { content: "# Notes", backgroundColor: "white", fontSize: "14", showTick: false, textAlign: "left" },
    { textAlign: "center", backgroundColor: "yellow" },
  ),
  widget(
    "timeseries",
    "timeseriesDefinition",
    {
      title: "my_metric",
      liveSpan: "1d",
      showLegend: true,
      requests: [{ q: "avg:my_metric{$host} by {host}", displayType: "line" }],
      markers: [{ value: "y = 800", displayType: "error dashed", label: "alert" }],
      yaxis: { min: "0", max: "1000" },
    },
    {
      liveSpan: "4h",
      "requests[0].displayType": "bars",
      "markers[0].displayType": "warning dashed",
      "markers[0].value": "y > 900",
      "yaxis.max": "900",
    },
  ),
];

const moreWidgets: readonly Specimen[] = [
  widget(
    "formulas",
    "timeseriesDefinition",
    {
      title: "share",
      showLegend: false,
      requests: [
        {
          displayType: "line",
          queries: [{ metricQuery: { name: "used", query: "avg:used{$host} by {host}", aggregator: "avg" } }],
          formulas: [{ formulaExpression: "used * 100", alias: "percent" }],
        },
      ],
    },
    { "requests[0].queries[0].metricQuery.aggregator": "max", "requests[0].displayType": "bars" },
    ["title", "showLegend", "requests", "requests[0]", "requests[0].displayType"],
    // The official plugin panics at a query that is none.
    { "requests[0].queries[0].metricQuery": ["added", "removed"] },
  ),
  widget(
    "query-value",
    "queryValueDefinition",
    {
      title: "now",
      liveSpan: "1h",
      autoscale: true,
      precision: 1,
      customUnit: "req/s",
      requests: [
        {
          q: "avg:my_metric{$host}",
          aggregator: "last",
          conditionalFormats: [{ comparator: ">", value: 800, palette: "white_on_red" }],
        },
      ],
    },
    {
      liveSpan: "4h",
      "requests[0].aggregator": "max",
      "requests[0].conditionalFormats[0].comparator": ">=",
      "requests[0].conditionalFormats[0].palette": "white_on_yellow",
    },
  ),
  widget(
    "toplist",
    "toplistDefinition",
    {
      title: "hosts",
      liveSpan: "1h",
      requests: [
        {
          q: "top(avg:my_metric{$host} by {host}, 10, 'mean', 'desc')",
          conditionalFormats: [{ comparator: ">", value: 800, palette: "white_on_red" }],
          style: { palette: "warm" },
        },
      ],
    },
    {
      liveSpan: "4h",
      "requests[0].conditionalFormats[0].comparator": "<",
      "requests[0].conditionalFormats[0].palette": "white_on_green",
    },
    [],
    // An empty style is nothing that anybody declares.
    { "requests[0].style.palette": ["added", "removed"] },
  ),
  widget(
    "hostmap",
    "hostmapDefinition",
    {
      title: "map",
      request: { fills: [{ q: "avg:system.cpu.user{*} by {host}" }] },
      nodeType: "host",
      noMetricHosts: false,
      noGroupHosts: true,
      groups: ["env"],
      scopes: ["$host"],
      style: { palette: "green_to_orange", fillMin: "0", fillMax: "100" },
    },
    { nodeType: "container" },
    [],
    // The official plugin panics at a query that is none, and nobody declares a map of nothing.
    { request: ["added", "removed"], "request.fills[0].q": ["added", "removed"] },
  ),
  widget(
    "check-status",
    "checkStatusDefinition",
    {
      title: "can connect",
      liveSpan: "1h",
      check: "postgres.can_connect",
      grouping: "cluster",
      groupBies: ["host"],
      tags: ["env:dev"],
    },
    { liveSpan: "4h", grouping: "check" },
  ),
  widget(
    "alert-graph",
    "alertGraphDefinition",
    { title: "monitor", liveSpan: "1h", alertId: "1001", vizType: "timeseries" },
    { liveSpan: "4h", vizType: "toplist" },
  ),
  widget(
    "group",
    "groupDefinition",
    {
      title: "Databases",
      layoutType: "ordered",
      backgroundColor: "vivid_blue",
      showTitle: false,
      widgets: [{ noteDefinition: { content: "# Notes" } }],
    },
    { backgroundColor: "vivid_green", widgets: [{ noteDefinition: { content: "# Others" } }] },
    ["widgets[0].noteDefinition"],
  ),
  widget(
    "event-stream",
    "eventStreamDefinition",
    { title: "events", liveSpan: "1h", query: "tags:env:dev", eventSize: "s" },
    { liveSpan: "4h", eventSize: "l" },
  ),
  widget(
    "event-timeline",
    "eventTimelineDefinition",
    { title: "events", liveSpan: "1h", query: "tags:env:dev" },
    { liveSpan: "4h" },
  ),
];

export const widgets: readonly Specimen[] = [
  ...firstWidgets,
  ...moreWidgets.map((specimen) => ({ ...specimen, only: declaredOnly })),
];
