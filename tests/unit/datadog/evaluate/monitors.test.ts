import { describe, expect, test } from "vitest";
import type { CheckStatus } from "../../../../datadog/evaluate/history";
import type { MonitorDefinition } from "../../../../datadog/lint/monitor-definition";
import { changesOf, checkRuns, minutes, MONITOR, play, playAll, saidBy, series } from "./played";

const CHECK: MonitorDefinition = {
  name: "can't connect",
  type: "service check",
  query: '"my_check.can_connect".over("*").by("host").last(4).count_by_status()',
  message: "{{check_message}} @oncall@example.com",
  monitorThresholds: { critical: "3", warning: "2", ok: "2" },
};

const STATUSES: Readonly<Record<string, CheckStatus | undefined>> = {
  o: "OK",
  w: "WARNING",
  c: "CRITICAL",
  u: "UNKNOWN",
};

/** One run a minute: `occc`; a hyphen is none. */
const runs = (text: string, tags?: string[]) =>
  checkRuns(
    Array.from(text, (letter) => STATUSES[letter]),
    tags,
  );

/** https://docs.datadoghq.com/monitors/configuration/?tab=checkalert#set-alert-conditions */
describe("a service check", () => {
  test.each([
    ["occo", ["0 OK"]],
    ["occc", ["0 OK", "3 Alert"]],
    ["occwc", ["0 OK"]],
    ["occcoco", ["0 OK", "3 Alert"]],
    ["occcoo", ["0 OK", "3 Alert", "5 OK"]],
    ["oww", ["0 OK", "2 Warn"]],
    ["occcww", ["0 OK", "3 Alert", "5 Warn"]],
    ["uuuo", ["3 OK"]],
    ["cco", ["2 OK"]],
  ])("of the runs %s is in the states %o", (text, states) => {
    const timeline = play(CHECK, { checks: [runs(text)], minutes: text.length });
    expect(changesOf(timeline).map((change) => change.replace(" host:db1", ""))).toEqual(states);
  });

  test("that could not tell is told of where that has a threshold", () => {
    const monitor = { ...CHECK, monitorThresholds: { ...CHECK.monitorThresholds, unknown: "2" } };
    const timeline = play(monitor, { checks: [runs("ouuoo")], minutes: 5 });
    expect(saidBy(timeline)).toEqual(["2 unknown", "4 recovery"]);
    expect(timeline.notifications[0]?.title).toBe("[Unknown on {host:db1}] can't connect");
  });

  test("counts all runs of a group as one row", () => {
    const scene = { checks: [runs("cccc", ["host:db1", "port:1"]), runs("oooo", ["host:db1", "port:2"])], minutes: 4 };
    expect(saidBy(play(CHECK, scene))).toEqual([]);
    const apart = { ...CHECK, query: CHECK.query.replace('"host"', '"host","port"') };
    expect(saidBy(play(apart, scene))).toEqual(["2 alert"]);
  });

  test("is of what all included tags have, and none of the excluded", () => {
    const scene = {
      checks: [
        runs("cccc", ["host:db1", "env:dev"]),
        runs("cccc", ["host:db2", "env:dev", "role:spare"]),
        runs("cccc", ["host:db3"]),
      ],
      minutes: 4,
    };
    const query = CHECK.query.replace('over("*")', 'over("env:dev").exclude("role:spare","role:lab")');
    expect(play({ ...CHECK, query }, scene).notifications.map(({ group }) => group)).toEqual(["host:db1"]);
  });

  test("that does not run any more is without data after its minutes", () => {
    const scene = { checks: [runs(`o${"-".repeat(20)}oo`)], minutes: 30 };
    expect(saidBy(play({ ...CHECK, notifyNoData: true, noDataTimeframe: 5 }, scene))).toEqual([
      "5 no data",
      "21 no data recovery",
      "27 no data",
    ]);
    expect(saidBy(play(CHECK, scene))).toEqual([]);
  });
});

/** https://docs.datadoghq.com/monitors/types/service_check/?tab=clusteralert#set-alert-conditions */
test("a cluster alerts when more than its share of checks is critical, and warns by the share of warnings", () => {
  const cluster = {
    ...CHECK,
    query: '"my_check.can_connect".over("*").by("env").pct_by_status()',
    monitorThresholds: { critical: "50", warning: "50" },
  };
  const of = (...texts: string[]) =>
    changesOf(
      play(cluster, { checks: texts.map((text, index) => runs(text, ["env:dev", `host:h${index}`])), minutes: 4 }),
    );
  expect(of("oocc", "oooc")).toEqual(["0 env:dev OK", "3 env:dev Alert"]);
  expect(of("owww", "owww", "oooc")).toEqual(["0 env:dev OK", "1 env:dev Warn"]);
});

/** https://docs.datadoghq.com/monitors/types/composite/#computing-trigger-conditions */
describe("a composite of two monitors is in the state that the documentation's table has", () => {
  /** From the second minute on: OK, then the state. */
  const part = (metric: string) => ({
    ...MONITOR,
    query: `avg(last_1m):avg:${metric}{*} > 800`,
    monitorThresholds: { critical: "800", warning: "500" },
    notifyNoData: true,
    noDataTimeframe: 1,
  });
  const VALUES: Readonly<Record<string, number>> = { OK: 100, Warn: 600, Alert: 900, "No Data": NaN };
  test.each([
    ["Alert", "Warn", "a && b", true, "Warn"],
    ["Alert", "Warn", "a || b", true, "Alert"],
    ["Alert", "OK", "a && b", true, "OK"],
    ["Alert", "OK", "a || b", true, "Alert"],
    ["Warn", "OK", "a && b", true, "OK"],
    ["Warn", "OK", "a || b", true, "Warn"],
    ["No Data", "Warn", "a && b", true, "No Data"],
    ["No Data", "Warn", "a || b", true, "Warn"],
    ["No Data", "Warn", "a && b", false, "OK"],
    ["No Data", "Warn", "a || b", false, "Warn"],
    ["No Data", "OK", "a && b", false, "OK"],
    ["No Data", "OK", "a || b", false, "OK"],
    ["No Data", "OK", "a && b", true, "OK"],
    ["No Data", "OK", "a || b", true, "No Data"],
    ["No Data", "No Data", "a && b", true, "No Data"],
    ["No Data", "No Data", "a || b", true, "No Data"],
    ["Alert", "OK", "!a", true, "OK"],
    ["OK", "OK", "!(a && b)", true, "Alert"],
    ["No Data", "OK", "!a", true, "No Data"],
  ])("%s, %s, %s, notifying no data: %s", (a, b, query, notifyNoData, state) => {
    const values = (to: string) => [100, 100, VALUES[to] ?? NaN, VALUES[to] ?? NaN];
    const { timelines } = playAll(
      { a: part("a"), b: part("b"), both: { name: "both", type: "composite", query, notifyNoData } },
      { series: [series(values(a), [], { metric: "a" }), series(values(b), [], { metric: "b" })], minutes: 4 },
    );
    const states = timelines.find(({ monitor }) => monitor.name === "both")?.changes ?? [];
    expect(states.at(-1)?.to).toBe(state);
  });
});

/** https://docs.datadoghq.com/monitors/types/composite/#common-reporting-sources */
describe("a composite", () => {
  const by = (metric: string, keys: string) => ({
    ...MONITOR,
    query: `avg(last_1m):avg:${metric}{*} by {${keys}} > 800`,
  });
  const of = (metric: string, ...groups: string[][]) => groups.map((tags) => series([900, 900, 900], tags, { metric }));
  const groups = (monitors: Record<string, MonitorDefinition>, all: ReturnType<typeof of>) => {
    const both = {
      name: "both {{a.value}}",
      type: "composite",
      query: "a && b",
      message: "{{a.value}} {{b.value}} {{host.name}}",
    };
    const { timelines } = playAll({ ...monitors, both }, { series: all, minutes: 3 });
    return timelines.find(({ monitor }) => monitor.name === "both")?.notifications ?? [];
  };
  test("has the groups whose values all its monitors have, whatever the keys", () => {
    const all = [...of("m", ["host:web1"], ["host:web2"]), ...of("n", ["service:web2"], ["service:web3"])];
    expect(groups({ a: by("m", "host"), b: by("n", "service") }, all).map(({ group }) => group)).toEqual(["host:web2"]);
  });
  test("joins a group of more keys with one of fewer, and with a monitor without", () => {
    const all = [...of("m", ["device:sda", "host:web1"], ["device:sda", "host:web2"]), ...of("n", ["host:web1"])];
    expect(groups({ a: by("m", "device,host"), b: by("n", "host") }, all).map(({ group }) => group)).toEqual([
      "device:sda,host:web1",
    ]);
    const simple = { ...MONITOR, query: "avg(last_1m):avg:n{*} > 800" };
    expect(groups({ a: by("m", "device,host"), b: simple }, all)).toHaveLength(2);
  });
  test("says its monitors' values", () => {
    const all = [...of("m", ["host:web1"]), ...of("n", ["host:web1"])];
    expect(groups({ a: by("m", "host"), b: by("n", "host") }, all)).toMatchObject([
      { title: "[Triggered on {host:web1}] both 900.0", body: "900.0 900.0 web1" },
    ]);
  });
  test("of a composite, or of a monitor that is not there, is refused", () => {
    const { refused } = playAll(
      { c: { type: "composite", query: "d && missing" }, d: { type: "composite", query: "a" }, a: MONITOR },
      { series: [], minutes: 3 },
    );
    expect(refused.map(({ monitor, because }) => [monitor.name, because])).toEqual([
      ["c", expect.stringContaining("the monitor d that it is made of")],
    ]);
  });
});

/** https://docs.datadoghq.com/service_level_objectives/burn_rate/#how-burn-rate-alerts-work */
describe("an SLO's alert", () => {
  const slo = {
    name: "checkout",
    definition: {
      type: "metric",
      query: { numerator: "sum:good{*}.as_count()", denominator: "sum:all{*}.as_count()" },
      thresholds: [{ timeframe: "7d", target: 99 }],
    },
  };
  const events = (good: readonly number[]) => [
    series(good, [], { metric: "good", type: "count" }),
    series(
      good.map(() => 100),
      [],
      { metric: "all", type: "count" },
    ),
  ];
  const monitor = (query: string): MonitorDefinition => ({
    name: "burning",
    type: "slo alert",
    query,
    message: "{{long_window_burn_rate}} {{short_window_burn_rate}} of {{timeframe}}",
  });

  test("burns at the lower of its two windows' rates, and ends with the shorter one", () => {
    // Half of all fails for half an hour: 25 % of the hour, fifty times what is allowed over five minutes.
    const good = minutes([60, 100], [30, 50], [60, 100]);
    const query = 'burn_rate("checkout").over("7d").long_window("1h").short_window("5m") > 10';
    const timeline = play(monitor(query), { series: events(good), slos: [slo], minutes: 150 });
    expect(saidBy(timeline)).toEqual(["73 alert", "94 recovery"]);
    expect(timeline.notifications[0]).toMatchObject({ body: "10.833 50.0 of 7d", value: 10.8333333333 });
  });

  test("of the budget is the share that is spent", () => {
    const good = minutes([100, 100], [10, 90]);
    const timeline = play(monitor('error_budget("checkout").over("7d") > 50'), {
      series: events(good),
      slos: [slo],
      minutes: 150,
    });
    // Of 11,000 events 100 failed: nine tenths of the one in a hundred that may. It is looked at each half hour.
    expect(saidBy(timeline)).toEqual(["120 alert"]);
    expect(timeline.notifications[0]?.value).toBeCloseTo(90.909);
  });

  test.each([
    ["without its SLO", [], "the SLO checkout that it is of"],
    ["of monitors", [{ ...slo, definition: { ...slo.definition, type: "monitor" } }], "of type monitor"],
    ["over another time", [{ ...slo, definition: { ...slo.definition, thresholds: [] } }], "has no target over 7d"],
  ])("%s is refused", (_name, slos, because) => {
    const { refused } = playAll(
      { one: monitor('error_budget("checkout").over("7d") > 50') },
      { series: [], slos, minutes: 3 },
    );
    expect(refused.map((one) => one.because)).toEqual([expect.stringContaining(because)]);
  });
});

test.each([
  [{ type: "log alert", query: 'logs("status:error").index("*").rollup("count").last("5m") > 10' }, 'kind "log"'],
  [{ query: "avg(last_5m):avg:my_metric{" }, "its query can't be read"],
  [{ query: "last(last_5m):avg:my_metric{*} > 1" }, "last(…) over a window"],
  [{ query: "avg(last_5m):avg:my_metric{*} > 1 by {host}" }, "a grouping after the threshold"],
  [{ message: "{{#is_alert}}" }, "its message can't be read"],
  [{ query: "avg(last_5m):anomalies(avg:my_metric{*}, 'agile', 2) >= 1" }, "'agile'"],
  [
    { schedulingOptions: { customSchedule: { recurrence: { rrule: "FREQ=DAILY", timezone: "UTC" } } } },
    "its custom schedule has no start",
  ],
])("what is not done is refused by name: %o", (more, because) => {
  const { refused, timelines } = playAll(
    { one: { ...MONITOR, ...more }, two: MONITOR },
    { series: [series([1])], minutes: 3 },
  );
  expect(refused.map((one) => [one.monitor.name, one.because])).toEqual([["one", expect.stringContaining(because)]]);
  expect(timelines.map(({ monitor }) => monitor.name)).toEqual(["two"]);
});

test("an anomaly is the share of its window outside of the band, and says that the band is an approximation", () => {
  const query =
    "avg(last_4h):anomalies(avg:my_metric{*}, 'basic', 3, direction='above', alert_window='last_10m', interval=60, count_default_zero='true') >= 0.5";
  const monitor = { ...MONITOR, query, monitorThresholds: { critical: "0.5", criticalRecovery: "0" } };
  const values = [
    ...minutes([100, 10]).map((value, index) => value + (index % 3)),
    ...minutes([6, 500]),
    ...minutes([30, 10]),
  ];
  const timeline = play(monitor, { series: [series(values, [])], minutes: 136 });
  expect(saidBy(timeline)).toEqual(["105 alert", "116 recovery"]);
  expect(timeline.approximations).toHaveLength(1);
});
