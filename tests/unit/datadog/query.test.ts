import { expect, test } from "vitest";
import { type AnomalyCondition, anomalyQuery } from "../../../datadog/query/anomaly";
import { type Arithmetic, groupsOf, queryText } from "../../../datadog/query/arithmetic";
import { lintMonitor } from "../../../datadog/query/lint";
import { lintAnomaly } from "../../../datadog/query/lint-anomaly";
import { lintServiceCheck } from "../../../datadog/query/lint-service-check";
import { anomalies, metricQuery, type MetricQuery } from "../../../datadog/query/metric";
import { type MetricCondition, monitorQuery } from "../../../datadog/query/monitor";
import { type ServiceCheckCondition, serviceCheckQuery } from "../../../datadog/query/service-check";

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

const SHARE: Arithmetic = {
  left: { ...QUERY, metric: "used" },
  operator: "/",
  right: { ...QUERY, metric: "limit" },
};
const ANOMALY: AnomalyCondition = {
  query: QUERY,
  algorithm: { name: "basic" },
  deviations: 3,
  direction: "above",
  alertMinutes: 15,
  recoveryMinutes: 15,
  graphMinutes: 240,
  intervalSeconds: 60,
  critical: 1,
};
const CHECK: ServiceCheckCondition = {
  check: "postgres.can_connect",
  scope: ["env:dev"],
  by: ["host", "port"],
  last: 3,
  critical: 2,
  ok: 2,
};

test("a query of two metrics has the operator between them, and their groups", () => {
  expect(queryText(SHARE)).toBe("avg:used{env:dev} by {host} / avg:limit{env:dev} by {host}");
  expect(groupsOf(SHARE)).toEqual(["host"]);
  expect(monitorQuery({ ...CONDITION, query: SHARE, over: { method: "avg", minutes: 15 }, critical: 0.9 })).toBe(
    "avg(last_15m):avg:used{env:dev} by {host} / avg:limit{env:dev} by {host} > 0.9",
  );
});

test("arithmetic inside of arithmetic has its parentheses: the order is the one that was meant", () => {
  const sum: Arithmetic = { left: QUERY, operator: "+", right: QUERY };
  const q = metricQuery(QUERY);
  expect(queryText({ left: QUERY, operator: "/", right: sum })).toBe(`${q} / (${q} + ${q})`);
  expect(queryText({ left: sum, operator: "*", right: QUERY })).toBe(`(${q} + ${q}) * ${q}`);
});

test("a large threshold is written out, since a query knows no exponents", () => {
  expect(monitorQuery({ ...CONDITION, comparator: "<", critical: 5e8 })).toMatch(/ < 500000000$/);
});

test("an anomaly monitor's query is in the order that Datadog documents, in one line", () => {
  expect(anomalyQuery(ANOMALY)).toBe(
    "avg(last_4h):anomalies(avg:my_metric{env:dev} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60, count_default_zero='true') >= 1",
  );
});

test("only an algorithm that knows seasons names one", () => {
  const seasonal = anomalyQuery({ ...ANOMALY, algorithm: { name: "agile", season: "daily" } });
  expect(seasonal).toContain("'agile', 3,");
  expect(seasonal).toContain(", seasonality='daily')");
  expect(anomalyQuery(ANOMALY)).not.toContain("seasonality");
});

test("a service check's query quotes each tag and each key", () => {
  expect(serviceCheckQuery(CHECK)).toBe(
    '"postgres.can_connect".over("env:dev").by("host","port").last(3).count_by_status()',
  );
  expect(serviceCheckQuery({ ...CHECK, scope: ["env:dev", "role:db"] })).toContain('.over("env:dev","role:db").');
  expect(serviceCheckQuery({ ...CHECK, scope: [] })).toContain('.over("*").');
});

test.each([
  ["a share of more than all points", { critical: 1.5, recoveryMinutes: 15 }, {}, ["anomaly/no-share"]],
  ["a share of no points", { critical: 0 }, {}, ["anomaly/no-share", "anomaly/recovery-beside-alert"]],
  ["a warning that is no share", {}, { warning: 0 }, ["anomaly/no-share"]],
  ["a warning past the alert", { critical: 0.8 }, { warning: 0.9 }, ["monitor/warning-past-critical"]],
  ["a graph shorter than the alert window", { graphMinutes: 10 }, {}, ["anomaly/short-graph"]],
  ["four points in the alert window", { intervalSeconds: 225 }, {}, ["anomaly/coarse-interval"]],
  ["a recovery window longer than the alert's", { recoveryMinutes: 16 }, {}, ["anomaly/recovery-beside-alert"]],
  [
    "a recovery window that can be quiet during an alert",
    { critical: 0.5, alertMinutes: 240, recoveryMinutes: 120 },
    {},
    ["anomaly/recovery-beside-alert"],
  ],
  [
    "metrics that are grouped otherwise",
    { query: { ...SHARE, right: { ...QUERY, by: [] } } },
    {},
    ["monitor/groups-apart"],
  ],
  ["a rollup", { query: { ...QUERY, rollup: { method: "sum" as const, seconds: 60 } } }, {}, ["monitor/rollup"]],
])("of an anomaly monitor, %s is found", (_, changes, alerting, rules) => {
  expect(lintAnomaly({ ...ANOMALY, ...changes }, alerting).map(({ rule }) => rule)).toEqual(rules);
});

test("a right anomaly monitor has no findings, with the shortest recovery window that Datadog documents too", () => {
  expect(lintAnomaly(ANOMALY, { warning: 0.5 })).toEqual([]);
  expect(lintAnomaly({ ...ANOMALY, critical: 0.5, alertMinutes: 240, recoveryMinutes: 121 }, {})).toEqual([]);
});

test.each([
  ["fewer runs than the alert counts and one more", { last: 2 }, {}, "check/few-runs"],
  ["fewer runs than the recovery counts and one more", { last: 3, ok: 3 }, {}, "check/few-runs"],
  ["more runs than Datadog keeps", { last: 101 }, {}, "check/few-runs"],
  ["half a run", { critical: 1.5 }, {}, "check/no-runs"],
  ["no run at all", { warning: 0 }, {}, "check/no-runs"],
  ["no groups", { by: [] }, {}, "check/no-groups"],
  ["no data after less than two minutes", {}, { noDataAfterMinutes: 1 }, "check/hasty-no-data"],
])("of a service check monitor, %s is found", (_, changes, alerting, rule) => {
  expect(lintServiceCheck({ ...CHECK, ...changes }, alerting).map((finding) => finding.rule)).toEqual([rule]);
});

test("a right service check monitor has no findings", () => {
  expect(lintServiceCheck({ ...CHECK, warning: 1, last: 100 }, { noDataAfterMinutes: 2 })).toEqual([]);
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
  [
    "a rollup on one side",
    { ...CONDITION, query: { ...SHARE, right: { ...QUERY, rollup: { method: "sum" as const, seconds: 60 } } } },
    {},
    "monitor/rollup",
  ],
  [
    "a side that is grouped otherwise",
    { ...CONDITION, query: { ...SHARE, right: { ...QUERY, by: ["host", "port"] } } },
    {},
    "monitor/groups-apart",
  ],
  ["no data within twice the window", CONDITION, { noDataAfterMinutes: 9 }, "monitor/hasty-no-data"],
])("%s is found", (_, condition, alerting, rule) => {
  expect(lintMonitor(condition, alerting).map((finding) => finding.rule)).toEqual([rule]);
});

test("a right monitor has no findings", () => {
  expect(lintMonitor(CONDITION, { warning: 500, noDataAfterMinutes: 10 })).toEqual([]);
});

test("sides that name the same keys in another order are grouped alike", () => {
  const by = (...keys: string[]) => ({ ...QUERY, by: keys });
  const query: Arithmetic = { left: by("host", "port"), operator: "/", right: by("port", "host") };
  expect(lintMonitor({ ...CONDITION, query }, {})).toEqual([]);
});
