import { expect, test } from "vitest";
import { lintMonitor } from "../../../datadog/query/lint";
import { anomalies, metricQuery, type MetricQuery } from "../../../datadog/query/metric";
import { type MetricCondition, monitorQuery } from "../../../datadog/query/monitor";

const QUERY: MetricQuery = { metric: "my_metric", aggregator: "avg", scope: ["env:dev"], by: ["host"] };
const CONDITION: MetricCondition = {
  query: QUERY,
  over: { method: "avg", minutes: 5 },
  comparator: ">",
  critical: 800,
};

test("metric queries are in Datadog's notation", () => {
  expect(metricQuery(QUERY)).toBe("avg:my_metric{env:dev} by {host}");
  expect(metricQuery({ metric: "m", aggregator: "sum", scope: [], by: [] })).toBe("sum:m{*}");
  expect(metricQuery({ ...QUERY, scope: ["env:dev", "$host"], rollup: { method: "sum", seconds: 3600 } })).toBe(
    "avg:my_metric{env:dev,$host} by {host}.rollup(sum, 3600)",
  );
  expect(anomalies(QUERY, "basic", 2)).toBe("anomalies(avg:my_metric{env:dev} by {host}, 'basic', 2)");
});

test("a monitor's query holds its threshold", () => {
  expect(monitorQuery(CONDITION)).toBe("avg(last_5m):avg:my_metric{env:dev} by {host} > 800");
  expect(monitorQuery({ ...CONDITION, over: { method: "max", minutes: 60 } })).toMatch(/^max\(last_1h\):/);
});

test.each([
  ["a warning above the alert", CONDITION, { warning: 801 }, "monitor/warning-past-critical"],
  ["a warning at the alert", CONDITION, { warning: 800 }, "monitor/warning-past-critical"],
  [
    "a warning below a lower bound",
    { ...CONDITION, comparator: "<" as const },
    { warning: 700 },
    "monitor/warning-past-critical",
  ],
  [
    "a rollup",
    { ...CONDITION, query: { ...QUERY, rollup: { method: "sum" as const, seconds: 60 } } },
    {},
    "monitor/rollup",
  ],
  ["no data within twice the window", CONDITION, { noDataAfterMinutes: 9 }, "monitor/hasty-no-data"],
])("%s is found", (_, condition, alerting, rule) => {
  expect(lintMonitor(condition, alerting).map((finding) => finding.rule)).toEqual([rule]);
});

test("a right monitor has no findings", () => {
  expect(lintMonitor(CONDITION, { warning: 500, noDataAfterMinutes: 10 })).toEqual([]);
});
