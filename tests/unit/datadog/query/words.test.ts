import fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseGraph, parseMonitorQuery, parseQuery, QuerySyntaxError } from "../../../../datadog/query/parse";
import { conditionInWords } from "../../../../datadog/query/words/monitor";
import { queryInWords } from "../../../../datadog/query/words/query";
import { unitOfQuery } from "../../../../datadog/query/words/unit";
import { monitorQuery, query } from "./arbitrary";

test.each([
  // what becomes of the series
  ["avg:my_metric{*}", "the average of my_metric"],
  ["max:my_metric{*} by {host}", "the highest my_metric of each host"],
  ["sum:my_metric{*} by {host,device}", "the sum of my_metric of each host and device"],
  ["my_metric{*}", "my_metric"],
  ["p95:checkout.duration{*}", "the 95th percentile of checkout.duration"],
  ["p50:checkout.duration{*}", "the median of checkout.duration"],
  ["p99.9:checkout.duration{*}", "the 99.9th percentile of checkout.duration"],
  ["count(v: v<=0.25):checkout.duration{*}", "the number of values of checkout.duration at or below 0.25"],
  // scopes
  ["avg:m{env:dev}", "the average of m, where env is dev"],
  ["avg:m{env:dev,!role:db}", "the average of m, where env is dev and role is not db"],
  ["avg:m{env:dev AND (zone:a OR zone:b)}", "the average of m, where env is dev and (zone is a or zone is b)"],
  [
    "avg:m{env:dev AND NOT (zone:a AND role:b)}",
    "the average of m, where env is dev and not (zone is a and role is b)",
  ],
  ["avg:m{host IN (db1,db2)}", "the average of m, where host is db1 or db2"],
  ["avg:m{host NOT IN (db1,db2)}", "the average of m, where host is none of db1 and db2"],
  ["avg:m{service:web-*}", "the average of m, where service is like web-*"],
  ["avg:m{env:dev,$host}", "the average of m, where env is dev and host is as chosen"],
  ["avg:m{env:$env.value}", "the average of m, where env is as chosen"],
  ["avg:m{production}", "the average of m, where the tag production is there"],
  // arithmetic
  ["sum:a{*} / sum:b{*}", "the sum of a divided by the sum of b"],
  ["sum:a{*} / (sum:a{*} + sum:b{*}) * 100", "the sum of a divided by (the sum of a plus the sum of b) times 100"],
  ["100 - avg:a{*} by {host}", "100 minus the average of a of each host"],
  ["-avg:a{*}", "the negative of the average of a"],
  ["sum:a{env:x} / sum:b{env:y}", "the sum of a (where env is x) divided by the sum of b (where env is y)"],
  ["sum:a{*} by {host} - sum:b{*}", "the sum of a (of each host) minus the sum of b"],
  ["sum:a{env:x} by {host} + sum:b{env:x} by {host}", "the sum of a plus the sum of b, of each host, where env is x"],
  // functions
  ["sum:hits{*} by {service}.as_count()", "the count of hits of each service"],
  ["sum:hits{*}.as_rate()", "the rate per second of hits"],
  ["avg:hits{*}.as_count()", "the average of hits, counted"],
  ["per_second(avg:m{*})", "the rate per second of the average of m"],
  ["sum:m{*} by {host}.rollup(sum, 3600)", "the sum of m of each host, added up over each hour"],
  ["avg:m{*}.rollup(20)", "the average of m, one point for each 20 seconds"],
  ["sum:m{*}.fill(zero)", "the sum of m, gaps filled with 0"],
  ["avg:m{*}.fill(last, 600)", "the average of m, gaps filled with the last value for up to 10 minutes"],
  ["top(avg:m{*} by {host}, 5, 'max', 'desc')", "the 5 highest by max of the average of m of each host"],
  ["bottom10_last(avg:m{*} by {host})", "the 10 lowest by last of the average of m of each host"],
  ["timeshift(avg:m{*}, -604800)", "the average of m, 1 week before"],
  ["sum:m{*} - week_before(sum:m{*})", "the sum of m minus (the sum of m, a week before)"],
  ["ewma_5(avg:m{*})", "the average of m, smoothed (ewma_5)"],
  [
    "anomalies(avg:m{*}, 'basic', 2)",
    "the average of m, with the band in which the algorithm basic expects it (2 deviations to each side)",
  ],
  ["newest(avg:m{*}, 3, 'x')", "the average of m, through newest (3, x)"],
])("%s is %s", (text, words) => {
  expect(queryInWords(parseQuery(text))).toBe(words);
});

test("a scope that is understood is not said again", () => {
  const one = parseQuery("avg:m{env:dev,$host} by {host}");
  const scope = one.kind === "metric" ? one.scope : undefined;
  expect(queryInWords(one, scope)).toBe("the average of m of each host");
  expect(queryInWords(parseQuery("avg:m{env:prod}"), scope)).toBe("the average of m, where env is prod");
});

test.each([
  // metrics
  [
    "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
    "the average of my_metric over 5 minutes on a host is above 800; only where env is dev",
  ],
  [
    "avg(last_15m):max:postgresql.percent_usage_connections{*} by {host,port} > 0.9",
    "the average over 15 minutes of the highest postgresql.percent_usage_connections of any host and port is above 0.9 (90 %)",
  ],
  ["max(last_1h):min:m{*} <= 3", "the highest value over 1 hour of the lowest m is at or below 3"],
  [
    "percentile(last_5m):p95:checkout.duration{*} > 2",
    "the 95th percentile of checkout.duration over 5 minutes is above 2",
  ],
  [
    "sum(current_1d):sum:mail.sent{*}.as_count() > 50000",
    "the count of mail.sent over the current day is above 50,000",
  ],
  [
    "sum(last_10m):sum:errors{*} by {service}.as_count() / sum:hits{*} by {service}.as_count() > 0.05",
    "the count of errors divided by the count of hits, over 10 minutes of any service, is above 0.05",
  ],
  [
    "avg(last_5m):avg:system.disk.in_use{*} by {host,device} * 100 > 90",
    "the average over 5 minutes of (the average of system.disk.in_use times 100) of any host and device is above 90 %",
  ],
  [
    "avg(last_15m):avg:system.mem.free{*} by {host} < 268435456",
    "the average of system.mem.free over 15 minutes on a host is below 268,435,456 bytes (256 MiB)",
  ],
  // changes
  [
    "pct_change(avg(last_1h),1d_ago):avg:orders{*} < -50",
    "the average of orders over 1 hour has fallen within 1 day by more than 50 %",
  ],
  [
    "change(max(last_15m),30m_ago):max:depth{*} by {queue} >= 10",
    "the highest depth over 15 minutes of any queue has risen within 30 minutes by at least 10",
  ],
  [
    "pct_change(avg(last_5m),last_30m):avg:m{*} > -40",
    "the change within 30 minutes of the average of m over 5 minutes is above -40 %",
  ],
  // anomalies, outliers, forecasts
  [
    "avg(last_4h):anomalies(max:m{*} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60, count_default_zero='true') >= 1",
    "over 15 minutes all points of the highest m on a host are above the band in which they are expected (algorithm basic, 3 deviations to each side)",
  ],
  [
    "avg(last_4h):anomalies(avg:m{*}, 'agile', 2, direction='both', alert_window='last_30m', interval=120, count_default_zero='true', seasonality='hourly') >= 0.8",
    "over 30 minutes 80 % of the points of the average of m are outside of the band in which they are expected (algorithm agile, 2 deviations to each side)",
  ],
  [
    "avg(last_30m):outliers(avg:m{*} by {host}, 'DBSCAN', 3) > 0",
    "the average of m on a host is unlike the others over 30 minutes (algorithm DBSCAN, tolerance 3)",
  ],
  [
    "max(next_1w):forecast(max:system.disk.in_use{*} by {host}, 'linear', 1, interval='60m', history='1w', model='default') >= 0.95",
    "the highest system.disk.in_use on a host is heading to be at or above 0.95 (95 %) within 1 week (linear forecast, 1 deviation to each side)",
  ],
  // service checks
  [
    '"postgres.can_connect".over("env:dev").exclude("role:old").by("host","port").last(3).count_by_status()',
    "postgres.can_connect of any host and port fails 2 times in a row; only where env is dev and role is not old",
  ],
  [
    '"http.can_connect".over("*").by("*").last(1).pct_by_status() > 50',
    "the share of failing http.can_connect is above 50 %",
  ],
  // searches
  [
    'logs("service:mail status:error").index("*").rollup("count").by("host").last("20m") > 10',
    'the number of logs that match "service:mail status:error" over 20 minutes on a host is above 10',
  ],
  [
    'events("source:deploy").rollup("cardinality", "@deploy.id").last("1d") > 5',
    'the number of different @deploy.id of events that match "source:deploy" over 1 day is above 5',
  ],
  [
    "processes('postgres').over('role:db').rollup('count').last('10m') < 1",
    'the number of processes that match "postgres" over 10 minutes is below 1; only where role is db',
  ],
  ['error_budget("a1b2").over("30d") > 80', "the spent error budget of the objective a1b2 over 30 days is above 80 %"],
  [
    'burn_rate("a1b2").over("30d").long_window("1h").short_window("5m") > 14.4',
    "the burn rate of the objective a1b2 over 1 hour and 5 minutes is above 14.4",
  ],
])("the monitor %s alerts when %s", (text, words) => {
  const { alerts, where } = conditionInWords(parseMonitorQuery(text));
  expect(where === undefined ? alerts : `${alerts}; only where ${where}`).toBe(words);
});

test("warnings and recoveries are said in the condition's own terms", () => {
  const metric = parseMonitorQuery("avg(last_5m):avg:system.disk.in_use{*} by {host} > 0.9");
  expect(conditionInWords(metric, { thresholds: { warning: 0.8, criticalRecovery: 0.7 } })).toMatchObject({
    warns: "above 0.8 (80 %)",
    recovers: "only at or below 0.7 (70 %)",
  });
  const check = parseMonitorQuery('"a.b".over("*").by("host").last(4).count_by_status()');
  expect(conditionInWords(check, { thresholds: { critical: 3, warning: 1, ok: 2 } })).toMatchObject({
    alerts: "a.b on a host fails 3 times in a row",
    warns: "when it says so itself once",
    recovers: "after 2 good runs in a row",
  });
});

test("a composite names its monitors by title, and by id where there is none", () => {
  const titles = new Map([
    ["1001", "errors"],
    ["1002", "deploying"],
  ]);
  const composite = parseMonitorQuery("1001 && !(1002 || 1003)");
  expect(conditionInWords(composite, { titles }).alerts).toBe('"errors" and not ("deploying" or monitor 1003) alert');
});

test.each([
  ["avg:system.disk.in_use{*}", "fraction"],
  ["avg:system.disk.in_use{*} * 100", "percent"],
  ["avg:system.mem.usable{*} / avg:system.mem.total{*}", "fraction"],
  ["avg:system.mem.total{*} - avg:system.mem.usable{*}", "byte"],
  ["per_second(avg:system.mem.total{*})", "byte/second"],
  ["log2(avg:system.mem.total{*})", undefined],
  ["avg:system.mem.total{*} * avg:system.mem.total{*}", undefined],
  ["avg:my_metric{*}", undefined],
])("%s is in %s", (text, unit) => {
  expect(unitOfQuery(parseQuery(text))).toBe(unit);
});

const HOLES = /undefined|\[object|NaN/;

test("any query has words, and no holes in them", () => {
  fc.assert(
    fc.property(query, (one) => {
      expect(queryInWords(one)).not.toMatch(HOLES);
    }),
    { numRuns: 300 },
  );
});

test("any monitor's condition has words, and no holes in them", () => {
  const numbers = fc.record({ critical: fc.nat(), warning: fc.nat(), ok: fc.nat() });
  fc.assert(
    fc.property(monitorQuery, numbers, (one, thresholds) => {
      for (const words of Object.values(conditionInWords(one, { thresholds }))) expect(words).not.toMatch(HOLES);
    }),
    { numRuns: 300 },
  );
});

test("a sum of thousands has words in no time", () => {
  const long = Array.from({ length: 3000 }, (_, index) => `avg:m${index}{*}`).join(" + ");
  expect(queryInWords(parseQuery(long))).toContain("plus the average of m2999");
  expect(unitOfQuery(parseQuery(long))).toBeUndefined();
});

interface Entry {
  readonly text: string;
  readonly kind: string;
}

test("every correct query that was gathered has words", () => {
  const corpus = parse(fs.readFileSync(path.join(__dirname, "../../../corpus/correct.yaml"), "utf8")) as Entry[];
  const words = corpus.flatMap(({ text, kind }) => {
    if (kind === "graph") return parseGraph(text).map((one) => queryInWords(one));
    return kind === "monitor" ? readable(text) : [];
  });
  expect(words.length).toBeGreaterThan(150);
  expect(words.filter((one) => HOLES.test(one))).toEqual([]);
});

/** What the parser does not take is its own tests' matter. */
function readable(text: string): string[] {
  try {
    return [conditionInWords(parseMonitorQuery(text)).alerts];
  } catch (error) {
    if (error instanceof QuerySyntaxError) return [];
    throw error;
  }
}
