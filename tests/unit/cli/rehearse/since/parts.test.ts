import { expect, test } from "vitest";
import { judging, type Registry, withoutParts } from "../../../../../cli/rehearse/since/parts";
import { evaluateQuery } from "../../../../../datadog/evaluate/query";
import type { RehearsedMonitor } from "../../../../../datadog/evaluate/timeline";
import { readMonitor } from "../../../../../datadog/lint/monitor-definition";

function monitor(query: string, name = "m", type = "query alert"): RehearsedMonitor {
  return { name, definition: { name, type, query } };
}

function read(...monitors: readonly RehearsedMonitor[]) {
  const registry: Registry = new Map();
  return { ...judging(monitors, registry), asked: [...registry.values()] };
}

test.each([
  [
    "a gauge is asked for as averages",
    "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
    "avg:my_metric{env:dev} by {host}.rollup(avg, 60)",
    "avg(last_5m):avg:history.1{env:dev} by {host} > 800",
  ],
  [
    "over time it is the average, whatever is asked of the hosts",
    "max(last_5m):max:my_metric{*} > 800",
    "max:my_metric{*}.rollup(avg, 60)",
    "max(last_5m):max:history.1{*} > 800",
  ],
  [
    "a count is asked for as sums, and is counted by the evaluator",
    "sum(last_1h):sum:errors{env:dev}.as_count() > 3",
    "sum:errors{env:dev}.as_count().rollup(sum, 60)",
    "sum(last_1h):sum:history.1{env:dev}.as_count() > 3",
  ],
  [
    "a rate is what the evaluator makes of a count",
    "avg(last_1h):sum:errors{env:dev}.as_rate() > 3",
    "sum:errors{env:dev}.as_count().rollup(sum, 60)",
    "avg(last_1h):sum:history.1{env:dev}.as_rate() > 3",
  ],
  [
    "a rollup of its own keeps its method, and is made of minutes",
    "avg(last_1h):avg:m{*}.rollup(max, 300) > 3",
    "avg:m{*}.rollup(max, 60)",
    "avg(last_1h):avg:history.1{*}.rollup(max, 300) > 3",
  ],
  [
    "a percentile of a minute is a value like any other",
    "avg(last_1h):p95:trace.flask.request{service:shop} > 1",
    "p95:trace.flask.request{service:shop}.rollup(avg, 60)",
    "avg(last_1h):avg:history.1{service:shop} > 1",
  ],
])("%s", (_, query, asked, judged) => {
  const found = read(monitor(query));
  expect(found.asked.map(({ part }) => part.query)).toEqual([asked]);
  expect(found.monitors.map(({ definition }) => definition.query)).toEqual([judged]);
});

test("what several monitors ask for in one way is asked for once, and in two ways twice", () => {
  const { asked, monitors } = read(
    monitor("avg(last_5m):avg:m{*} by {host} > 1", "a"),
    monitor("avg(last_1h):avg:m{*} by {host} > 2", "b"),
    monitor("avg(last_5m):avg:m{*} > 1", "c"),
  );
  expect(asked.map(({ part, lead }) => [part.query, lead])).toEqual([
    ["avg:m{*} by {host}.rollup(avg, 60)", 3600],
    ["avg:m{*}.rollup(avg, 60)", 300],
  ]);
  expect(monitors.map(({ definition }) => definition.query)).toEqual([
    "avg(last_5m):avg:history.1{*} by {host} > 1",
    "avg(last_1h):avg:history.1{*} by {host} > 2",
    "avg(last_5m):avg:history.2{*} > 1",
  ]);
});

test("functions and arithmetic stay with the evaluator", () => {
  const { asked, monitors } = read(
    monitor("avg(last_5m):100 * sum:a{x:1}.as_count() / default_zero(sum:b{x:1}.as_count()) > 5"),
  );
  expect(asked.map(({ part }) => part.query)).toEqual([
    "sum:a{x:1}.as_count().rollup(sum, 60)",
    "sum:b{x:1}.as_count().rollup(sum, 60)",
  ]);
  expect(monitors[0]?.definition.query).toBe(
    "avg(last_5m):100 * sum:history.1{x:1}.as_count() / default_zero(sum:history.2{x:1}.as_count()) > 5",
  );
});

test.each([
  ["env:dev,role:db", [], ["env:dev", "role:db"]],
  ["env:dev,host:db1", ["host"], ["env:dev"]],
  ["host:web-*", [], ["host:web-…"]],
  ["env:dev AND NOT role:db", [], ["env:dev"]],
  ["host IN (a,b) AND env:dev", [], ["host:a", "env:dev"]],
  ["role:db OR role:web", [], ["role:db"]],
  ["host:a OR role:db", ["host"], ["role:db"]],
  ["*", [], []],
])("what Datadog filtered by {%s} has tags that the filter lets through", (scope, by, tags) => {
  const { asked } = read(monitor(`avg(last_5m):avg:m{${scope}}${by.length === 0 ? "" : ` by {${by.join(",")}}`} > 1`));
  expect(asked[0]?.part.tags).toEqual(tags);
});

test.each([
  ['"postgres.can_connect".over("env:dev").by("host").last(3).count_by_status()', "service check", "service checks"],
  ['logs("status:error").index("*").rollup("count").last("5m") > 10', "log alert", "counts logs"],
  ['burn_rate("abc").over("7d").long_window("1h").short_window("5m") > 14', "slo alert", "SLO"],
  ["avg(last_1h):avg:m{*}.rollup(count, 60) > 3", "query alert", "rollup(count"],
])("%s is refused by name", (query, type, because) => {
  const { refused, monitors, asked } = read(monitor(query, "m", type));
  expect(refused[0]?.because).toContain(because);
  expect([monitors, asked]).toEqual([[], []]);
});

test("a composite is refused with what it is made of, and another one is not", () => {
  const check = monitor('"a.can_connect".over("*").last(3).count_by_status()', "check", "service check");
  const metric = monitor("avg(last_5m):avg:m{*} > 1", "load");
  const { refused, monitors } = read(
    check,
    metric,
    monitor("load && check", "both", "composite"),
    monitor("load && !load", "one", "composite"),
  );
  expect(refused.map((one) => one.monitor.name)).toEqual(["check", "both"]);
  expect(refused[1]?.because).toContain("it is made of check: ");
  expect(monitors.map(({ name }) => name)).toEqual(["load", "one"]);
});

test("a query that Datadog refuses is its monitor's alone", () => {
  const found = read(monitor("avg(last_5m):avg:m{*} > 1", "a"), monitor("avg(last_5m):avg:n{*} > 1", "b"));
  const left = withoutParts(found, new Map([["history.2", "it says no"]]));
  expect(left.monitors.map(({ name }) => name)).toEqual(["a"]);
  expect(left.refused.map(({ monitor: { name }, because }) => [name, because])).toEqual([["b", "it says no"]]);
});

// Datadog's answer has tags of its groups alone: the others are made up, and have to pass the filter once more.
test.each([
  "env:dev",
  "service:web*",
  "service:web* AND NOT service:web",
  "service:web* AND NOT service:web-*",
  "env IN (dev,prod) AND NOT host:db2",
  "env:dev OR role:db",
  "host:db* AND NOT env:dev",
])("points that Datadog has let through %s pass it again", (scope) => {
  const { asked, monitors } = read(monitor(`avg(last_5m):avg:m{${scope}} by {host} > 1`));
  const [one] = asked;
  const subject = readMonitor(monitors[0]?.definition ?? { type: "", query: "" });
  if (one === undefined || !("definition" in subject) || subject.query.kind !== "metric") throw new Error(scope);
  const { metric, tags } = one.part;
  const times = Float64Array.of(0);
  const series = [{ ...{ metric, times, values: times }, tags: ["host:db1", ...tags], type: "gauge" as const }];
  const lines = evaluateQuery(subject.query.query, { series, checks: [] }, { span: { from: 0, to: 60 }, step: 60 });
  expect(lines.map(({ group }) => group)).toEqual([["host:db1"]]);
});

const DAYS = 86_400;

test.each([
  ["pct_change(avg(last_5m),last_1h):avg:m{*} > 10", 300 + 3600],
  ["avg(last_5m):avg:m{*} - week_before(avg:m{*}) > 10", 300 + 7 * DAYS],
  ["avg(last_5m):timeshift(avg:m{*}, -7200) > 10", 300 + 7200],
  ["avg(last_5m):month_before(avg:m{*}) > 10", 300 + 28 * DAYS],
  ["avg(last_5m):ewma_20(avg:m{*}) > 10", 300 + 7 * 20 * 60],
  // A day may have 25 hours, a month 31 days.
  ["avg(last_5m):calendar_shift(avg:m{*}, '-2d', 'Europe/Berlin') > 10", 300 + 2 * DAYS + 3600],
  ["avg(last_5m):calendar_shift(avg:m{*}, '-1mo', 'UTC') > 10", 300 + 31 * DAYS + 3600],
  [
    "avg(last_4h):anomalies(avg:m{*}, 'basic', 2, direction='both', alert_window='last_15m', interval=60) >= 1",
    14_400 + DAYS,
  ],
  [
    "avg(last_4h):anomalies(avg:m{*}, 'agile', 2, direction='both', interval=60, seasonality='weekly') >= 1",
    14_400 + 42 * DAYS,
  ],
  ["max(next_1w):forecast(avg:m{*}, 'linear', 1, interval='60m', history='2d', model='default') >= 1", 2 * DAYS],
])("%s is read from as far back as it looks", (query, lead) => {
  expect(read(monitor(query)).asked.map((one) => one.lead)).toContain(lead);
});

test.each([
  ["sum(last_5m):sum:m{*} > 1", "how many"],
  ["avg(last_5m):p99:m{*} > 1", "percentile"],
  ["avg(last_5m):avg:m{*}.rollup(avg, 20) > 1", "rollup(…, 20)"],
  ["avg(last_5m):per_second(sum:m{*}) > 1", "per_second() is of a group's series together"],
])("%s is said not to be exact", (query, words) => {
  expect(read(monitor(query)).doubts.get("m")?.join()).toContain(words);
  expect(read(monitor("avg(last_5m):avg:m{*} > 1")).doubts.get("m")).toEqual([]);
});
