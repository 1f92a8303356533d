import { html } from "hono/html";

import type { Widget, WidgetDefinition } from "../dashboards.js";
import { isObject } from "../models.js";
import { aggregate } from "../query/buckets.js";
import { SyntaxMistake } from "../query/reader.js";
import type { QueryResult } from "../query/result.js";
import type { Stores } from "../stores.js";
import { serviceTable } from "./apm.js";
import { chart, type Marker } from "./chart.js";
import { checkStatus } from "./check-status.js";
import { hostmap } from "./hostmap.js";
import { type Markup, moment, stateBadge, table } from "./layout.js";
import { monitorChart } from "./monitor.js";
import { marked } from "./marked.js";
import { objectsIn, queriesOf, requestsOf, resultsOf } from "./requests.js";
import { spanOf, type View } from "./view.js";

const EVENTS_SHOWN = 8;

type Drawing = (definition: WidgetDefinition, view: View, stores: Stores) => Markup | Markup[];

/** How each type of widget is drawn; others are shown by name. */
const DRAWINGS: Record<string, Drawing | undefined> = {
  note: ({ content }) => html`<p class="text">${marked(String(content))}</p>`,
  free_text: ({ text }) => html`<p>${String(text)}</p>`,
  group: ({ widgets = [] }, view, stores) =>
    html`<div class="grid">${widgets.map((widget) => drawWidget(widget, view, stores, "h3"))}</div>`,
  timeseries: charted,
  heatmap: charted,
  query_value: queryValue,
  toplist: (definition, view, stores) => ranking(definition, view, stores, mean),
  query_table: (definition, view, stores) => ranking(definition, view, stores, mean),
  change: (definition, view, stores) => ranking(definition, view, stores, change),
  hostmap,
  check_status: checkStatus,
  trace_service: ({ env, service }, { span }, stores) =>
    serviceTable({ env: String(env), service: String(service) }, span, stores),
  alert_graph: ({ alert_id }, { span }, stores) => {
    const monitor = stores.monitors.find(Number(alert_id));
    return monitor ? monitorChart(monitor, span, stores) : html`<p class="mistake">No monitor ${String(alert_id)}.</p>`;
  },
  manage_status: (_, __, { monitors, states }) =>
    table(
      ["State", "Monitor"],
      monitors
        .all()
        .map(({ id, name }) => [
          stateBadge(states.overall(id)),
          html`<a href="/monitors/${id}">${name ?? String(id)}</a>`,
        ]),
    ),
  event_stream: latestEvents,
  event_timeline: latestEvents,
};

/** @param heading that of a widget within another is below that one's */
export function drawWidget({ definition }: Widget, view: View, stores: Stores, heading: "h2" | "h3" = "h2"): Markup {
  const draw = DRAWINGS[definition.type];
  const queries = requestsOf(definition.requests).flatMap(queriesOf);
  return html`<section class="widget ${definition.type}">
    ${definition.title ? titled(definition, heading) : ""}
    ${draw ? drawn(draw, definition, view, stores) : html`<p class="empty">${definition.type}: kept, not drawn here.</p>`}
    ${queries.map((query) => html`<code title="${query}">${query}</code>`)}
  </section>`;
}

/** A widget with a span of its own says so: it does not follow the page's. */
function titled({ title, time }: WidgetDefinition, heading: "h2" | "h3"): Markup {
  const span = isObject(time) ? time.live_span : undefined;
  const words = html`${title}${typeof span === "string" ? html` <small>last ${span}</small>` : ""}`;
  return heading === "h2" ? html`<h2>${words}</h2>` : html`<h3>${words}</h3>`;
}

/** A query that the stand-in does not evaluate is a note on its widget, not a broken page. */
function drawn(draw: Drawing, definition: WidgetDefinition, view: View, stores: Stores): Markup | Markup[] {
  try {
    return draw(definition, view, stores);
  } catch (error) {
    if (!(error instanceof SyntaxMistake)) throw error;
    return html`<p class="mistake">${error.message}</p>`;
  }
}

function charted(definition: WidgetDefinition, view: View, stores: Stores): Markup {
  const span = widgetSpan(definition, view);
  const requests = requestsOf(definition.requests);
  const axis = isObject(definition.yaxis) ? definition.yaxis : {};
  return chart(
    requests.flatMap((request) => resultsOf(request, view, span, stores)),
    {
      title: definition.title ?? "A graph",
      span,
      ...displayOf(requests[0]?.display_type),
      markers: objectsIn(definition.markers).flatMap(markerOf),
      ...limit("min", axis.min),
      ...limit("max", axis.max),
    },
  );
}

function displayOf(type: unknown): { display?: string } {
  return typeof type === "string" ? { display: type } : {};
}

/** `y > 800` */
function markerOf({ value, label, display_type }: Record<string, unknown>): Marker[] {
  const number = /^y\s*[<>=]+\s*(-?\d+(?:\.\d+)?)$/.exec(String(value))?.[1];
  if (number === undefined) return [];
  const text = typeof label === "string" ? label : String(value);
  return [{ value: Number(number), label: text, isAlert: String(display_type).startsWith("error") }];
}

function limit(name: "min" | "max", value: unknown): { min?: number; max?: number } {
  return typeof value === "string" && Number.isFinite(Number(value)) ? { [name]: Number(value) } : {};
}

function queryValue(definition: WidgetDefinition, view: View, stores: Stores): Markup {
  const [request] = requestsOf(definition.requests);
  const [result] = resultsOf(request, view, widgetSpan(definition, view), stores);
  const values = (result?.points ?? []).map(([, value]) => value);
  if (values.length === 0) return html`<p class="value empty">–</p>`;
  const method = String(request?.aggregator);
  const value =
    method === "sum" || method === "min" || method === "max"
      ? aggregate(values, method)
      : method === "last"
        ? (values.at(-1) ?? 0)
        : aggregate(values, "avg");
  const precision = typeof definition.precision === "number" ? definition.precision : 2;
  const unit = typeof definition.custom_unit === "string" ? ` ${definition.custom_unit}` : "";
  return html`<p class="value">${value.toFixed(precision)}${unit}</p>`;
}

function ranking(
  definition: WidgetDefinition,
  view: View,
  stores: Stores,
  valueOf: (result: QueryResult) => number,
): Markup {
  const span = widgetSpan(definition, view);
  const results = requestsOf(definition.requests).flatMap((request) => resultsOf(request, view, span, stores));
  const rows = results.map((result) => ({
    name: result.tagSet.join(", ") || result.expression,
    value: valueOf(result),
  }));
  rows.sort((a, b) => b.value - a.value);
  return table(
    ["Group", "Value"],
    rows.map(({ name, value }) => [name, value.toFixed(2)]),
  );
}

function mean({ points }: QueryResult): number {
  const values = points.map(([, value]) => value);
  return aggregate(values, "avg");
}

function change({ points }: QueryResult): number {
  return (points.at(-1)?.[1] ?? 0) - (points[0]?.[1] ?? 0);
}

function latestEvents(_: WidgetDefinition, __: View, { events }: Stores): Markup {
  const latest = [...events.all()].reverse().slice(0, EVENTS_SHOWN);
  return table(
    ["Time", "Event"],
    latest.map(({ date_happened, title }) => [moment(date_happened), title]),
  );
}

function widgetSpan({ time }: WidgetDefinition, view: View) {
  return spanOf(isObject(time) ? time.live_span : undefined, view);
}
