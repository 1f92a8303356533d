import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lintFiles } from "../../../../cli/lint/files";
import { dashboardOfBlocks } from "../../../../cli/lint/terraform-dashboard";
import { correctDashboards, correctWidgets } from "../../../corpus/read";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-lint-terraform-"));

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** As a state has it: whatever nobody wrote is there, and empty. */
const METRIC_QUERY = {
  ...{ aggregator: "", cross_org_uuids: [], data_source: "metrics", name: "query1", semantic_mode: "" },
  query: "sum:shop.orders{$env} by {service}.as_count()",
};
const FORMULA = {
  ...{ alias: "", cell_display_mode: "", cell_display_mode_options: [], conditional_formats: [], limit: [], style: [] },
  ...{ formula_expression: "query1 * 60", number_format: [] },
};
const REQUEST = {
  ...{ apm_query: [], audit_query: [], log_query: [], network_query: [], process_query: [], rum_query: [], q: "" },
  ...{ display_type: "line", metadata: [], on_right_yaxis: false, security_query: [], style: [] },
  formula: [FORMULA],
  query: [
    {
      ...{ apm_dependency_stats_query: [], apm_resource_stats_query: [], cloud_cost_query: [], event_query: [] },
      ...{ process_query: [], slo_query: [], metric_query: [METRIC_QUERY] },
    },
  ],
};
const TIMESERIES = {
  ...{ custom_link: [], event: [], legend_columns: [], legend_layout: "", legend_size: "", live_span: "", marker: [] },
  ...{ right_yaxis: [], show_legend: false, title: "Orders", title_align: "", title_size: "", yaxis: [] },
  request: [REQUEST],
};
const EVENT_QUERY = {
  ...{ compute: [{ aggregation: "count", interval: 0, metric: "" }], data_source: "logs", name: "query1" },
  ...{ group_by: [], indexes: [], search: [{ query: "status:error $env" }], storage: "" },
};
const widget = (type: string, definition: object) => ({
  id: 1,
  widget_layout: [],
  [`${type}_definition`]: [definition],
});
const lines = (request: object) => widget("timeseries", { ...TIMESERIES, request: [{ ...REQUEST, ...request }] });
const metric = (query: string) => lines({ query: [{ metric_query: [{ ...METRIC_QUERY, query }] }] });
const ENV = { available_values: [], default: "", defaults: ["prod"], name: "env", prefix: "env" };

const dashboard = (widgets: object[], more: object = {}) => ({
  ...{ dashboard_lists: [], dashboard_lists_removed: null, description: "", id: "abc-def-ghi", is_read_only: false },
  ...{
    layout_type: "ordered",
    notify_list: [],
    reflow_type: "",
    restricted_roles: [],
    tab: [],
    tags: [],
    title: "Shop",
  },
  ...{ template_variable: [ENV], template_variable_preset: [], url: "/dashboard/abc-def-ghi/shop", widget: widgets },
  ...more,
});

function linted(values: object, type = "datadog_dashboard") {
  const file = path.join(folder, "state.json");
  const resource = { address: `${type}.shop`, mode: "managed", type, name: "shop", values };
  const state = { format_version: "1.0", values: { root_module: { resources: [resource] } } };
  fs.writeFileSync(file, JSON.stringify(state, null, 2));
  return lintFiles([file]);
}
const rulesOf = (values: object) => linted(values).found.map(({ rule }) => rule);

test("nothing is wrong with blocks that are well", () => {
  const host = { ...{ custom_link: [], group: ["env"], no_group_hosts: false, node_type: "", notes: "", scope: [] } };
  const well = dashboard([
    widget("group", { layout_type: "ordered", title: "Group", widget: [lines({})] }),
    widget("hostmap", {
      ...host,
      title: "Hosts",
      request: [{ fill: [{ q: "avg:system.cpu.user{*} by {host}" }], size: [] }],
    }),
    widget("toplist", {
      ...{
        custom_link: [],
        live_span: "",
        title: "Errors",
        style: [{ display: [{ type: "stacked" }], palette: "", scaling: "" }],
      },
      request: [{ ...REQUEST, query: [{ event_query: [EVENT_QUERY] }] }],
    }),
    widget("note", { background_color: "", content: "Of orders.", font_size: "", has_padding: true, show_tick: false }),
    widget("list_stream", {
      title: "Logs",
      request: [
        {
          columns: [{ field: "timestamp", width: "auto" }],
          query: [
            { data_source: "logs_stream", event_size: "", group_by: [], indexes: [], query_string: "$env", sort: [] },
          ],
          response_format: "event_list",
        },
      ],
    }),
    widget("query_value", {
      ...TIMESERIES,
      request: [{ q: "avg:shop.open{$env}", formula: [], query: [], aggregator: "avg" }],
    }),
  ]);
  expect(linted(well).found).toEqual([]);
  expect(linted(well).of).toBe("1 file: 1 object");
});

describe("what is wrong with blocks is said", () => {
  test.each<[what: string, values: object, rule: string]>([
    ["a metric query", dashboard([metric("sum:shop.orders{$env")]), "query/syntax"],
    ["an older request's", dashboard([lines({ q: "sum:shop.orders{$env}}", query: [], formula: [] })]), "query/syntax"],
    ["an empty query", dashboard([metric(""), lines({})]), "query/syntax"],
    ["its function", dashboard([metric("ewma_4(sum:shop.orders{$env})")]), "query/unknown-function"],
    ["a variable in it", dashboard([metric("sum:shop.orders{$evn}"), lines({})]), "query/undefined-template-variable"],
    ["a formula", dashboard([lines({ formula: [{ ...FORMULA, formula_expression: "query1 *" }] })]), "formula/syntax"],
    [
      "an unused query",
      dashboard([lines({ query: [...REQUEST.query, { metric_query: [{ ...METRIC_QUERY, name: "query2" }] }] })]),
      "dashboard/formula-unused-query",
    ],
    [
      "a search",
      dashboard([lines({ query: [{ event_query: [{ ...EVENT_QUERY, search: [{ query: "(status:error $env" }] }] }] })]),
      "search/syntax",
    ],
    [
      "a widget in a group",
      dashboard([widget("group", { layout_type: "ordered", widget: [metric("x y"), lines({})] })]),
      "query/syntax",
    ],
    [
      "a template variable",
      dashboard([lines({})], { template_variable: [ENV, { ...ENV, name: "role" }] }),
      "dashboard/unused-template-variable",
    ],
    [
      "both defaults of one",
      dashboard([lines({})], { template_variable: [{ ...ENV, default: "prod" }] }),
      "dashboard/template-variable-default",
    ],
    [
      "a saved view without values",
      dashboard([lines({})], {
        template_variable_preset: [{ name: "Mine", template_variable: [{ name: "env", value: "", values: [] }] }],
      }),
      "dashboard/preset-without-values",
    ],
    [
      "a layout",
      dashboard([lines({})], { layout_type: "free", reflow_type: "auto" }),
      "dashboard/reflow-with-free-layout",
    ],
  ])("%s", (_, values, rule) => {
    expect(rulesOf(values)).toContain(rule);
  });

  test("with the resource's address, at its title, and the widget's name", () => {
    const [finding] = linted(dashboard([metric("sum:shop.orders{$env")])).found;
    expect(finding).toMatchObject({
      of: "datadog_dashboard.shop",
      problem: expect.stringMatching(/^"Orders" \(timeseries\): /) as string,
      place: { line: 10, column: 11 },
    });
  });
});

describe("of a plan", () => {
  const SLO_QUERY = { data_source: "slo", measure: "good_events", name: "query1" };
  const planned = (widgets: object[], unknown: object[]) => {
    const values = dashboard(widgets);
    const address = "datadog_dashboard.shop";
    const plan = {
      ...{
        format_version: "1.2",
        resource_changes: [{ address, change: { after_unknown: { id: true, widget: unknown } } }],
      },
      planned_values: { root_module: { resources: [{ address, mode: "managed", type: "datadog_dashboard", values }] } },
    };
    const file = path.join(folder, "plan.json");
    fs.writeFileSync(file, JSON.stringify(plan));
    return lintFiles([file]).found;
  };

  test("what is known when it is applied, an id or a text that no rule reads, is no mistake", () => {
    const request = { query: [{ slo_query: [SLO_QUERY] }] };
    const ofSlo = widget("timeseries", { ...TIMESERIES, title: "SLO", request: [{ ...REQUEST, ...request }] });
    const all = [
      [lines({}), {}],
      [ofSlo, { timeseries_definition: [{ request: [{ query: [{ slo_query: [{ slo_id: true }] }] }] }] }],
      [
        widget("alert_graph", { title: "Alert", viz_type: "timeseries" }),
        { alert_graph_definition: [{ alert_id: true }] },
      ],
      [widget("note", { font_size: "14" }), { note_definition: [{ content: true }] }],
    ] as const;
    const found = planned(...([0, 1].map((i) => all.map((one) => one[i] ?? {})) as [object[], object[]]));
    expect(found).toEqual([]);
  });

  test("of one whose query is not known yet, that is all that is said", () => {
    const rest = { ...REQUEST, q: null, query: [], formula: [] };
    const found = planned(
      [widget("timeseries", { ...TIMESERIES, request: [rest] })],
      [{ timeseries_definition: [{ request: [{ q: true }] }] }],
    );
    expect(found).toMatchObject([{ rule: "lookout/unknown-at-preview", severity: "warning" }]);
  });
});

describe("blocks are read as the provider's other binding declares them", () => {
  const inputs = [
    ...correctDashboards().map((one) => one.inputs),
    ...correctWidgets().map(({ widget: one }) => ({ title: "One", layoutType: "ordered", widgets: [one] })),
  ]
    // A few are partly in the API's words.
    .map((one) => JSON.stringify(one).replaceAll('"groupBy":', '"groupBies":'))
    .filter((one) => !/"logQuery":\{[^}]*"search":/.test(one))
    .map((one) => JSON.parse(one) as object);

  test("there are widgets of every type among them", () => {
    const types = new Set(JSON.stringify(inputs).match(/"\w+Definition"/g));
    expect(types.size).toBeGreaterThanOrEqual(30);
  });

  test.each(inputs.map((one, i) => [i, one] as const))("dashboard %i", (_, one) => {
    expect(dashboardOfBlocks(inBlocks(one))).toEqual(withoutEmpty(one));
  });
});

/** A state does not tell what is empty from what is not there. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
      one === "" || (Array.isArray(one) && one.length === 0) ? [] : [[key, withoutEmpty(one)]],
    ),
  );
}

/** Blocks that are called by the plural, or what comes of it, where they are several. */
const SINGULAR: Readonly<Record<string, string>> = {
  ...{ queries: "query", groupBies: "group_by", filterBies: "filter_by", xes: "x", ys: "y", columns: "columns" },
  ...{ conditionalFormats: "conditional_formats", textFormats: "text_formats", indexes: "indexes", values: "values" },
  ...{ availableValues: "available_values", defaults: "defaults", tags: "tags", legendColumns: "legend_columns" },
  ...{ timeWindows: "time_windows", restrictedRoles: "restricted_roles", tagValues: "tag_values", fields: "fields" },
  ...{
    colorByGroups: "color_by_groups",
    controlledExternallies: "controlled_externally",
    filters: "filters",
    widgetIds: "widget_ids",
  },
};

function inBlocks(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]: [string, unknown]) => {
      const snake = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      if (Array.isArray(value)) {
        const list = value as unknown[];
        const blocks = list.map((one) => (typeof one === "object" && one !== null ? inBlocks(one) : one));
        return [SINGULAR[key] ?? snake.replace(/s$/, ""), blocks];
      }
      return [snake, typeof value === "object" && value !== null ? [inBlocks(value)] : value];
    }),
  );
}
