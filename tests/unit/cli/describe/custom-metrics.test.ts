import { expect, test } from "vitest";
import { customMetricChanges } from "../../../../cli/describe/changes/custom-metrics";
import { customMetrics, customMetricsInWords, total } from "../../../../cli/describe/custom-metrics";
import type { Registration } from "../../../../cli/stack/program";

type Files = Readonly<Record<string, string>>;

function agents(files: Files, hosts: readonly string[] = ["db1"]): Registration[] {
  return hosts.map((name) => ({ type: "lookout:agent:HostAgent", name, id: name, inputs: { files } }));
}

function check(source: string, conf = "instances:\n  - {}\n"): Files {
  return { "checks.d/custom.py": source, "conf.d/custom.d/conf.yaml": conf };
}

/** As text, each metric with its count. */
function counted(registrations: readonly Registration[]): Record<string, number> {
  return Object.fromEntries(customMetrics(registrations).counts);
}

// Worked out by hand from https://docs.datadoghq.com/account_management/billing/custom_metrics/
test.each<[what: string, registrations: Registration[], counts: Record<string, number>]>([
  ["a gauge is one on each host", agents(check('self.gauge("a", 1)'), ["db1", "db2", "db3"]), { a: 3 }],
  ["two calls of one metric are one", agents(check('self.gauge("a", 1)\nself.gauge("a", 2)')), { a: 1 }],
  ["a histogram is five", agents(check("self.histogram(\n  'a.b', 1)")), { "a.b": 5 }],
  ["a distribution is five", agents(check('self.distribution(name="a", value=1)')), { a: 5 }],
  [
    "instances with other tags are others, in whatever order, and with the same ones are not",
    agents(check('self.rate("a", 1)', "instances:\n  - tags: [x:1, y:1]\n  - tags: [y:1, x:1]\n  - tags: [x:2]\n")),
    { a: 2 },
  ],
  [
    "what is of no host is one on all hosts",
    agents(check('self.gauge("a", 1)', "instances:\n  - empty_default_hostname: true\n"), ["db1", "db2"]),
    { a: 1 },
  ],
  [
    "what is sent every two hours is there in half of the hours",
    agents(check('self.gauge("a", 1)', "instances:\n  - min_collection_interval: 7200\n"), ["db1", "db2", "db3"]),
    { a: 1.5 },
  ],
  [
    "what is sent every 45 seconds is one of each hour",
    agents(check('self.gauge("a", 1)', "instances:\n  - min_collection_interval: 45\n")),
    { a: 1 },
  ],
  ["a service check and a log line are no metrics", agents(check('self.service_check("a", 0)\nself.log("x")')), {}],
  [
    "an integration's own metrics are not custom, its own queries' are",
    agents({
      "conf.d/postgres.d/conf.yaml":
        "instances:\n  - tags: [x:1]\n    custom_queries:\n      - metric_prefix: orders\n        query: SELECT 1, 2\n        columns:\n          - {name: open, type: gauge}\n          - {name: late, type: monotonic_count}\n",
      "conf.d/mysql.d/conf.yaml": "instances:\n  - {}\n",
    }),
    { "orders.open": 1, "orders.late": 1 },
  ],
  [
    "what Datadog makes of logs is custom, with percentiles ten",
    [
      {
        type: "datadog:index/logsMetric:LogsMetric",
        name: "slow",
        id: "1",
        inputs: { name: "logs.slow", compute: { aggregationType: "distribution", includePercentiles: true } },
      },
    ],
    { "logs.slow": 10 },
  ],
])("%s", (_, registrations, counts) => {
  expect(counted(registrations)).toEqual(counts);
});

test("of tags only those by which a metric may be asked for count, and percentiles that it is to have do", () => {
  const configuration = (inputs: Record<string, unknown>): Registration => ({
    type: "datadog:index/metricTagConfiguration:MetricTagConfiguration",
    name: "a",
    id: "a",
    inputs: { metricName: "a", metricType: "distribution", ...inputs },
  });
  const sent = agents(check('self.distribution("a", 1)', "instances:\n  - tags: [x:1]\n  - tags: [x:2]\n"), [
    "db1",
    "db2",
  ]);
  expect(counted(sent)).toEqual({ a: 20 });
  expect(counted([...sent, configuration({ tags: ["x"] })])).toEqual({ a: 10 });
  expect(counted([...sent, configuration({ tags: ["x"], includePercentiles: true })])).toEqual({ a: 20 });
  expect(counted([...sent, configuration({ tags: ["host"], excludeTagsMode: true })])).toEqual({ a: 10 });
});

test.each([
  ["names that a check makes where it runs", check("self.gauge(name, 1)"), "custom names metrics only where it runs"],
  ["a name that goes on", check('self.gauge("a." + name, 1)'), "custom names metrics only where it runs"],
  ["names that are put together", check('self.gauge(f"a.{x}", 1)'), "custom names metrics only where it runs"],
  ["an endpoint's metrics", { "conf.d/openmetrics.d/conf.yaml": "instances:\n  - {}\n" }, "openmetrics sends as many"],
  [
    "what a query's rows are tagged with",
    {
      "conf.d/postgres.d/conf.yaml":
        "instances:\n  - custom_queries:\n      - columns:\n          - {name: n, type: gauge}\n          - {name: shop, type: tag}\n",
    },
    "postgres.n is one for each shop",
  ],
])("%s can't be counted, and that is said", (_, files, words) => {
  expect(customMetrics(agents(files)).uncounted.join()).toContain(words);
  expect(customMetricsInWords(customMetrics(agents(files))).at(-1)).toContain("not counted: ");
});

test("a change says what comes and goes in one line, and nothing where all stays", () => {
  const before = customMetrics(agents(check('self.gauge("a", 1)\nself.gauge("b", 1)'), ["db1", "db2"]));
  const after = customMetrics(agents(check('self.gauge("a", 1)\nself.histogram("c", 1)'), ["db1", "db2", "db3"]));
  expect([total(before), total(after)]).toEqual([4, 18]);
  expect(customMetricChanges(before, after)).toEqual([
    { about: "Cost", of: "Custom metrics", says: "4 → 18 (+14: a +1, b −2 and c +15)" },
  ]);
  expect(customMetricChanges(after, after)).toEqual([]);
});

test("what can't be counted is said where it comes", () => {
  const none = customMetrics([]);
  const some = customMetrics(agents({ "conf.d/openmetrics.d/conf.yaml": "instances:\n  - {}\n" }));
  expect(customMetricChanges(none, some).map(({ says }) => says)).toEqual([
    "not counted: openmetrics sends as many as it finds",
  ]);
  expect(customMetricChanges(some, none).map(({ says }) => says)).toEqual([
    "no longer: openmetrics sends as many as it finds",
  ]);
});
