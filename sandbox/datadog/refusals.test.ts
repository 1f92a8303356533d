import { beforeEach, describe, expect, test } from "vitest";

import { createRig, DOWNTIME, HEADERS, KEYS, METRIC_MONITOR, type Rig } from "./rig.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2026-12-01T12:00:00Z");
});

async function errors(method: string, path: string, body: unknown): Promise<string[]> {
  const answer = await rig.call(method, path, body);
  expect([answer.status, answer.body]).toEqual([400, { errors: expect.any(Array) as unknown }]);
  return (answer.body as { errors: string[] }).errors;
}

describe("keys", () => {
  test.each([
    ["GET", "/api/v1/validate", {}],
    ["GET", "/api/v1/validate", { "DD-API-KEY": "f".repeat(32) }],
    ["GET", "/api/v1/monitor", { "DD-API-KEY": KEYS.apiKey }],
    ["GET", "/api/v1/monitor", { ...HEADERS, "DD-APPLICATION-KEY": "f".repeat(40) }],
    ["GET", "/api/v2/validate_keys", { "DD-API-KEY": KEYS.apiKey }],
    ["GET", "/api/v2/validate_keys", { ...HEADERS, "DD-API-KEY": "f".repeat(32) }],
    ["POST", "/intake/", { "DD-API-KEY": "" }],
  ])("%s %s with %o is forbidden", async (method, path, headers) => {
    expect(await rig.call(method, path, undefined, headers)).toEqual({ status: 403, body: { errors: ["Forbidden"] } });
  });

  test("both keys together can be validated", async () => {
    expect(await rig.call("GET", "/api/v2/validate_keys")).toEqual({ status: 200, body: { status: "ok" } });
  });

  test("the API key alone is enough to send data and to be validated, not to manage", async () => {
    const headers = { "DD-API-KEY": KEYS.apiKey };
    expect((await rig.call("GET", "/api/v1/validate", undefined, headers)).body).toEqual({ valid: true });
    expect((await rig.call("POST", "/api/v1/check_run", [], headers)).status).toBe(202);
    expect((await rig.call("GET", "/api/v2/downtime", undefined, headers)).status).toBe(403);
  });

  test("neither keys, query strings nor bodies are in the log", async () => {
    await rig.call("GET", `/api/v1/query?api_key=${KEYS.apiKey}&from=0&to=1&query=x`);
    await rig.call("POST", "/api/v1/monitor", { name: "a name in a body" });
    const logged = rig.said.join("\n") + JSON.stringify((await rig.call("GET", "/stand-in/requests")).body);
    expect(logged).toContain("/api/v1/query");
    for (const secret of [KEYS.apiKey, KEYS.appKey, "a name in a body"]) expect(logged).not.toContain(secret);
  });
});

describe("a monitor", () => {
  const withOptions = (options: object) => ({ ...METRIC_MONITOR, options: { ...METRIC_MONITOR.options, ...options } });
  const windows = { trigger_window: "last_15m", recovery_window: "last_15m" };
  const ofAnomalies = (query = "", threshold_windows: object = windows, changes: object = {}) => ({
    ...METRIC_MONITOR,
    query:
      query ||
      "avg(last_4h):anomalies(avg:m{*}, 'basic', 3, direction='above', alert_window='last_15m', interval=60) >= 1",
    options: { thresholds: { critical: 1 }, threshold_windows },
    ...changes,
  });

  test("of anomalies with both windows is taken", async () => {
    expect((await rig.call("POST", "/api/v1/monitor", ofAnomalies())).status).toBe(200);
  });

  test.each([
    ["threshold windows without anomalies", withOptions({ threshold_windows: windows }), "only be set for anomaly"],
    [
      "threshold windows of a service check",
      {
        ...METRIC_MONITOR,
        type: "service check",
        query: '"m".over("*").by("host").last(2).count_by_status()',
        options: { thresholds: { critical: 1 }, threshold_windows: windows },
      },
      "only be set for anomaly",
    ],
    ["anomalies without windows", ofAnomalies("", {}), "needs trigger_window and recovery_window"],
    ["anomalies and one window", ofAnomalies("", { trigger_window: "last_15m" }), "needs trigger_window and recovery"],
    [
      "a trigger window unlike the query's",
      ofAnomalies("", { ...windows, trigger_window: "last_20m" }),
      "alert window query arg must match trigger window monitor option",
    ],
    [
      "a recovery window longer than the trigger's",
      ofAnomalies("", { ...windows, recovery_window: "last_1h" }),
      "recovery_window 'last_1h' has to be between",
    ],
    [
      "a recovery window that could be quiet during an alert",
      ofAnomalies(
        "avg(last_4h):anomalies(avg:m{*}, 'basic', 3, alert_window='last_1h', interval=60) >= 0.5",
        { trigger_window: "last_1h", recovery_window: "last_30m" },
        {
          options: {
            thresholds: { critical: 0.5 },
            threshold_windows: { trigger_window: "last_1h", recovery_window: "last_30m" },
          },
        },
      ),
      "recovery_window 'last_30m' has to be between 31 minutes",
    ],
    ["anomalies as a metric alert", ofAnomalies("", windows, { type: "metric alert" }), "of type 'query alert'"],
    [
      "a share above 1",
      ofAnomalies("avg(last_4h):anomalies(avg:m{*}, 'basic', 3, alert_window='last_15m', interval=60) >= 2", windows, {
        options: { thresholds: { critical: 2 }, threshold_windows: windows },
      }),
      "a share above 0 and up to 1",
    ],
    [
      "a season of the basic algorithm",
      ofAnomalies(
        "avg(last_4h):anomalies(avg:m{*}, 'basic', 3, alert_window='last_15m', interval=60, seasonality='daily') >= 1",
      ),
      "seasonality cannot be set",
    ],
    [
      "no season of another algorithm",
      ofAnomalies("avg(last_4h):anomalies(avg:m{*}, 'agile', 3, alert_window='last_15m', interval=60) >= 1"),
      "needs a seasonality",
    ],
    [
      "an interval of more than a fifth of the alert window",
      ofAnomalies("avg(last_4h):anomalies(avg:m{*}, 'basic', 3, alert_window='last_15m', interval=181) >= 1"),
      "interval=181 has to be between 1 and 180",
    ],
    [
      "a window shorter than the alert's",
      ofAnomalies("avg(last_10m):anomalies(avg:m{*}, 'basic', 3, alert_window='last_15m', interval=60) >= 1"),
      "shorter than its alert_window",
    ],
  ])("with %s is refused", async (_, body, expected) => {
    expect((await errors("POST", "/api/v1/monitor/validate", body)).join("\n")).toContain(expected);
  });

  test.each([
    ["an unknown field", { ...METRIC_MONITOR, nam: "x" }, "nam: unknown field"],
    ["an unknown option", withOptions({ notify_nodata: true }), "options.notify_nodata: unknown field"],
    ["a wrong enum", { ...METRIC_MONITOR, type: "metric" }, 'type: "metric" is not a MonitorType'],
    ["a missing field", { ...METRIC_MONITOR, query: undefined }, "query: missing required field"],
    [
      "a wrong type",
      withOptions({ thresholds: { critical: "800" } }),
      'options.thresholds.critical: expected a number, got "800"',
    ],
    ["an unclosed conditional", { ...METRIC_MONITOR, message: "{{#is_alert}}x" }, "{{#is_alert}} is never closed"],
    ["crossed conditionals", { ...METRIC_MONITOR, message: "{{#is_alert}}{{/is_warning}}" }, "closes {{#is_alert}}"],
    [
      "a threshold unlike the query's",
      { ...METRIC_MONITOR, query: METRIC_MONITOR.query.replace("800", "850") },
      "Alert threshold (800.0) does not match that used in the query (850.0).",
    ],
    ["a warning above the alert", withOptions({ thresholds: { critical: 800, warning: 900 } }), "must be less than"],
    ["two ways to see no data", withOptions({ on_missing_data: "resolve" }), "cannot both be set"],
    ["a query that does not parse", { ...METRIC_MONITOR, query: "avg(last_5m):avg:my_metric > 1" }, "expected a scope"],
    [
      "a function that is not evaluated",
      { ...METRIC_MONITOR, query: "avg(last_5m):ewma_3(avg:m{*}) > 1" },
      "no functions",
    ],
    [
      "a type that is not evaluated",
      { ...METRIC_MONITOR, type: "log alert", query: "x" },
      "does not evaluate monitors",
    ],
  ])("with %s is refused, by validation too", async (_, body, expected) => {
    expect((await errors("POST", "/api/v1/monitor", body)).join("\n")).toContain(expected);
    expect((await errors("POST", "/api/v1/monitor/validate", body)).join("\n")).toContain(expected);
  });

  test("for falling values wants its warning above the alert", async () => {
    const body = {
      ...METRIC_MONITOR,
      query: "avg(last_5m):avg:my_metric{*} < 10",
      options: { thresholds: { critical: 10, warning: 5 } },
    };
    expect(await errors("POST", "/api/v1/monitor", body)).toEqual([
      "Warning threshold (5.0) must be greater than the alert threshold (10.0).",
    ]);
  });

  test("that does not exist is not found", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const answer = await rig.call(method, "/api/v1/monitor/7", method === "PUT" ? METRIC_MONITOR : undefined);
      expect(answer).toEqual({ status: 404, body: { errors: ["Monitor not found"] } });
    }
  });

  test("keeps its kind", async () => {
    const { id } = (await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number };
    expect(await errors("PUT", `/api/v1/monitor/${id}`, { type: "service check" })).toEqual([
      "Monitor type cannot be changed from 'query alert' to 'service check'",
    ]);
  });
});

describe("a dashboard", () => {
  const note = { definition: { type: "note", content: "x" } };
  const dashboard = (changes: object) => ({ title: "t", layout_type: "ordered", widgets: [note], ...changes });

  test.each([
    ["an unknown kind of widget", { widgets: [{ definition: { type: "notes" } }] }, "widgets[0].definition.type"],
    [
      "an unknown field deep inside",
      {
        widgets: [
          note,
          {
            definition: {
              type: "group",
              layout_type: "ordered",
              widgets: [{ definition: { ...note.definition, colour: "red" } }],
            },
          },
        ],
      },
      "widgets[1].definition.widgets[0].definition.colour: unknown field",
    ],
    [
      "a query without its source",
      {
        widgets: [
          {
            definition: {
              type: "timeseries",
              requests: [{ queries: [{ data_source: "metrics", name: "q", qurey: "avg:m{*}" }] }],
            },
          },
        ],
      },
      "widgets[0].definition.requests[0].queries[0].query: missing required field",
    ],
    ["a tag of a foreign key", { tags: ["env:dev"] }, "'env:dev' does not start with 'team:'"],
    ["a layout that reflows by itself", { reflow_type: "fixed" }, "widgets[0].layout: missing required field"],
  ])("with %s is refused at its path", async (_, changes, expected) => {
    expect((await errors("POST", "/api/v1/dashboard", dashboard(changes))).join("\n")).toContain(expected);
  });

  test("is gone after DELETE, and a second one is told so", async () => {
    const { id } = (await rig.call("POST", "/api/v1/dashboard", dashboard({}))).body as { id: string };
    expect(id).toMatch(/^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}$/);
    expect((await rig.call("DELETE", `/api/v1/dashboard/${id}`)).status).toBe(200);
    expect((await rig.call("DELETE", `/api/v1/dashboard/${id}`)).status).toBe(404);
  });
});

describe("a downtime", () => {
  const downtime = (attributes: object) => ({
    data: { ...DOWNTIME.data, attributes: { ...DOWNTIME.data.attributes, ...attributes } },
  });
  const [recurrence] = DOWNTIME.data.attributes.schedule.recurrences;
  const recurring = (changes: object, count = 1) =>
    downtime({
      schedule: { timezone: "Europe/Berlin", recurrences: Array(count).fill({ ...recurrence, ...changes }) },
    });

  test.each([
    ["an unknown attribute", downtime({ note: "x" }), "data.attributes.note: unknown field"],
    ["an unknown monitor", downtime({ monitor_identifier: { monitor_id: 7 } }), "Monitor 7 not found"],
    ["DTSTART in its rule", recurring({ rrule: "DTSTART=20270104;FREQ=DAILY" }), "DTSTART is not allowed"],
    ["an unknown part in its rule", recurring({ rrule: "FREQ=DAILY;EVERY=2" }), "'EVERY' is no part"],
    ["a rule that makes no sense", recurring({ rrule: "FREQ=WEEKLY;BYDAY=XX" }), "rrule: Invalid BYDAY"],
    ["a duration without a unit", recurring({ duration: "14" }), "duration: '14' does not match"],
    ["more than five recurrences", recurring({}, 6), "recurrences: has to be 1 to 5"],
    ["an offset in its start", recurring({ start: "2027-01-04T19:00:00Z" }), "without an offset"],
    ["a start in the past", recurring({ start: "2026-12-01T12:58:00" }), "is in the past"],
    [
      "an unknown time zone",
      downtime({ schedule: { timezone: "Europe/Belrin", recurrences: [recurrence] } }),
      "'Europe/Belrin' is no IANA time zone",
    ],
    ["a broken scope", downtime({ scope: "env:dev AND" }), "data.attributes.scope: expected a tag"],
  ])("with %s is refused", async (_, body, expected) => {
    expect((await errors("POST", "/api/v2/downtime", body)).join("\n")).toContain(expected);
  });

  test("may start a moment ago, by its own zone's clock", async () => {
    expect((await rig.call("POST", "/api/v2/downtime", recurring({ start: "2026-12-01T12:59:30" }))).status).toBe(200);
  });

  // field/plugins.md 4
  test("without a time zone, as the provider sends it, is of UTC", async () => {
    const { status, body } = await rig.call(
      "POST",
      "/api/v2/downtime",
      downtime({ schedule: { timezone: "", recurrences: [recurrence] } }),
    );
    expect([status, body]).toMatchObject([200, { data: { attributes: { schedule: { timezone: "UTC" } } } }]);
  });

  test("without a start, as the provider says it of one that is there, starts at once", async () => {
    expect((await rig.call("POST", "/api/v2/downtime", recurring({ start: null }))).status).toBe(200);
  });

  test("keeps a start that has passed since, but takes no new one in the past", async () => {
    const { data } = (await rig.call("POST", "/api/v2/downtime", DOWNTIME)).body as { data: { id: string } };
    rig.time.now = Date.parse("2027-02-01T00:00:00Z");
    const patch = (body: { data: object }) => ({ data: { ...body.data, id: "" } });
    const path = `/api/v2/downtime/${data.id}`;
    expect((await rig.call("PATCH", path, patch(recurring({ duration: "13h" })))).status).toBe(200);
    expect(await errors("PATCH", path, patch(recurring({ start: "2027-01-05T19:00:00" })))).toHaveLength(1);
  });

  test("that was deleted is cancelled: still there by id, not standing", async () => {
    const { data } = (await rig.call("POST", "/api/v2/downtime", DOWNTIME)).body as { data: { id: string } };
    expect((await rig.call("DELETE", `/api/v2/downtime/${data.id}`)).status).toBe(204);
    expect((await rig.call("GET", `/api/v2/downtime/${data.id}`)).body).toMatchObject({
      data: { attributes: { status: "canceled" } },
    });
    expect((await rig.call("DELETE", `/api/v2/downtime/${data.id}`)).status).toBe(404);
    expect((await rig.call("GET", "/stand-in/objects")).body).toMatchObject({ downtimes: [] });
  });
});

test.each([
  [
    "/api/v2/series",
    { series: [{ metric: "m", points: [{ timestamp: 1, value: "2" }] }] },
    "series[0].points[0].value",
  ],
  ["/api/v1/check_run", [{ check: "c", host_name: "h", status: 4, tags: [] }], "[0].status: 4 is not a"],
  ["/intake/", { agentVersion: "7" }, "internalHostname"],
])("%s refuses what it cannot read", async (path, body, expected) => {
  expect((await errors("POST", path, body)).join("\n")).toContain(expected);
});

test("a body that is not JSON is refused", async () => {
  const answer = await rig.app.request("/api/v1/monitor", { method: "POST", headers: HEADERS, body: "{" });
  expect(answer.status).toBe(400);
});
