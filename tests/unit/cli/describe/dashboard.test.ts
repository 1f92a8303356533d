import { expect, test } from "vitest";
import { sketch } from "../../../../cli/describe/dashboard";

const graph = (definition: object) => ({ timeseriesDefinition: definition });
const widgets = (...some: object[]) => sketch({ title: "t", widgets: some as Record<string, unknown>[] }).widgets;

test("widgets are in their order, each with its kind, its title and what its lines show", () => {
  const requests = [
    { displayType: "line", q: "avg:a{*} by {host}" },
    { displayType: "bars", q: "sum:b{*}.rollup(sum, 3600)" },
  ];
  expect(widgets({ noteDefinition: { content: "A note." } }, graph({ title: "A graph", requests }))).toEqual([
    { kind: "note", lines: ["A note."], widgets: [] },
    {
      kind: "graph",
      title: "A graph",
      lines: ["the average of a of each host", "bars: the sum of b, added up over each hour"],
      widgets: [],
    },
  ]);
});

test("markers, axis and a time of its own are said", () => {
  const markers = [{ value: "y = 800", label: "alert" }, { value: "y = 500" }];
  expect(widgets(graph({ markers, yaxis: { min: "0", max: "1" }, liveSpan: "1d" }))[0]?.lines).toEqual([
    "marked at 800 (alert) and 500",
    "axis from 0 to 1",
    "always the last day",
  ]);
});

test("formulas are said by what their queries are", () => {
  const queries = [
    { metricQuery: { name: "a", query: "sum:errors{*}" } },
    { metricQuery: { name: "b", query: "sum:hits{*}" } },
  ];
  const formulas = [{ formulaExpression: "a / b", alias: "share" }, { formulaExpression: "b" }];
  expect(widgets(graph({ requests: [{ queries, formulas }] }))[0]?.lines).toEqual([
    "share: a / b, where a is the sum of errors and b is the sum of hits",
    "the sum of hits",
  ]);
});

test("of a note, the first sentences of its first paragraphs, without links and signs", () => {
  const content = "**Load** of [db1](https://db1). More.\n\nSecond line\nhere.\n\nThird.";
  expect(widgets({ noteDefinition: { content } })[0]?.lines).toEqual([
    "Load of db1.",
    "Second line here.",
    "… and 1 more",
  ]);
});

test("the usual scope is said once, another one where it is", () => {
  const q = (scope: string) => graph({ requests: [{ q: `avg:m{${scope}}` }] });
  const { scope, widgets: boxes } = sketch({
    title: "t",
    widgets: [q("env:dev,$host"), q("env:dev,$host"), q("env:x")],
  });
  expect(scope).toBe("env is dev and host is as chosen");
  expect(boxes.map(({ lines }) => lines[0])).toEqual([
    ...["the average of m", "the average of m", "the average of m, where env is x"],
  ]);
});

test("a query that can't be read stands as it is, and a widget that is not known has its kind's name", () => {
  expect(widgets({ sloListDefinition: { requests: [{ q: "not { a query" }] } })).toEqual([
    { kind: "slo list", lines: ["not { a query"], widgets: [] },
  ]);
});

// field/definitions.yaml: "[graph] what it asks for"; host map, list stream, … no line at all
const event = {
  name: "a",
  dataSource: "logs",
  computes: [{ aggregation: "count" }],
  search: { query: "service:shop status:error" },
};
test.each<[string, object, string[]]>([
  [
    "an event query",
    graph({ requests: [{ queries: [{ eventQuery: event }] }] }),
    ['the number of logs that match "service:shop status:error"'],
  ],
  [
    "RUM in a formula",
    graph({
      requests: [
        {
          formulas: [{ formulaExpression: "a * 2" }],
          queries: [
            {
              eventQuery: {
                ...event,
                dataSource: "rum",
                computes: [{ aggregation: "pc95", metric: "@view.loading_time" }],
                groupBies: [{ facet: "@view.name" }],
                search: { query: "" },
              },
            },
          ],
        },
      ],
    }),
    ["a * 2, where a is the 95th percentile of @view.loading_time of all user events, of each @view.name"],
  ],
  [
    "an older log query",
    graph({
      requests: [{ logQuery: { index: "*", searchQuery: "status:error", computeQuery: { aggregation: "count" } } }],
    }),
    ['the number of logs that match "status:error"'],
  ],
  [
    "a resource's statistics",
    graph({
      requests: [
        {
          queries: [
            {
              apmResourceStatsQuery: {
                name: "a",
                dataSource: "apm_resource_stats",
                env: "lab",
                service: "shop",
                stat: "error_rate",
                operationName: "flask.request",
              },
            },
          ],
        },
      ],
    }),
    ["error rate of flask.request of shop, where env is lab"],
  ],
  [
    "an objective's query",
    graph({
      requests: [{ queries: [{ sloQuery: { dataSource: "slo", sloId: "a1", measure: "error_budget_remaining" } }] }],
    }),
    ["error budget remaining of the objective a1"],
  ],
  [
    "processes",
    graph({
      requests: [
        {
          queries: [
            {
              processQuery: {
                name: "a",
                dataSource: "process",
                metric: "process.stat.cpu.total_pct",
                tagFilters: ["env:lab"],
                limit: 5,
              },
            },
          ],
        },
      ],
    }),
    ['process.stat.cpu.total_pct of processes that match "env:lab" (the first 5)'],
  ],
  [
    "a list stream",
    {
      listStreamDefinition: {
        requests: [{ columns: [{ field: "status" }], query: { dataSource: "logs_stream", queryString: "a:b" } }],
      },
    },
    ['logs that match "a:b"', "with status"],
  ],
  ["a log stream", { logStreamDefinition: { query: "a:b" } }, ['logs that match "a:b"']],
  [
    "a host map",
    { hostmapDefinition: { nodeType: "host", groups: ["role"], request: { fills: [{ q: "avg:a{*}" }] } } },
    ["hosts", "grouped by role", "colour: the average of a"],
  ],
  [
    "a check",
    {
      checkStatusDefinition: {
        check: "postgres.can_connect",
        grouping: "cluster",
        groupBies: ["host"],
        tags: ["env:lab"],
      },
    },
    ["the check postgres.can_connect", "of each host", "where env:lab"],
  ],
  ["monitors", { manageStatusDefinition: { query: "env:lab" } }, ['monitors that match "env:lab"']],
  [
    "an objective",
    { serviceLevelObjectiveDefinition: { sloId: "a1", timeWindows: ["7d", "month_to_date"] } },
    ["the objective a1 over 1 week and month to date"],
  ],
  ["an event stream", { eventStreamDefinition: { query: "source:deploy" } }, ['events that match "source:deploy"']],
  [
    "a service",
    { traceServiceDefinition: { service: "shop", spanName: "flask.request", env: "lab" } },
    ["flask.request of shop, where env is lab"],
  ],
  [
    "a scatter plot",
    { scatterplotDefinition: { request: { xes: [{ q: "avg:a{*}" }], ys: [{ q: "avg:b{*}" }] } } },
    ["x: the average of a", "y: the average of b"],
  ],
  [
    "events over a graph",
    graph({ requests: [{ q: "avg:a{*}" }], events: [{ q: "source:deploy" }] }),
    ["the average of a", 'with events that match "source:deploy"'],
  ],
])("what %s shows is said", (_, widget, lines) => {
  expect(widgets(widget)[0]?.lines).toEqual(lines);
});

test("a split graph has the graph that it repeats, and a monitor's graph its title", () => {
  const split = { splitGraphDefinition: { sourceWidgetDefinition: graph({ requests: [{ q: "avg:a{*}" }] }) } };
  expect(widgets(split)[0]?.widgets).toMatchObject([{ kind: "graph", lines: ["the average of a"] }]);
  const inputs = { title: "t", widgets: [{ alertGraphDefinition: { alertId: "1001" } }] };
  expect(sketch(inputs, new Map([["1001", "errors"]])).widgets[0]?.lines).toEqual(['"errors"']);
});

test("variables say what is chosen at first, and what may be", () => {
  const templateVariables = [
    { name: "host", prefix: "host", defaults: ["*"], availableValues: ["db1", "db2"] },
    { name: "where", prefix: "zone", defaults: ["a", "b"] },
  ];
  expect(sketch({ title: "t", templateVariables }).variables).toEqual([
    "host: all, or one of db1, db2",
    "where (zone): a or b",
  ]);
});

test("a group has its widgets within it", () => {
  const group = { groupDefinition: { title: "g", widgets: [graph({ title: "inner", requests: [] })] } };
  expect(widgets(group)).toMatchObject([{ kind: "group", title: "g", widgets: [{ kind: "graph", title: "inner" }] }]);
});
