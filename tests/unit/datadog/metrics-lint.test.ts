import fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { METRIC_RULES, type MetricUse } from "../../../datadog/lint/metric";
import { lint } from "../../../datadog/lint/rule";
import { knownMetric } from "../../../datadog/metrics/catalogue";
import { tables } from "./metrics-tables";

const rulesOf = (use: MetricUse) => lint(METRIC_RULES, use).map(({ rule }) => rule);

describe.each(METRIC_RULES)("$id", ({ id, passes, fails }) => {
  test("its example of what is well has no finding of any rule", () => {
    expect(lint(METRIC_RULES, passes)).toEqual([]);
  });

  test("its example of the mistake is found by it alone", () => {
    expect(rulesOf(fails)).toEqual([id]);
  });
});

describe("names", () => {
  test("the project's own monitors and dashboards name no metric that nobody sends", () => {
    const plans = path.join(__dirname, "../../plans");
    const texts = fs.readdirSync(plans).map((file) => fs.readFileSync(path.join(plans, file), "utf8"));
    const metrics = new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/\b(?:avg|sum|min|max|p\d\d):([\w.]+)\{/g)].map(([, name = ""]) => name),
      ),
    );
    expect(metrics.size).toBeGreaterThan(15);
    for (const metric of metrics) expect(rulesOf({ metric }), metric).toEqual([]);
  });

  test("a known name without one of its letters is misspelled, and the remedy is the name or one as near", () => {
    const names = Object.values(tables()).flatMap((metrics) => metrics.map(({ name }) => name));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
        const letter = name.lastIndexOf(".") + 1 + (at % (name.length - name.lastIndexOf(".") - 1));
        const metric = name.slice(0, letter) + name.slice(letter + 1);
        fc.pre(knownMetric(metric) === undefined);
        const findings = lint(METRIC_RULES, { metric });
        expect(findings.map(({ rule }) => rule)).toEqual(["metric/misspelled-name"]);
        expect(knownMetric(findings[0]?.remedy.replace("write ", "") ?? "")).toBeDefined();
      }),
    );
  });

  test("a slip in the namespace is found, too", () => {
    expect(lint(METRIC_RULES, { metric: "sytem.mem.pct_usable" })).toMatchObject([
      { rule: "metric/misspelled-name", remedy: "write system.mem.pct_usable" },
    ]);
  });

  test("what a custom query may send is warned of with the nearest name", () => {
    const [finding] = lint(METRIC_RULES, { metric: "postgresql.replication_lag" });
    expect(finding).toMatchObject({ rule: "metric/unknown-name", severity: "warning" });
    expect(finding?.remedy).toContain("postgresql.replication_delay");
  });

  test.each(["my_metric", "shop.orders", "system.gpu.memory", "datadog.agent.checks", "trace.flask.request.render"])(
    "%s is in no namespace of which all is known, and passes",
    (metric) => {
      expect(rulesOf({ metric, comparator: ">", threshold: 90 })).toEqual([]);
    },
  );
});

const COMPARISONS = {
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
};

describe("thresholds", () => {
  test("a condition is out of range exactly where it says the same of all that the metric can be", () => {
    fc.assert(
      fc.property(fc.constantFrom(">", ">=", "<", "<="), fc.integer({ min: -3, max: 103 }), (comparator, threshold) => {
        const said = [0, threshold - 0.5, threshold, threshold + 0.5, 100]
          .filter((value) => value >= 0 && value <= 100)
          .map((value) => COMPARISONS[comparator](value, threshold));
        const same = new Set(said).size === 1;
        expect(rulesOf({ metric: "system.cpu.user", comparator, threshold })).toEqual(
          same ? ["metric/out-of-range"] : [],
        );
      }),
    );
  });

  test.each<[string, MetricUse]>([
    [
      "the sum of a fraction over hosts can be more than 1",
      { metric: "system.disk.in_use", aggregator: "sum", comparator: ">", threshold: 3 },
    ],
    ["a load per core can be more than 1", { metric: "system.load.norm.5", comparator: ">", threshold: 2 }],
    ["a process can use more than one core", { metric: "system.processes.cpu.pct", comparator: ">", threshold: 250 }],
    [
      "MySQL's time on the CPU is in cores, whatever its unit is said to be",
      { metric: "mysql.performance.user_time", comparator: ">", threshold: 0.8 },
    ],
    ["a percentage can be compared with none at all", { metric: "system.cpu.stolen", comparator: ">", threshold: 0 }],
    ["bytes can be compared with none at all", { metric: "system.swap.used", comparator: ">", threshold: 0 }],
    ["few bytes a second are few, not a mistake", { metric: "system.net.bytes_rcvd", comparator: "<", threshold: 100 }],
    ["a delay is in seconds", { metric: "postgresql.replication_delay", comparator: ">", threshold: 300 }],
  ])("%s", (_, use) => {
    expect(rulesOf(use)).toEqual([]);
  });

  test("the remedy says the threshold in the metric's unit", () => {
    const remedy = (use: MetricUse) =>
      lint(METRIC_RULES, use)
        .map(({ remedy }) => remedy)
        .join();
    expect(remedy({ metric: "postgresql.percent_usage_connections", comparator: ">", threshold: 85 })).toContain(
      "0.85",
    );
    expect(remedy({ metric: "system.cpu.iowait", comparator: ">", threshold: 0.07 })).toContain(" 7 ");
    expect(remedy({ metric: "system.mem.free", comparator: "<", threshold: 2 })).toContain(String(2 * 1024 ** 3));
    expect(remedy({ metric: "postgresql.transactions.duration.max", comparator: ">", threshold: 30 })).toContain(
      "30000000000",
    );
  });
});
