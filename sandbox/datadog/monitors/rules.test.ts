import { beforeEach, describe, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2026-12-01T12:00:00Z");
});

async function errors(body: unknown): Promise<string> {
  const answer = await rig.call("POST", "/api/v1/monitor/validate", body);
  return answer.status === 200 ? "" : (answer.body as { errors: string[] }).errors.join("\n");
}

async function create(body: object): Promise<number> {
  const answer = await rig.call("POST", "/api/v1/monitor", body);
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  return (answer.body as { id: number }).id;
}

const withOptions = (options: object, changes: object = {}) => ({
  ...METRIC_MONITOR,
  ...changes,
  options: { ...METRIC_MONITOR.options, ...options },
});
/** Without the older way to say what silence means. */
const withMissing = (options: object, changes: object = {}) => ({
  ...METRIC_MONITOR,
  ...changes,
  options: { thresholds: METRIC_MONITOR.options.thresholds, ...options },
});

describe("the options of any monitor", () => {
  test.each([
    ["every option of its kind", withOptions({ renotify_interval: 60, renotify_occurrences: 3, timeout_h: 24 })],
    ["statuses to tell of again", withOptions({ renotify_interval: 60, renotify_statuses: ["warn", "no data"] })],
    ["the greatest delays", withOptions({ evaluation_delay: 86_400, new_group_delay: 0, new_host_delay: 300 })],
    ["a group to notify by", withOptions({ notify_by: ["host"] })],
    ["all groups in one", withOptions({ notify_by: ["*"] })],
    ["the longest retention", withMissing({ on_missing_data: "show_no_data", group_retention_duration: "72h" })],
    ["a priority", { ...METRIC_MONITOR, priority: 5 }],
    ["no priority", { ...METRIC_MONITOR, priority: null }],
  ])("%s is taken", async (_, body) => {
    expect(await errors(body)).toBe("");
  });

  test.each([
    ["a priority of none", { ...METRIC_MONITOR, priority: 0 }, "0 is none of 1 to 5"],
    ["a priority beyond the last", { ...METRIC_MONITOR, priority: 6 }, "6 is none of 1 to 5"],
    ["a longer delay than a day", withOptions({ evaluation_delay: 86_401 }), "options.evaluation_delay: 86401"],
    ["a group's delay in the past", withOptions({ new_group_delay: -1 }), "options.new_group_delay: -1"],
    ["more hours than a day's", withOptions({ timeout_h: 25 }), "options.timeout_h: 25"],
    [
      "occurrences without an interval",
      withOptions({ renotify_occurrences: 3 }),
      "The renotify_occurrences option can only be used if renotify_interval is set",
    ],
    [
      "statuses without an interval",
      withOptions({ renotify_interval: 0, renotify_statuses: ["alert"] }),
      "The renotify_statuses option can only be used if renotify_interval is set",
    ],
    ["a status that is none", withOptions({ renotify_statuses: ["ok"] }), '"ok" is not a MonitorRenotifyStatusType'],
    ["a preset that is none", withOptions({ notification_preset_name: "hide" }), "MonitorOptionsNotificationPresets"],
    ["a group that the query has not", withOptions({ notify_by: ["env"] }), "'env' is none of the query's groups"],
    [
      "a grouped notification without groups",
      withOptions({ notify_by: ["*"] }, { query: "avg(last_5m):avg:my_metric{*} > 800" }),
      "can only be set for a grouped monitor",
    ],
    ["too short a retention", withMissing({ group_retention_duration: "59m" }), "'59m' is not between 1h and 72h"],
    ["too long a retention", withMissing({ group_retention_duration: "4d" }), "'4d' is not between 1h and 72h"],
    [
      "a retention without groups",
      withMissing({ group_retention_duration: "2h" }, { query: "avg(last_5m):avg:my_metric{*} > 800" }),
      "is of a grouped monitor",
    ],
    [
      "a time to resolve what resolves at once",
      withMissing({ on_missing_data: "resolve", timeout_h: 1 }),
      "options.timeout_h cannot be set",
    ],
    [
      "missing data of a service check",
      {
        ...METRIC_MONITOR,
        type: "service check",
        query: '"m".over("*").by("host").last(2).count_by_status()',
        options: { thresholds: { critical: 1 }, on_missing_data: "show_no_data" },
      },
      "cannot be set for a service check monitor",
    ],
  ])("%s is refused", async (_, body, expected) => {
    expect(await errors(body)).toContain(expected);
  });

  test("what a body leaves out is answered as Datadog fills it in", async () => {
    const answer = await rig.call("POST", "/api/v1/monitor", { ...METRIC_MONITOR, options: {} });
    expect(answer.body).toMatchObject({
      options: { include_tags: true, new_host_delay: 300, notify_audit: false, notify_no_data: false, silenced: {} },
    });
  });
});

describe("times of evaluation", () => {
  const windowed = (evaluation_window: object, window = "current_1d") =>
    withOptions(
      { scheduling_options: { evaluation_window } },
      { query: `avg(${window}):avg:my_metric{env:dev} by {host} > 800` },
    );
  const scheduled = (recurrence: object, options: object = { on_missing_data: "show_no_data" }) =>
    withMissing({
      ...options,
      scheduling_options: {
        custom_schedule: { recurrences: [{ rrule: "FREQ=DAILY", timezone: "Europe/Berlin", ...recurrence }] },
      },
    });

  test.each([
    ["a day's window", windowed({ day_starts: "04:00", timezone: "Europe/Berlin" })],
    ["an hour's window", windowed({ hour_starts: 59 }, "current_1h")],
    ["a month's window", windowed({ day_starts: "04:00", month_starts: 1 }, "current_1mo")],
    ["a schedule of its own", scheduled({ start: "2026-12-01T20:00:00" })],
  ])("%s is taken", async (_, body) => {
    expect(await errors(body)).toBe("");
  });

  test.each([
    ["a start of a window that is not cumulative", windowed({ day_starts: "04:00" }, "last_1d"), "cumulative window"],
    ["an hour that is none", windowed({ day_starts: "24:00" }), "'24:00' is no time"],
    ["a minute that is none", windowed({ hour_starts: 60 }, "current_1h"), "60 is no minute"],
    ["hours and days", windowed({ hour_starts: 0, day_starts: "04:00" }), "goes with neither"],
    ["a zone that is none", windowed({ day_starts: "04:00", timezone: "Europe/Belrin" }), "'Europe/Belrin'"],
    ["a schedule of less than a day", scheduled({ rrule: "FREQ=HOURLY" }), "a day is the shortest"],
    ["a rule that is none", scheduled({ rrule: "DAILY" }), "'DAILY' is no part of a recurrence rule"],
    ["a start with an offset", scheduled({ start: "2026-12-01T20:00:00Z" }), "without an offset"],
    ["a schedule in no zone", scheduled({ timezone: "Berlin" }), "'Berlin' is no IANA time zone"],
    ["a schedule that says nothing of silence", scheduled({}, {}), "options.on_missing_data is required"],
  ])("%s is refused", async (_, body, expected) => {
    expect(await errors(body)).toContain(expected);
  });
});

describe("a composite monitor", () => {
  const composite = (query: string, options: object = {}) => ({
    name: "both",
    type: "composite",
    query,
    message: "{{#is_alert}}both{{/is_alert}}",
    options,
  });

  test("is of monitors that are there, by their ids", async () => {
    const [one, two] = [await create(METRIC_MONITOR), await create(METRIC_MONITOR)];
    expect(await errors(composite(`${one} && !(${two} || ${one})`))).toBe("");
    expect(await errors(composite(`${one} && ${two + 1}`))).toBe("Some monitor IDs are invalid");
  });

  test("is of no other composite monitor", async () => {
    const one = await create(METRIC_MONITOR);
    const inner = await create(composite(`!${one}`));
    expect(await errors(composite(`${one} && ${inner}`))).toContain("no composite is made of another");
  });

  test("is of at most ten", async () => {
    const ids: number[] = [];
    while (ids.length < 11) ids.push(await create(METRIC_MONITOR));
    expect(await errors(composite(ids.slice(1).join(" || ")))).toBe("");
    expect(await errors(composite(ids.join(" || ")))).toContain("of at most 10 monitors, not of 11");
  });

  test.each([
    ["half a condition", "1001 &&", {}, "expected the id of a monitor"],
    ["a word in it", "1001 and 1001", {}, "expected `&&`, `||`"],
    ["an open parenthesis", "(1001 || 1001", {}, "expected `)`"],
    ["thresholds", "1001", { thresholds: { critical: 1 } }, "has no thresholds"],
    ["the newer way to say what silence means", "1001", { on_missing_data: "resolve" }, "for a composite monitor"],
  ])("with %s is refused", async (_, query, options, expected) => {
    expect(await create(METRIC_MONITOR)).toBe(1001);
    expect(await errors(composite(query, options))).toContain(expected);
  });

  test("keeps its parts from being deleted, unless by force", async () => {
    const id = await create(METRIC_MONITOR);
    const whole = await create(composite(`!${id}`));
    expect(await rig.call("DELETE", `/api/v1/monitor/${id}`)).toEqual({
      status: 400,
      body: { errors: [`monitor [${id},my_metric is high] is referenced in composite monitors: [${whole}]`] },
    });
    expect((await rig.call("DELETE", `/api/v1/monitor/${id}?force=true`)).status).toBe(200);
  });
});

describe("a forecast", () => {
  const forecast = (parameters = "'linear', 1, interval='60m', history='1w', model='default'", around = "max >=") => {
    const [aggregator, comparator] = around.split(" ");
    return {
      ...METRIC_MONITOR,
      query: `${aggregator}(next_1w):forecast(avg:disk{*} by {host}, ${parameters}) ${comparator} 90`,
      options: { thresholds: { critical: 90, critical_recovery: 80 } },
    };
  };

  test.each([
    ["linear", forecast()],
    ["from below", { ...forecast("'linear', 1, interval=3600", "min <="), options: { thresholds: { critical: 90 } } }],
    ["seasonal", forecast("'seasonal', 2, interval='60m', seasonality='weekly'")],
    [
      "over a last window, as in Datadog's own guide",
      { ...forecast(), query: forecast().query.replace("next", "last") },
    ],
  ])("%s is taken", async (_, body) => {
    expect(await errors(body)).toBe("");
  });

  test.each([
    ["as a metric alert", { ...forecast(), type: "metric alert" }, "of type 'query alert'"],
    ["of the wrong side", forecast(undefined, "min >="), "max() above its threshold and of min() below"],
    ["of an average", forecast(undefined, "avg >="), "max() above its threshold and of min() below"],
    ["without deviations", forecast("'linear', 0.5, interval='60m'"), "1 or more, not 0.5"],
    ["without an interval", forecast("'linear', 1"), "needs an interval"],
    ["seasonal without a season", forecast("'seasonal', 1, interval='60m'"), "needs a seasonality"],
    ["seasonal with a history", forecast("'seasonal', 1, interval=60, seasonality='daily', history='1w'"), "linear"],
    ["linear with a season", forecast("'linear', 1, interval=60, seasonality='daily'"), "algorithm 'seasonal' alone"],
    ["by a model that is none", forecast("'linear', 1, interval=60, model='best'"), "model='best' is none of"],
    ["by an unknown algorithm", forecast("'cubic', 1"), "expected 'linear' or 'seasonal'"],
    ["with an option that is none", forecast("'linear', 1, intervall=60"), "'intervall' is none of its options"],
    ["of a history that is no time", forecast("'linear', 1, interval=60, history='long'"), "no length of time"],
    [
      "of anomalies",
      { ...forecast(), query: "max(next_1w):forecast(anomalies(avg:m{*}, 'basic', 2), 'linear', 1) >= 90" },
      "cannot be nested",
    ],
  ])("%s is refused", async (_, body, expected) => {
    expect(await errors(body)).toContain(expected);
  });

  test("alone looks ahead", async () => {
    const query = METRIC_MONITOR.query.replace("last_5m", "next_5m");
    expect(await errors({ ...METRIC_MONITOR, query })).toContain("Only a forecast looks at a window such as next_1w");
  });
});

describe("a change", () => {
  const change = (query: string) => ({ ...METRIC_MONITOR, query, options: { thresholds: { critical: 50 } } });

  test.each([
    "change(avg(last_5m),last_1h):avg:m{*} > 50",
    "pct_change(max(last_1d),last_1w):sum:m{*}.as_count() > 50",
  ])("%s is taken", async (query) => {
    expect(await errors(change(query))).toBe("");
  });

  test.each([
    ["change(avg(last_5m)):avg:m{*} > 50", "expected `,` and how long ago"],
    ["change(avg(last_5m),1h):avg:m{*} > 50", "a time such as last_1h"],
    ["pct_change(last_5m,last_1h):avg:m{*} > 50", "avg, sum, min or max over a window"],
    ["change(max(next_1w),last_1h):forecast(avg:m{*}, 'linear', 1, interval=60) > 50", "cannot be of a change"],
  ])("%s is refused", async (query, expected) => {
    expect(await errors(change(query))).toContain(expected);
  });
});

describe("outliers", () => {
  const outliers = (inner: string, changes: object = {}) => ({
    ...METRIC_MONITOR,
    query: `avg(last_30m):outliers(${inner}) > 0`,
    options: { thresholds: { critical: 0 } },
    ...changes,
  });

  test.each(["avg:m{*} by {host}, 'DBSCAN', 3.0", "avg:m{*} by {host}, 'mad', 3, 20"])("%s is taken", async (inner) => {
    expect(await errors(outliers(inner))).toBe("");
  });

  test.each([
    ["avg:m{*}, 'DBSCAN', 3", {}, "needs groups to compare"],
    ["avg:m{*} by {host}, 'scaledMAD', 3", {}, "by 'DBSCAN' and 'MAD' only"],
    ["avg:m{*} by {host}, 'DBSCAN', 3, 20", {}, "of the algorithm 'MAD' alone"],
    ["avg:m{*} by {host}, 'DBSCAN', 0", {}, "The tolerance of an outlier monitor is above 0"],
    ["avg:m{*} by {host}, 'DBSCAN', 3", { type: "metric alert" }, "of type 'query alert'"],
  ])("%s (%j) is refused", async (inner, changes, expected) => {
    expect(await errors(outliers(inner, changes))).toContain(expected);
  });

  test("have a threshold of none", async () => {
    const query = "avg(last_30m):outliers(avg:m{*} by {host}, 'DBSCAN', 3) > 1";
    expect(await errors(outliers("", { query, options: {} }))).toContain("is > 0, not > 1");
  });
});
