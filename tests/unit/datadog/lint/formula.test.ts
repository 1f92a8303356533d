import { describe, expect, test } from "vitest";
import { lintDashboard } from "../../../../datadog/lint/dashboard";
import type { WidgetDefinition } from "../../../../datadog/lint/dashboard/definition";
import { lintFormula } from "../../../../datadog/lint/formula";
import { lintMonitor } from "../../../../datadog/lint/monitor";

const search = (name: string, query: string, facet?: string) => ({
  name,
  dataSource: "logs",
  search: { query },
  ...(facet !== undefined && { groupBies: [{ facet }] }),
});
const monitor = (query: string, variables?: object, message?: string) =>
  lintMonitor({
    type: "log alert",
    query,
    monitorThresholds: { critical: "30" },
    ...(message !== undefined && { message }),
    ...(variables !== undefined && { variables }),
  });
const rulesOf = (...args: Parameters<typeof monitor>) => monitor(...args).map(({ rule }) => rule);
const A = { eventQueries: [search("a", "status:error")] };
const BOTH = { eventQueries: [search("a", "status:error"), search("b", "*")] };

test("a formula's message has the groups and the events of its queries", () => {
  const variables = { eventQueries: ["query1", "query2"].map((name) => search(name, "*", "@http.url")) };
  const message = "{{[@http.url].name}} fails: {{log.message}} @oncall@example.com";
  const query = 'formula("query1 / query2").last("5m") > 30';
  expect(rulesOf(query, variables, message)).toEqual([]);
  expect(rulesOf(query, undefined, message)).toContain("message/group-missing");
});

// field/definitions.yaml: a monitor's formula names a query that is not there
test.each([
  ['formula("a / b * 100").last("15m") > 30', A, "formula/unknown-query"],
  ['formula("a / b * 100").last("15m") > 30', undefined, "formula/no-queries"],
  ['formula("a / b * 100").last("15m") > 30', {}, "formula/no-queries"],
  ['formula("a * 100").last("15m") > 30', BOTH, "formula/unused-query"],
  ['formula("a / * b").last("15m") > 30', BOTH, "formula/syntax"],
  ['formula("a / defualt_zero(b)").last("15m") > 30', BOTH, "formula/unknown-function"],
  ['formula("a / clamp_min(b)").last("15m") > 30', BOTH, "formula/argument-count"],
  ['formula("a / b.rollup(sum)").last("15m") > 30', BOTH, "formula/method-notation"],
  ['formula("a / b").last("3d") > 30', BOTH, "search/no-window"],
  ['formula("a / b") > 30', BOTH, "search/no-window"],
])("%s is told", (query, variables, rule) => {
  expect(rulesOf(query, variables)).toContain(rule);
});

test("five groups are too many for logs, of a formula as well", () => {
  const groupBies = ["a", "b", "c", "d", "e"].map((facet) => ({ facet }));
  const variables = { eventQueries: [{ ...search("a", "*"), groupBies }] };
  expect(rulesOf('formula("a").last("5m") > 30', variables)).toEqual(["search/too-many-groups"]);
});

test("a query that is not there is named with those that are, at its place", () => {
  const query = 'formula("a / b * 100").last("15m") > 30';
  expect(monitor(query, A)).toMatchObject([
    { offset: query.indexOf("b *"), problem: "b is no query of the monitor: there are a" },
  ]);
});

test("the queries of costs, jobs and data's quality count as well", () => {
  const ofJobs = { dataJobsQueries: [{ name: "run_query", jobType: "spark", jobsQuery: "*", queryDialect: "x" }] };
  const query = 'formula("failed_runs(run_query)").by(job_name).last(1h) > 30';
  expect(
    lintMonitor({ type: "data-jobs alert", query, variables: ofJobs, monitorThresholds: { critical: "30" } }),
  ).toEqual([]);
});

test("a formula's queries have searches, which are read as any other", () => {
  const variables = { eventQueries: [search("a", "status:error or status:warn")] };
  expect(monitor('formula("a").last("5m") > 30', variables)).toMatchObject([
    { rule: "search/lower-case-operator", problem: expect.stringMatching(/^query a: /) as string },
  ]);
});

// field/definitions.yaml: a formula inside of the search
describe("a formula as a monitor's page shows it, within the search", () => {
  test.each([
    ["ci-pipelines alert", "ci-pipelines", "count[ci_level:job status:error] / count[ci_level:job]", "a / b"],
    ["trace-analytics alert", "trace-analytics", "(count[a:b] / count[c:d]) * 100", "(a / b) * 100"],
    ["rum alert", "rum", "cardinality:@session.id[@type:view] / count[@type:view]", "a / b"],
    ["log alert", "logs", "pc95:@duration[service:a] - pc95:@duration[service:a]", "a - a"],
  ])("of a %s is told with the right form", (type, source, formula, right) => {
    const query = `${source}("${formula}").last("5m") > 5`;
    const findings = lintMonitor({ type, query, monitorThresholds: { critical: "5" } });
    expect(findings).toMatchObject([{ rule: "formula/in-search", severity: "error", offset: source.length + 2 }]);
    expect(findings[0]?.remedy).toContain(`formula("${right}") and variables: { eventQueries:`);
  });

  test("is none where a search has words of calculations", () => {
    const query = 'logs("count errors [main] @sum:[1 TO 2] avg / max").index("*").rollup("count").last("5m") > 30';
    expect(rulesOf(query)).toEqual([]);
  });
});

test.each([
  "anomalies(query1, 'robust', 2)",
  "exclude_null(clamp_max(clamp_min(100 * (query1 / query2), 0), 100))",
  "reduce(rollup(rollup(query1, 'max', 10), 'p90', 86400), 'last')",
  "timeshift(query1, 40)",
  'top(query1, 10, "mean", "desc")',
  "default_zero(week_before((a / b) * 100))",
])("nothing is said of %s", (formula) => {
  expect(lintFormula({ formula })).toEqual([]);
});

// field/definitions.yaml: a widget's other queries are incomplete
describe("a widget's query that is not of metrics", () => {
  const widget = (definition: WidgetDefinition) => lintDashboard({ layoutType: "ordered", widgets: [definition] });
  const number = (request: object) => widget({ queryValueDefinition: { requests: [request] } });
  const events = { eventQuery: { name: "a", dataSource: "logs", search: { query: "*" } } };

  test.each(["rumQuery", "logQuery", "apmQuery", "securityQuery", "auditQuery", "networkQuery"])(
    "%s computes something",
    (key) => {
      const query = { index: "*", searchQuery: "@type:view" };
      expect(number({ [key]: query })).toMatchObject([{ rule: "dashboard/query-without-compute", severity: "error" }]);
      for (const computes of [
        { computeQuery: { aggregation: "count" } },
        { multiComputes: [{ aggregation: "count" }] },
      ]) {
        expect(number({ [key]: { ...query, ...computes } })).toEqual([]);
      }
    },
  );

  test.each([
    [events, "computes"],
    [{ apmResourceStatsQuery: { name: "a", dataSource: "apm_resource_stats", env: "lab", service: "shop" } }, "stat"],
    [{ sloQuery: { dataSource: "slo", measure: "slo_status" } }, "sloId"],
    [{ processQuery: { name: "a", dataSource: "process" } }, "metric"],
  ])("%j lacks its %s", (query, missing) => {
    expect(number({ queries: [query] })).toMatchObject([
      { rule: "dashboard/query-incomplete", problem: expect.stringContaining(missing) as string },
    ]);
  });

  test("an event stream has its size, and no other stream needs one", () => {
    const stream = (dataSource: string, more: object = {}) =>
      widget({
        listStreamDefinition: {
          requests: [{ responseFormat: "event_list", query: { dataSource, queryString: "a:b", ...more } }],
        },
      });
    expect(stream("event_stream")).toMatchObject([{ rule: "dashboard/event-stream-without-size", severity: "error" }]);
    expect([...stream("event_stream", { eventSize: "l" }), ...stream("logs_stream")]).toEqual([]);
  });

  test("in a formula is named, or asked for nothing", () => {
    const query = (name: string) => ({ metricQuery: { name, query: "avg:my_metric{*}" } });
    const formulas = (...expressions: string[]) =>
      number({
        queries: [query("a"), query("b")],
        formulas: expressions.map((formulaExpression) => ({ formulaExpression })),
      });
    expect(formulas("a", "b")).toEqual([]);
    expect(formulas("a * 2")).toMatchObject([{ rule: "dashboard/formula-unused-query", severity: "warning" }]);
    expect(formulas("a / c")).toMatchObject([{ rule: "dashboard/formula-unknown-query" }]);
    expect(formulas("a / ")).toMatchObject([{ rule: "formula/syntax" }]);
  });
});
