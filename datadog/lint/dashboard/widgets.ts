import { codeIn } from "../../message/code";
import { closest } from "fastest-levenshtein";
import { readFormula } from "../formula/expression-rules";
import { rollupSeconds } from "../../query/functions";
import { callsOf } from "../../query/walk";
import {
  type DashboardDefinition,
  type DashboardRule,
  type Definition,
  objects,
  readableQueries,
  type WidgetDefinition,
} from "./definition";

const WIDGETS = "https://docs.datadoghq.com/dashboards/widgets/";
const of = (...widgets: WidgetDefinition[]): DashboardDefinition => ({ layoutType: "ordered", widgets });
const graph = (more: Definition = {}): WidgetDefinition => ({
  timeseriesDefinition: { title: "CPU", requests: [{ q: "avg:system.cpu.user{*} by {host}" }], ...more },
});

const definitions: DashboardRule = {
  id: "dashboard/widget-definition",
  verdict: "refused",
  because: "A widget is of one type: it has one definition.",
  source: "https://docs.datadoghq.com/dashboards/graphing_json/widget_json/",
  passes: of(graph()),
  fails: of({ ...graph(), noteDefinition: { content: "A note." } }),
  *check({ widgets }) {
    for (const { name, definitions: count } of widgets) {
      if (count === 1) continue;
      yield {
        problem: count === 0 ? `${name} has no definition` : `${name} has ${count} definitions`,
        remedy: count === 0 ? "say what it shows, such as timeseriesDefinition" : "make a widget of each",
      };
    }
  },
};

/** Widgets that draw what their requests ask for. */
const DRAWING = [
  ...["timeseries", "toplist", "queryValue", "queryTable", "heatmap", "change", "distribution"],
  ...["geomap", "sunburst", "treemap", "hostmap", "scatterplot"],
];

const requestWithoutQuery: DashboardRule = {
  id: "dashboard/request-without-query",
  verdict: "refused",
  because: "Datadog refuses a request that asks for nothing: it has a q, or queries, or another source's query.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/2243",
  passes: of(graph()),
  fails: of(graph({ requests: [{ displayType: "line" }] })),
  *check({ widgets }) {
    for (const { name, type = "", requests } of widgets.filter((one) => DRAWING.includes(one.type ?? ""))) {
      const silent = requests.filter((request) => !asks(request)).length;
      if (requests.length > 0 && silent === 0) continue;
      yield {
        problem: requests.length === 0 ? `${name} has no request` : `${name} has a request without a query`,
        remedy: type === "hostmap" ? "add fills with a q" : "add a q, or queries",
      };
    }
  },
};

/** Where a host map and a scatter plot have theirs. */
const PARTS = ["fills", "sizes", "xes", "ys", "scatterplotTables"];

function asks(request: Definition): boolean {
  return Object.entries(request).some(([key, value]) => {
    if (PARTS.includes(key)) return objects(value).some(asks);
    return key === "q" || /quer(y|ies)$/i.test(key) ? !(Array.isArray(value) && value.length === 0) : false;
  });
}

/** What a graph shows, in minutes; of a span that begins with the week or the month, or with an alert, none. */
const LIVE_SPANS: Readonly<Record<string, number | undefined>> = {
  "1m": 1,
  "5m": 5,
  "10m": 10,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "4h": 240,
  "1d": 1440,
  "2d": 2880,
  "1w": 10_080,
  "1mo": 43_200,
  "3mo": 129_600,
  "6mo": 259_200,
  "1y": 525_600,
  week_to_date: undefined,
  month_to_date: undefined,
  alert: undefined,
};

const liveSpan: DashboardRule = {
  id: "dashboard/live-span",
  verdict: "refused",
  because: "A widget's own span is one of Datadog's list.",
  source:
    "https://github.com/DataDog/datadog-api-client-typescript/blob/master/packages/datadog-api-client-v1/models/WidgetLiveSpan.ts",
  passes: of(graph({ liveSpan: "1d" })),
  fails: of(graph({ liveSpan: "24h" })),
  *check({ widgets }) {
    for (const { name, definition } of widgets) {
      const span = definition.liveSpan;
      if (typeof span !== "string" || Object.hasOwn(LIVE_SPANS, span)) continue;
      yield { problem: `${name} has a span of ${span}`, remedy: `choose from ${Object.keys(LIVE_SPANS).join(", ")}` };
    }
  },
};

const MOST_POINTS = 350;

const rollupFinerThanGraph: DashboardRule = {
  id: "dashboard/rollup-finer-than-graph",
  verdict: "may-be-meant",
  because:
    "A graph has about 350 points at most: where a rollup's interval would give more, Datadog takes a longer one.",
  source: "https://docs.datadoghq.com/dashboards/functions/rollup/#rollup-interval-enforced-vs-custom",
  passes: of(graph({ liveSpan: "1d", requests: [{ q: "sum:my_metric{*}.rollup(sum, 3600)" }] })),
  fails: of(graph({ liveSpan: "1mo", requests: [{ q: "avg:my_metric{*}.rollup(avg, 20)" }] })),
  *check({ widgets }) {
    for (const widget of widgets.filter(({ type }) => type === "timeseries" || type === "heatmap")) {
      const span = String(widget.definition.liveSpan);
      const minutes = LIVE_SPANS[span];
      if (minutes === undefined) continue;
      for (const call of readableQueries(widget).flatMap(callsOf)) {
        const seconds = rollupSeconds(call);
        if (seconds === undefined || (60 * minutes) / seconds <= MOST_POINTS) continue;
        yield {
          problem: `${widget.name}: a point for each ${seconds} s of ${span} is more than a graph shows`,
          remedy: `write an interval of ${Math.ceil((60 * minutes) / MOST_POINTS)} s or more, or a shorter span`,
        };
      }
    }
  },
};

const formula: DashboardRule = {
  id: "dashboard/formula-unknown-query",
  verdict: "never-works",
  because: "A formula calculates with its request's queries, by their names.",
  source: "https://docs.datadoghq.com/dashboards/querying/#advanced-graphing",
  passes: of(graph({ requests: [requestOf("default_zero(used) / limit * 100")] })),
  fails: of(graph({ requests: [requestOf("used / limits")] })),
  *check({ widgets }) {
    for (const { name, requests } of widgets) {
      for (const request of requests) {
        const known = objects(request.queries).flatMap(nameOfQuery);
        if (known.length === 0) continue;
        for (const { formulaExpression } of objects(request.formulas)) {
          const named = readFormula(String(formulaExpression)).parts.flatMap((part) =>
            part.kind === "query" ? [part.name] : [],
          );
          for (const query of new Set(named.filter((one) => !known.includes(one)))) {
            yield {
              problem: `${name} calculates with ${query}, which is no query of the request`,
              remedy: `did you mean ${closest(query.slice(0, 60), known)}?`,
            };
          }
        }
      }
    }
  },
};

function requestOf(formulaExpression: string): Definition {
  const query = (name: string, text: string) => ({ metricQuery: { name, query: text } });
  return {
    formulas: [{ formulaExpression }],
    queries: [query("used", "avg:my_metric.used{*}"), query("limit", "avg:my_metric.limit{*}")],
  };
}

/** Under the key of whatever the query asks: `metricQuery`, `eventQuery`. */
function nameOfQuery(query: Definition): string[] {
  return Object.values(query).flatMap((one) => {
    const name = typeof one === "object" && one !== null ? (one as Definition).name : undefined;
    return typeof name === "string" ? [name] : [];
  });
}

const customLink: DashboardRule = {
  id: "dashboard/custom-link",
  verdict: "refused",
  because: "A custom link begins with http:// or https://, or with the / of a page of Datadog's.",
  source:
    "https://github.com/DataDog/datadog-api-client-typescript/blob/master/packages/datadog-api-client-v1/models/WidgetCustomLink.ts",
  passes: of(graph({ customLinks: [{ label: "Runbook", link: "https://wiki.example.com/runbooks/cpu" }] })),
  fails: of(graph({ customLinks: [{ label: "Runbook", link: "wiki.example.com/runbooks/cpu" }] })),
  *check({ widgets }) {
    for (const { name, definition } of widgets) {
      for (const { link } of objects(definition.customLinks)) {
        if (typeof link !== "string" || /^(https?:\/\/\S|\/)/.test(link)) continue;
        yield { problem: `${name} links to ${link}, which is no URL`, remedy: `write https://${link}` };
      }
    }
  },
};

const noteLink: DashboardRule = {
  id: "dashboard/note-link",
  verdict: "never-works",
  because:
    "A link without a place leads nowhere: a note's Markdown wants a URL with its scheme, or a page of Datadog's that begins with /.",
  source: "https://docs.datadoghq.com/dashboards/widgets/note/",
  passes: of({ noteDefinition: { content: "See [the runbook](https://wiki.example.com/cpu)." } }),
  fails: of({ noteDefinition: { content: "See [the runbook](undefined)." } }),
  *check({ widgets }) {
    for (const { name, definition } of widgets.filter(({ type }) => type === "note")) {
      const content = String(definition.content);
      const code = codeIn(content);
      for (const { 1: target = "", index } of content.matchAll(/\]\(\s*<?([^\s)>]*)/g)) {
        if (code[index] === 1 || /^((https?:\/\/|mailto:|tel:|slack:\/\/)[^/\s]|[/#$]|\{\{)/i.test(target)) continue;
        yield { problem: `${name} links to "${target}", which is no URL`, remedy: "write it out, with https://" };
      }
    }
  },
};

const sameTitle: DashboardRule = {
  id: "dashboard/same-title",
  verdict: "may-be-meant",
  because: "Two graphs of one name, side by side, can't be told apart in what people say of them.",
  source: `${WIDGETS}configuration/`,
  passes: of(graph({ title: "CPU: user" }), graph({ title: "CPU: system" })),
  fails: of(graph(), graph()),
  *check({ widgets }) {
    const places = widgets.map(({ list, type, definition }) => JSON.stringify([list, type, definition.title ?? null]));
    for (const [index, { name, definition }] of widgets.entries()) {
      const place = places[index];
      if (typeof definition.title !== "string" || definition.title.trim() === "") continue;
      if (place === undefined || places.indexOf(place) === index) continue;
      yield { problem: `${name} is there twice`, remedy: "say in the title what is different" };
    }
  },
};

const MOST_QUERIES = 50;

const tooManyQueries: DashboardRule = {
  id: "dashboard/too-many-queries",
  verdict: "may-be-meant",
  because:
    "Datadog publishes no limit. Of the dashboards of its own integrations, no widget has more than 22 queries; each is answered whenever somebody opens the page.",
  source: WIDGETS,
  passes: of(graph({ requests: Array(MOST_QUERIES).fill({ q: "avg:my_metric{*}" }) })),
  fails: of(graph({ requests: Array(MOST_QUERIES + 1).fill({ q: "avg:my_metric{*}" }) })),
  *check({ widgets }) {
    for (const { name, queries } of widgets.filter((one) => one.queries.length > MOST_QUERIES)) {
      yield { problem: `${name} asks ${queries.length} queries`, remedy: "group one query by a tag, or make several" };
    }
  },
};

/** Of single widgets. */
export const widgetRules: readonly DashboardRule[] = [
  definitions,
  requestWithoutQuery,
  liveSpan,
  rollupFinerThanGraph,
  formula,
  customLink,
  noteLink,
  sameTitle,
  tooManyQueries,
];
