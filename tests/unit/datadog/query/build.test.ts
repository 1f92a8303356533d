import { describe, expect, test } from "vitest";
import { type AnomalyCondition, anomalyMonitorQuery } from "../../../../datadog/query/anomaly";
import * as build from "../../../../datadog/query/build";
import { compositeMonitorQuery } from "../../../../datadog/query/composite";
import { type ForecastCondition, forecastMonitorQuery } from "../../../../datadog/query/forecast";
import { type MetricCondition, metricMonitorQuery } from "../../../../datadog/query/metric-condition";
import type { Query } from "../../../../datadog/query/query";
import { monitorQueryText, queryText } from "../../../../datadog/query/print";
import { type ServiceCheckCondition, serviceCheckMonitorQuery } from "../../../../datadog/query/service-check";
import { groupsOf } from "../../../../datadog/query/walk";

const of = (name: string, by: readonly string[] = ["host"]) =>
  build.metric(name, { aggregator: "avg", scope: ["env:dev"], by });
const QUERY = of("my_metric");
const Q = "avg:my_metric{env:dev} by {host}";

test.each<[string, Query]>([
  [Q, QUERY],
  ["sum:m{*}", build.metric("m", { aggregator: "sum" })],
  [
    "sum:m{env:dev,$host}.rollup(sum, 3600)",
    build.rollup(build.metric("m", { aggregator: "sum", scope: ["env:dev", "$host"] }), "sum", 3600),
  ],
  ["sum:m{*}.as_count().fill(zero)", build.fill(build.asCount(build.metric("m", { aggregator: "sum" })), "zero")],
  ["sum:m{*}.as_rate().fill(last, 60)", build.fill(build.asRate(build.metric("m", { aggregator: "sum" })), "last", 60)],
  [`anomalies(${Q}, 'basic', 2)`, build.anomalies(QUERY, "basic", 2)],
  [`outliers(${Q}, 'MAD', 3, 20)`, build.outliers(QUERY, "MAD", 3, 20)],
  [`top(${Q}, 10, 'mean', 'desc')`, build.top(QUERY, 10, "mean", "desc")],
  [`abs(${Q})`, build.called("abs", QUERY)],
  [
    "avg:m{env:dev AND (role:db OR role:cache) AND NOT host IN (a,b)}",
    build.metric("m", {
      aggregator: "avg",
      scope: build.allOf(
        "env:dev",
        build.anyOf("role:db", "role:cache"),
        build.noneOf(build.oneOf("host", ["a", "b"])),
      ),
    }),
  ],
  [`(${Q} + ${Q}) * ${Q}`, build.arithmetic(build.arithmetic(QUERY, "+", QUERY), "*", QUERY)],
  [`${Q} / (${Q} + ${Q})`, build.arithmetic(QUERY, "/", build.arithmetic(QUERY, "+", QUERY))],
])("%s", (text, query) => {
  expect(queryText(query)).toBe(text);
});

test("the groups of a query are those of its metrics, each once; counting groups leaves none", () => {
  expect(groupsOf(build.arithmetic(of("a", ["host", "db"]), "/", of("b", ["host"])))).toEqual(["host", "db"]);
  expect(groupsOf(build.called("count_nonzero", of("a")))).toEqual([]);
});

describe("a monitor's query", () => {
  const CONDITION: MetricCondition = {
    query: QUERY,
    over: { method: "avg", minutes: 5 },
    comparator: ">",
    critical: 800,
  };
  const metric = (changes: Partial<MetricCondition>) =>
    monitorQueryText(metricMonitorQuery({ ...CONDITION, ...changes }));

  test("holds its window and its threshold", () => {
    expect(metric({})).toBe(`avg(last_5m):${Q} > 800`);
    expect(metric({ over: { method: "max", minutes: 60 } })).toMatch(/^max\(last_1h\):/);
  });

  test("writes a large threshold out", () => {
    expect(metric({ comparator: "<", critical: 5e8 })).toMatch(/ < 500000000$/);
  });

  test("of a change says how it is compared, and with when", () => {
    expect(metric({ change: { by: "pct_change", agoMinutes: 60 } })).toBe(`pct_change(avg(last_5m),1h_ago):${Q} > 800`);
    expect(metric({ change: { by: "change", agoMinutes: 1440 } })).toContain("(avg(last_5m),1d_ago)");
  });

  test("of anomalies is in the order that Datadog documents; only what knows seasons names one", () => {
    const anomaly: AnomalyCondition = {
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
    expect(monitorQueryText(anomalyMonitorQuery(anomaly))).toBe(
      `avg(last_4h):anomalies(${Q}, 'basic', 3, direction='above', alert_window='last_15m', interval=60, count_default_zero='true') >= 1`,
    );
    const seasonal = anomalyMonitorQuery({ ...anomaly, algorithm: { name: "agile", season: "daily" } });
    expect(monitorQueryText(seasonal)).toMatch(/'agile', 3,.* seasonality='daily'\) >= 1$/);
  });

  test("of a forecast takes the side of the threshold that is reached first", () => {
    const forecast: ForecastCondition = {
      query: QUERY,
      model: { algorithm: "linear", interval: "60m", history: "1w", model: "default" },
      deviations: 1,
      ahead: "1w",
      comparator: ">=",
      critical: 0.9,
    };
    expect(monitorQueryText(forecastMonitorQuery(forecast))).toBe(
      `max(next_1w):forecast(${Q}, 'linear', 1, interval='60m', history='1w', model='default') >= 0.9`,
    );
    const falling = forecastMonitorQuery({
      ...forecast,
      comparator: "<=",
      model: { algorithm: "seasonal", interval: "1h", seasonality: "weekly" },
    });
    expect(monitorQueryText(falling)).toMatch(
      /^min\(next_1w\):.*'seasonal', 1, interval='1h', seasonality='weekly'\) <= 0.9$/,
    );
  });

  test("of a service check quotes each tag and each key", () => {
    const check: ServiceCheckCondition = {
      check: "postgres.can_connect",
      scope: ["env:dev", "role:db"],
      by: ["host", "port"],
      last: 3,
      critical: 2,
      ok: 2,
    };
    expect(monitorQueryText(serviceCheckMonitorQuery(check))).toBe(
      '"postgres.can_connect".over("env:dev","role:db").by("host","port").last(3).count_by_status()',
    );
    expect(monitorQueryText(serviceCheckMonitorQuery({ ...check, scope: [] }))).toContain('.over("*").');
  });

  test("of other monitors has their ids in place of their names", () => {
    const monitors = { errors: "1001", slow: "1002", deploying: "1003" };
    const composite = (expression: string) => monitorQueryText(compositeMonitorQuery({ monitors, expression }));
    expect(composite("errors && (slow || !deploying)")).toBe("1001 && (1002 || !1003)");
    expect(composite("errors && unheard_of")).toBe("1001 && unheard_of");
  });
});
