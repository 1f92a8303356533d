import { describe, expect, test } from "vitest";
import { lintDashboard } from "../../../../datadog/lint/dashboard";
import type { Definition, TemplateVariable } from "../../../../datadog/lint/dashboard/definition";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { lintSearch } from "../../../../datadog/lint/search-text";

const logs = (search: string) =>
  lintMonitor({ type: "log alert", query: `logs("${search}").index("*").rollup("count").last("5m") > 1` });
const rules = (search: string) => logs(search).map(({ rule }) => rule);

// field/definitions.yaml: searches are not read
test("metrics' notation in a search is told, each part of it at its place in the query", () => {
  const search = "(service:a or service:b) AND status IN (error,warn), !env:dev";
  const query = `logs("${search}").index("*").rollup("count").last("5m") > 1`;
  const findings = logs(search).filter(({ rule }) => rule.startsWith("search/"));
  expect(findings.map(({ rule, severity, offset = 0 }) => [rule, severity, query.slice(offset, offset + 2)])).toEqual([
    ["search/lower-case-operator", "warning", "or"],
    ["search/in", "warning", "IN"],
    ["search/exclamation-mark", "warning", "!e"],
    ["search/comma", "warning", ", "],
  ]);
  expect(findings[1]?.remedy).toBe("write status:(error OR warn)");
});

test.each([
  ["service:a and not env:dev", ["search/lower-case-operator", "search/lower-case-operator"]],
  ["env NOT IN (dev, lab)", ["search/in"]],
  ["host in (db1,db2)", ["search/in"]],
  ["env: prod", ["search/blank-after-colon"]],
  ["@duration:> 5", ["search/blank-after-colon"]],
  ["service:shop env:", ["search/empty-value"]],
  ["env:() service:shop", ["search/operator-without-term"]],
  ["service:shop AND", ["search/operator-without-term"]],
  ["env:prod,service:shop", ["search/comma"]],
  ["env:(prod, lab)", ["search/comma"]],
  ["env=prod", ["search/equals-sign"]],
  ["@duration>5", ["search/equals-sign"]],
  ["@duration>=5", ["search/equals-sign"]],
  ["a:b && c:d || e:f", ["search/symbol-operator", "search/symbol-operator"]],
  ["@code:[400 to 499]", ["search/range"]],
  ["@code:[400-499]", ["search/range"]],
  ["“card declined”", ["search/curly-quotes"]],
  ["'card declined'", ["search/curly-quotes"]],
  ["status:error AND status:warn", ["search/two-values"]],
  ["CIDR(@ip)", ["search/cidr"]],
  ["$env", ["search/undefined-template-variable"]],
  ["env:$env.value", ["search/undefined-template-variable"]],
  ["(status:error", ["search/syntax"]],
  ["status:error)", ["search/syntax"]],
])("%s is told", (search, expected) => {
  expect(rules(search).filter((rule) => rule.startsWith("search/"))).toEqual(expected);
});

test.each([
  "out of memory or disk",
  "the price in (EUR)",
  "type=LOGIN",
  "key=value a,b",
  "-password !",
  "a - b",
  "@code:(>=200 AND <400)",
  "@code:(>=400 <500)",
  '@origin:\\"\\"',
  "@a:b,c",
  "service:(a OR b) -service:c",
  "service:a* service:b*",
  "host:(i-0ade23e6 AND db.example.com)",
  "@usr.id:jf*@* @path:\\\\/accounts\\\\/*",
  "can't open file",
  "tags:story_type:service,env:lab",
  "@price:5\\\\$ cost$center",
  "NOT (a OR b)",
  "CIDR(@ip,10.0.0.0/8, fd00::/8)",
  "https://example.com/a?b=c",
])("nothing is said of %s", (search) => {
  expect(rules(search)).not.toContainEqual(expect.stringMatching(/^search\//));
});

test("processes have a notation of their own, and an objective's id is no search", () => {
  const quiet = (type: string, query: string) => lintMonitor({ type, query, monitorThresholds: { critical: "1" } });
  const found = [
    ...quiet("process alert", 'processes("!java or (").over("role:db").rollup("count").last("10m") < 1'),
    ...quiet("slo alert", 'error_budget("a or b").over("30d") > 1'),
  ];
  expect(found.filter(({ rule }) => rule.startsWith("search/"))).toEqual([]);
});

// field/definitions.yaml: search/no-window
test.each(['.current("1h")', '.current("1d")', '.last("1h")'])("a search looks back over %s", (window) => {
  const query = `events("service:shop").rollup("cardinality", "@evt.id")${window} > 20`;
  const schedulingOptions = { evaluationWindow: { hourStarts: 7 } };
  const findings = lintMonitor({ type: "event-v2 alert", query, schedulingOptions, requireFullWindow: false });
  expect(findings.map(({ rule }) => rule)).not.toContain("search/no-window");
});

describe("a dashboard's variable", () => {
  const cluster: TemplateVariable = { name: "cluster", prefix: "cluster", defaults: ["*"] };
  const page = (search: string, variable = cluster) =>
    lintSearch({ search, in: "dashboard", variables: [variable] }).map(({ rule, remedy }) => [rule, remedy]);

  // field/definitions.yaml: a template variable that has a prefix stands behind its own key
  test.each([
    ["cluster:$cluster", "write $cluster, or cluster:$cluster.value"],
    ["-cluster:($cluster OR lab)", "write $cluster, or cluster:$cluster.value"],
    ["kube_cluster_name:$cluster", "write kube_cluster_name:$cluster.value"],
  ])("that has a prefix finds nothing in %s", (search, remedy) => {
    expect(page(search)).toEqual([["search/variable-behind-its-key", remedy]]);
  });

  test.each(["$cluster", "cluster:$cluster.value", "a:x-$cluster.value", "tags:$cluster"])(
    "is well in %s",
    (search) => {
      expect(page(search)).toEqual([]);
    },
  );

  test("without a prefix is a value, and stands behind a key", () => {
    expect(page("cluster:$cluster", { name: "cluster" })).toEqual([]);
  });

  // field/definitions.yaml: wildcard behind a template variable
  test.each(["pod_name:$cluster.value-*", "pod_name:$cluster.value*", "pod_name:a-$cluster.value-*-b"])(
    "has no wildcard behind it in %s",
    (search) => {
      expect(page(search).map(([rule]) => rule)).toEqual(["search/wildcard-behind-variable"]);
    },
  );

  test("may have a wildcard before it, and periods in its name", () => {
    expect(page("resource_name:*.$sync.table.name.value", { name: "sync.table.name" })).toEqual([]);
  });
});

const CLUSTER = { name: "cluster", prefix: "cluster", defaults: ["*"] };
const SEARCHED = "cluster:$cluster";

test.each<[string, Definition]>([
  [
    "a timeseries of logs",
    {
      timeseriesDefinition: {
        requests: [{ logQuery: { index: "*", searchQuery: SEARCHED, computeQuery: { aggregation: "count" } } }],
      },
    },
  ],
  [
    "an event query",
    {
      toplistDefinition: {
        requests: [
          {
            queries: [
              {
                eventQuery: {
                  name: "a",
                  dataSource: "logs",
                  computes: [{ aggregation: "count" }],
                  search: { query: SEARCHED },
                },
              },
            ],
          },
        ],
      },
    },
  ],
  [
    "a list stream",
    { listStreamDefinition: { requests: [{ query: { dataSource: "logs_stream", queryString: SEARCHED } }] } },
  ],
  ["a log stream", { logStreamDefinition: { query: SEARCHED } }],
  [
    "a host map",
    {
      hostmapDefinition: {
        request: {
          fills: [{ rumQuery: { index: "*", searchQuery: SEARCHED, computeQuery: { aggregation: "count" } } }],
        },
      },
    },
  ],
])("a mistake in the search of %s is told with the widget's name", (_, widget) => {
  const findings = lintDashboard({
    layoutType: "ordered",
    templateVariables: [CLUSTER],
    widgets: [{ groupDefinition: { layoutType: "ordered", widgets: [widget] } }],
  });
  expect(findings).toMatchObject([
    {
      rule: "search/variable-behind-its-key",
      problem: expect.stringMatching(/^widgets\[0\]\.widgets\[0\] \(/) as string,
    },
  ]);
});

test("the old searches of events, with commas, are none of these", () => {
  const widgets = [{ eventStreamDefinition: { query: "sources:nagios,chef tags:a:b, or" } }];
  expect(lintDashboard({ layoutType: "ordered", widgets })).toEqual([]);
});
