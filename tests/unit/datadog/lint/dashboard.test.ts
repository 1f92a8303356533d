import fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { dashboardRules, lintDashboard } from "../../../../datadog/lint/dashboard";
import type { DashboardDefinition, Definition, WidgetDefinition } from "../../../../datadog/lint/dashboard/definition";
import { mistakesInDashboards } from "../../../corpus/read";

const corpus = (file: string): unknown =>
  parse(fs.readFileSync(path.join(__dirname, "../../../corpus", `${file}.yaml`), "utf8"));

const rulesOf = (definition: DashboardDefinition) => lintDashboard(definition).map(({ rule }) => rule);
const of = (...widgets: WidgetDefinition[]): DashboardDefinition => ({ layoutType: "ordered", widgets });
const graph = (q: string, more: Definition = {}): WidgetDefinition => ({
  timeseriesDefinition: { title: "CPU", requests: [{ q }], ...more },
});

describe.each(dashboardRules)("$id", ({ id, passes, fails }) => {
  test("its example of what is well has no finding of any rule", () => {
    expect(lintDashboard(passes)).toEqual([]);
  });

  test("its example of the mistake is found by it alone", () => {
    expect(new Set(rulesOf(fails))).toEqual(new Set([id]));
  });
});

test("a rule's id is its own", () => {
  expect(new Set(dashboardRules.map(({ id }) => id)).size).toBe(dashboardRules.length);
});

test.each(mistakesInDashboards())(
  "a mistake that people made is found, and nothing beside it: $what",
  ({ inputs, rule }) => {
    expect(rulesOf(inputs)).toEqual([rule]);
  },
);

const shapes = corpus("dashboards") as readonly { source: string; inputs: DashboardDefinition }[];

test.each(shapes)("a dashboard of Datadog's own has no finding: $source", ({ inputs }) => {
  expect(lintDashboard(inputs)).toEqual([]);
});

describe("a query's finding", () => {
  const misspelled = "avg:system.cpu.usr{*}";

  test("names its widget by title and type, or by its place", () => {
    const problems = lintDashboard(of(graph(misspelled), graph(misspelled, { title: "" }))).map(
      ({ problem }) => problem,
    );
    expect(problems).toEqual([
      expect.stringMatching(/^"CPU" \(timeseries\): /),
      expect.stringMatching(/^widgets\[1\] \(timeseries\): /),
    ]);
  });

  test("names a group's widget by its place in the group", () => {
    const group = (widgets: readonly WidgetDefinition[]) => ({ groupDefinition: { layoutType: "ordered", widgets } });
    const [finding] = lintDashboard(
      of({ noteDefinition: { content: "A note." } }, group([graph(misspelled, { title: "" })])),
    );
    expect(finding?.problem).toMatch(/^widgets\[1\]\.widgets\[0\] \(timeseries\): /);
  });

  test("keeps its place in the text", () => {
    expect(lintDashboard(of(graph("avg:system.cpu.user{*}}")))).toMatchObject([{ rule: "query/syntax", offset: 22 }]);
  });

  test("is there once where a widget asks the same twice", () => {
    expect(lintDashboard(of(graph("", { requests: [{ q: misspelled }, { q: misspelled }] })))).toHaveLength(1);
  });

  test("suggests the dashboard's own variables", () => {
    const definition = {
      ...of(graph("avg:system.cpu.user{$hots,$host}")),
      templateVariables: [{ name: "host", prefix: "host" }],
    };
    expect(lintDashboard(definition)).toMatchObject([
      { rule: "query/undefined-template-variable", remedy: "define it, or use $host" },
    ]);
  });

  test.each<[string, WidgetDefinition]>([
    ["a formula's query", graph("", { requests: [{ queries: [{ metricQuery: { name: "a", query: misspelled } }] }] })],
    ["a list", { toplistDefinition: { requests: [{ q: misspelled }] } }],
    ["a single value", { queryValueDefinition: { requests: [{ q: misspelled }] } }],
    ["a table", { queryTableDefinition: { requests: [{ q: misspelled }] } }],
    ["a heat map", { heatmapDefinition: { requests: [{ q: misspelled }] } }],
    ["a change", { changeDefinition: { requests: [{ q: misspelled }] } }],
    ["a distribution", { distributionDefinition: { requests: [{ q: misspelled }] } }],
    ["a host map", { hostmapDefinition: { request: { fills: [{ q: misspelled }] } } }],
    ["a scatter plot", { scatterplotDefinition: { request: { xes: [{ q: "avg:a.b{*}" }], ys: [{ q: misspelled }] } } }],
    [
      "a split graph",
      {
        splitGraphDefinition: {
          sourceWidgetDefinition: { toplistDefinition: { requests: [{ q: misspelled }] } },
        },
      },
    ],
  ])("is found in %s", (_, widget) => {
    expect(rulesOf(of(widget))).toEqual(["metric/misspelled-name"]);
  });

  test("is not looked for in what asks something else than metrics", () => {
    const logs = { logQuery: { index: "*", searchQuery: "status:error {", computeQuery: { aggregation: "count" } } };
    const events = [{ q: "sources:deploy {" }];
    expect(lintDashboard(of(graph("", { requests: [logs], events })))).toEqual([]);
  });
});

describe("a template variable", () => {
  const withVariable = (name: string, q: string) => rulesOf({ ...of(graph(q)), templateVariables: [{ name }] });

  test("may have periods in its name", () => {
    expect(withVariable("kong.service", "avg:my_metric{$kong.service}")).toEqual([]);
  });

  test("is used where only its value is", () => {
    expect(withVariable("env", "avg:my_metric{environment:$env.value}")).toEqual([]);
  });

  test("is not used by a longer name that begins with it", () => {
    expect(withVariable("env", "avg:my_metric{$environment}")).toEqual([
      "dashboard/unused-template-variable",
      "query/undefined-template-variable",
    ]);
  });

  test("is used by a note, a title or a link as well", () => {
    const note = { noteDefinition: { content: "Of $host." } };
    expect(lintDashboard({ ...of(note), templateVariables: [{ name: "host" }] })).toEqual([]);
  });
});

test("an interval that a graph can just show is none too fine, and a second less is", () => {
  const seconds = Math.ceil(86_400 / 350);
  const rolledUp = (interval: number) =>
    rulesOf(of(graph(`sum:my_metric{*}.rollup(sum, ${interval})`, { liveSpan: "1d" })));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_400 }), (interval) => {
      expect(rolledUp(interval)).toEqual(interval < seconds ? ["dashboard/rollup-finer-than-graph"] : []);
    }),
  );
});

test("a note's links are read as Markdown writes them", () => {
  const links = (content: string) => rulesOf(of({ noteDefinition: { content } }));
  const well = ["https://example.com/a_(b)", "/monitors/manage", "mailto:oncall@example.com", "<https://example.com>"];
  for (const target of well) expect([target, links(`See [it](${target} "there").`)]).toEqual([target, []]);
  for (const target of ["", "example.com", "https://", "[object Object]", "javascript:alert(1)"]) {
    expect([target, links(`See [it](${target}).`)]).toEqual([target, ["dashboard/note-link"]]);
  }
});

test("one title is enough for two graphs where they stand in two groups", () => {
  const group = (title: string) => ({
    groupDefinition: { title, layoutType: "ordered", widgets: [graph("avg:system.cpu.user{*}")] },
  });
  expect(lintDashboard(of(group("db1"), group("db2")))).toEqual([]);
});

test("a formula's functions, options and words in quotes are no queries", () => {
  const formula = (formulaExpression: string) =>
    rulesOf(
      of(
        graph("", {
          requests: [
            { formulas: [{ formulaExpression }], queries: [{ metricQuery: { name: "a", query: "avg:b{*}" } }] },
          ],
        }),
      ),
    );
  expect(formula("anomalies(moving_rollup(a, 60, 'avg'), 'basic', 2, direction='both') * 1.5e3")).toEqual([]);
  expect(formula("a / b")).toEqual(["dashboard/formula-unknown-query"]);
});
