import { describe, expect, test } from "vitest";
import { dashboardOfJson } from "../../../datadog/json/dashboard";
import { monitorOfJson } from "../../../datadog/json/monitor";
import { type Json, readObject } from "../../../datadog/json/value";
import { lintDashboard } from "../../../datadog/lint/dashboard";
import { lintMonitor } from "../../../datadog/lint/monitor";

/** A widget of each form that a request has in the API. */
const WIDGETS: readonly Json[] = [
  {
    type: "timeseries",
    title: "Errors",
    time: { live_span: "4h" },
    show_legend: true,
    requests: [
      {
        response_format: "timeseries",
        queries: [
          { data_source: "metrics", name: "a", query: "sum:shop.errors{$service}.as_count()" },
          {
            ...{ data_source: "logs", name: "b", indexes: ["*"], search: { query: "$service status:error" } },
            ...{ compute: { aggregation: "count" }, group_by: [{ facet: "host", limit: 10 }] },
          },
        ],
        formulas: [{ formula: "a + b", alias: "both" }],
        display_type: "bars",
      },
    ],
  },
  { type: "toplist", title: "Load", requests: [{ q: "top(avg:system.load.1{*} by {host}, 10, 'mean', 'desc')" }] },
  {
    type: "query_value",
    title: "Views",
    requests: [{ rum_query: { index: "*", search: { query: "@type:view" }, compute: { aggregation: "count" } } }],
  },
  {
    ...{ type: "hostmap", title: "Fleet", node_type: "host", group: ["zone"], scope: ["env:dev"] },
    requests: { fill: { q: "avg:system.cpu.user{*} by {host}" }, size: null },
  },
  {
    ...{ type: "scatterplot", title: "Two" },
    requests: { x: { q: "avg:a{*} by {host}", aggregator: "avg" }, y: { q: "avg:b{*} by {host}", aggregator: "avg" } },
  },
  {
    ...{ type: "list_stream", title: "Deployments" },
    requests: [
      {
        ...{ response_format: "event_list", columns: [{ field: "timestamp", width: "auto" }] },
        query: { data_source: "event_stream", query_string: "source:deploy", event_size: "s" },
      },
    ],
  },
  { type: "slo", title: "Works", slo_id: "abc", view_type: "detail", time_windows: ["7d"] },
  {
    type: "slo_list",
    title: "All",
    requests: [{ request_type: "slo_list", query: { query_string: "team:x", limit: 9 } }],
  },
  { type: "funnel", title: "Sales", requests: [{ request_type: "funnel", query: { data_source: "rum", steps: [] } }] },
  {
    type: "group",
    title: "Part",
    layout_type: "ordered",
    widgets: [{ definition: { type: "note", content: "A note." } }],
  },
];
const PAGE: Json = {
  ...{ title: "Shop", layout_type: "ordered", reflow_type: "auto", notify_list: null, tags: ["team:shop"] },
  template_variables: [{ name: "service", prefix: "service", available_values: [], defaults: ["*"] }],
  widgets: WIDGETS.map((definition, id) => ({ id, definition })),
};

const MONITOR: Json = {
  ...{ id: 1, name: "Errors are many", type: "log alert", tags: ["team:shop"], priority: 2, multi: true },
  query: 'formula("a / b * 100").last("5m") > 5',
  message:
    "{{#is_alert}}{{value}} @oncall@example.com{{/is_alert}}{{#is_recovery}}Over. @oncall@example.com{{/is_recovery}}",
  options: {
    ...{ thresholds: { critical: 5, warning: 2 }, on_missing_data: "default", new_group_delay: 60, silenced: {} },
    ...{ notify_by: ["service"], renotify_interval: 0, escalation_message: "" },
    variables: ["a", "b"].map((name) => ({
      ...{ data_source: "logs", name, indexes: ["*"], search: { query: "status:error" } },
      ...{ compute: { aggregation: "count" }, group_by: [{ facet: "service" }, { facet: "host" }] },
    })),
  },
};

test("a dashboard of the API's is read as the provider's", () => {
  const { widgets = [], ...page } = dashboardOfJson(PAGE);
  expect(page).toEqual({
    ...{ title: "Shop", layoutType: "ordered", reflowType: "auto", tags: ["team:shop"] },
    templateVariables: [{ name: "service", prefix: "service", availableValues: [], defaults: ["*"] }],
  });
  expect(widgets.map((one) => Object.keys(one)[0])).toEqual([
    ...["timeseriesDefinition", "toplistDefinition", "queryValueDefinition", "hostmapDefinition"],
    ...["scatterplotDefinition", "listStreamDefinition", "serviceLevelObjectiveDefinition", "sloListDefinition"],
    ...["funnelDefinition", "groupDefinition"],
  ]);
  expect(widgets[0]?.timeseriesDefinition).toMatchObject({
    liveSpan: "4h",
    requests: [
      {
        formulas: [{ formulaExpression: "a + b" }],
        queries: [
          { metricQuery: { dataSource: "metrics", query: "sum:shop.errors{$service}.as_count()" } },
          { eventQuery: { computes: { aggregation: "count" }, groupBies: [{ facet: "host" }] } },
        ],
      },
    ],
  });
  expect(lintDashboard(dashboardOfJson(PAGE))).toEqual([]);
});

test("a monitor of the API's is read as the provider's", () => {
  expect(monitorOfJson(MONITOR)).toMatchObject({
    ...{
      name: "Errors are many",
      type: "log alert",
      priority: "2",
      monitorThresholds: { critical: "5", warning: "2" },
    },
    ...{ onMissingData: "default", newGroupDelay: 60, notifyBies: ["service"] },
    variables: { eventQueries: [{ name: "a", computes: [{ aggregation: "count" }] }, { name: "b" }] },
  });
  const definition = monitorOfJson(MONITOR);
  expect(definition && lintMonitor(definition).filter(({ severity }) => severity === "error")).toEqual([]);
});

describe("what is mistaken in it is found where it stands", () => {
  test.each<[string, object]>([
    ["query/syntax", { definition: { ...WIDGETS[1], requests: [{ q: "avg:a{" }] } }],
    ["dashboard/query-without-compute", { definition: { ...WIDGETS[2], requests: [{ rum_query: { index: "*" } }] } }],
    ["dashboard/live-span", { definition: { ...WIDGETS[0], time: { live_span: "24h" } } }],
    ["dashboard/widget-definition", { definition: {} }],
    ["dashboard/request-without-query", { definition: { ...WIDGETS[3], requests: {} } }],
  ])("%s", (rule, widget) => {
    expect(lintDashboard(dashboardOfJson({ ...PAGE, widgets: [widget] })).map((one) => one.rule)).toContain(rule);
  });
});

test("a text that is no object is none", () => {
  expect(["", "{", "[]", "null", '"x"', "5"].map(readObject)).toEqual(Array(6).fill(undefined));
});

/** Every place of it with something else there. */
function* spoiled(value: unknown, by: unknown): Generator {
  yield by;
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const one of spoiled(part, by)) {
      const copy: unknown = structuredClone(value);
      Reflect.set(copy as object, key, one);
      yield copy;
    }
  }
}

test.each([[5], ["x"], [{}], [[null, 5, "x", {}]]])(
  "whatever stands at any place of it, such as %j, nothing is thrown",
  (by) => {
    const wrong: unknown[] = [];
    const attempt = (value: unknown, read: () => unknown) => {
      try {
        read();
      } catch (error) {
        wrong.push([
          String((error as Error).stack)
            .split("\n")
            .slice(0, 3)
            .join(),
          JSON.stringify(value).slice(0, 200),
        ]);
      }
    };
    for (const one of spoiled(PAGE, by)) {
      attempt(one, () => lintDashboard(dashboardOfJson(readObject(JSON.stringify(one)) ?? {})));
    }
    for (const one of spoiled(MONITOR, by)) {
      attempt(one, () => {
        const definition = monitorOfJson(readObject(JSON.stringify(one)) ?? {});
        if (definition !== undefined) lintMonitor(definition);
      });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  },
);
