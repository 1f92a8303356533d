import { beforeEach, describe, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
beforeEach(async () => {
  rig = createRig("2026-12-01T12:00:00Z");
  await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR);
});

const NOW = Date.parse("2026-12-01T12:00:00Z") / 1000;
const OVER = { timeframe: "30d", target: 99.9, warning: 99.95 };
const COUNTED = {
  name: "Orders succeed",
  type: "metric",
  query: { numerator: "sum:shop.orders{!status:failed}.as_count()", denominator: "sum:shop.orders{*}.as_count()" },
  thresholds: [{ timeframe: "7d", target: 99 }, OVER],
  tags: ["team:shop", "env:dev"],
};
const OF_MONITORS = { name: "Disks", type: "monitor", monitor_ids: [1001], thresholds: [OVER] };
const SLICED = {
  name: "Orders are fast",
  type: "time_slice",
  thresholds: [OVER],
  sli_specification: {
    time_slice: {
      comparator: "<",
      threshold: 2,
      query: {
        formulas: [{ formula: "a" }],
        queries: [{ data_source: "metrics", name: "a", query: "avg:shop.latency{*}" }],
      },
      query_interval_seconds: 300,
    },
  },
};

async function made(body: object = COUNTED): Promise<string> {
  const { status, body: answer } = await rig.call("POST", "/api/v1/slo", body);
  expect([status, answer]).toEqual([200, { data: [expect.anything()], error: null }]);
  return (answer as { data: { id: string }[] }).data[0]?.id ?? "";
}

describe("an SLO", () => {
  test("is kept as it was sent, with what Datadog computes, and gone after DELETE", async () => {
    const id = await made();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const path = `/api/v1/slo/${id}`;
    const computed = {
      ...{ id, timeframe: "7d", target_threshold: 99, type_id: 1, created_at: NOW, modified_at: NOW },
      thresholds: [
        { timeframe: "7d", target: 99, target_display: "99." },
        { ...OVER, target_display: "99.9", warning_display: "99.95" },
      ],
      sli_specification: {
        count: {
          good_events_formula: { formula: "query1" },
          total_events_formula: { formula: "query2" },
          queries: [
            { data_source: "metrics", name: "query1", query: COUNTED.query.numerator },
            { data_source: "metrics", name: "query2", query: COUNTED.query.denominator },
          ],
        },
      },
    };
    const found = (await rig.call("GET", path)).body as { data: object };
    expect(found).toMatchObject({ data: { ...COUNTED, ...computed }, error: null });
    expect(found.data).not.toHaveProperty("warning_threshold");
    rig.time.now += 60_000;
    const changed = await rig.call("PUT", path, {
      ...found.data,
      name: "Orders",
      timeframe: "30d",
      target_threshold: 99.9,
    });
    expect(changed.body).toMatchObject({
      data: [{ name: "Orders", timeframe: "30d", warning_threshold: 99.95, created_at: NOW, modified_at: NOW + 60 }],
    });
    expect(await rig.call("DELETE", path)).toEqual({ status: 200, body: { data: [id], error: null } });
    for (const method of ["GET", "DELETE"])
      expect(await rig.call(method, path)).toEqual({
        status: 404,
        body: { errors: [`SLO not found: ${id} not found`] },
      });
  });

  test("of monitors, and of time slices, is taken", async () => {
    await made(OF_MONITORS);
    await made({ ...OF_MONITORS, groups: ["host:db1"] });
    await made(SLICED);
    const { slos } = (await rig.call("GET", "/stand-in/objects")).body as { slos: { type: string }[] };
    expect(slos.map(({ type }) => type)).toEqual(["monitor", "monitor", "time_slice"]);
  });

  test("answers queries that are sums as one formula", async () => {
    const sum = "sum:shop.good{*}.as_count() + sum:shop.bad{*} by {host}.as_count()";
    const id = await made({ ...COUNTED, query: { numerator: "sum:shop.good{*}.as_count()", denominator: sum } });
    expect((await rig.call("GET", `/api/v1/slo/${id}`)).body).toMatchObject({
      data: { sli_specification: { count: { total_events_formula: { formula: "(query1 + query2)" } } } },
    });
  });

  const threshold = (changes: object) => ({ ...COUNTED, thresholds: [{ ...OVER, ...changes }] });
  test.each([
    ["no name", { ...COUNTED, name: "" }, "Minimum length of parameter 'name' should be 1"],
    ["an unknown field", { ...COUNTED, nam: "x" }, "nam: unknown field"],
    ["an unknown type", { ...COUNTED, type: "events" }, 'type: "events" is not a SLOType'],
    ["no thresholds", { ...COUNTED, thresholds: [] }, "has to be at least one"],
    ["another timeframe", threshold({ timeframe: "28d" }), 'timeframe: "28d" is not a SLOTimeframe'],
    ["a timeframe of its history", threshold({ timeframe: "custom" }), "of an SLO's history only"],
    ["two targets over a timeframe", { ...COUNTED, thresholds: [OVER, OVER] }, "'30d' is there twice"],
    ["a target of 100", threshold({ target: 100, warning: undefined }), "target: 100 is not between 0 and 100"],
    ["a warning below the target", threshold({ warning: 99 }), "warning: 99 is not between the target (99.9) and 100"],
    ["a primary timeframe of no threshold", { ...COUNTED, timeframe: "90d" }, "'90d' is none of the thresholds'"],
    [
      "another target than the primary timeframe's",
      { ...COUNTED, timeframe: "30d", target_threshold: 99 },
      "target_threshold: 99 is not the target over 30d (99.9)",
    ],
    ["the indicator of another type", { ...OF_MONITORS, query: COUNTED.query }, "an SLO of type 'monitor' has query"],
    ["no indicator", { ...OF_MONITORS, monitor_ids: [] }, "an SLO of type 'monitor' has no monitor_ids"],
    ["a query that can't be read", { ...COUNTED, query: { ...COUNTED.query, numerator: "sum:a{" } }, "numerator: "],
    ["a monitor that is not there", { ...OF_MONITORS, monitor_ids: [7] }, "Monitor 7 not found"],
    ["groups of several monitors", { ...OF_MONITORS, monitor_ids: [1001, 1001], groups: ["a"] }, "of a single monitor"],
  ])("with %s is refused", async (_, body, expected) => {
    for (const [method, path] of [
      ["POST", "/api/v1/slo"],
      ["PUT", `/api/v1/slo/${await made()}`],
    ] as const) {
      const answer = await rig.call(method, path, body);
      expect(answer.status).toBe(400);
      expect((answer.body as { errors: string[] }).errors.join("\n")).toContain(expected);
    }
  });

  test("is listed by tag, name, ids and pages", async () => {
    const ids = [
      await made(),
      await made({ ...COUNTED, name: "Refunds", tags: ["team:pay"] }),
      await made(OF_MONITORS),
    ];
    const listed = async (query: string) => {
      const { data } = (await rig.call("GET", `/api/v1/slo?${query}`)).body as { data: { id: string }[] };
      return data.map(({ id }) => ids.indexOf(id));
    };
    expect(await listed("")).toEqual([0, 1, 2]);
    expect(await listed("tags_query=team:pay")).toEqual([1]);
    expect(await listed("query=Refund")).toEqual([1]);
    expect(await listed("metrics_query=shop.orders")).toEqual([0, 1]);
    expect(await listed("limit=1&offset=1")).toEqual([1]);
    expect((await rig.call("GET", "/api/v1/slo?tags_query=team:pay&limit=1")).body).toMatchObject({
      metadata: { page: { total_count: 3, total_filtered_count: 1 } },
    });
    expect((await rig.call("GET", "/api/v1/slo?ids=a,b")).status).toBe(404);
  });

  test("that a dashboard shows is deleted by force only", async () => {
    const id = await made();
    const slo = { definition: { type: "slo", view_type: "detail", slo_id: id } };
    const group = { definition: { type: "group", layout_type: "ordered", widgets: [slo] } };
    const { body } = await rig.call("POST", "/api/v1/dashboard", {
      title: "a",
      layout_type: "ordered",
      widgets: [group],
    });
    const errors = `slo ${id} is referenced in dashboard_id: ${(body as { id: string }).id}`;
    const free = await made();
    expect(await rig.call("GET", `/api/v1/slo/can_delete?ids=${free},${id}`)).toEqual({
      status: 409,
      body: { data: { ok: [free], denied_ids: [id] }, errors: { [id]: errors } },
    });
    expect((await rig.call("GET", `/api/v1/slo/can_delete?ids=${free}`)).status).toBe(200);
    expect((await rig.call("GET", "/api/v1/slo/can_delete?ids=")).status).toBe(400);
    expect(await rig.call("DELETE", `/api/v1/slo/${id}`)).toEqual({ status: 409, body: { errors, data: null } });
    expect((await rig.call("DELETE", `/api/v1/slo/${id}?force=true`)).status).toBe(200);
  });

  test("keeps its monitors from being deleted, unless by force", async () => {
    const id = await made(OF_MONITORS);
    expect(await rig.call("DELETE", "/api/v1/monitor/1001")).toEqual({
      status: 400,
      body: { errors: [`monitor [1001,${METRIC_MONITOR.name}] is referenced in slos: [${id},Disks]`] },
    });
    expect((await rig.call("DELETE", "/api/v1/monitor/1001?force=true")).status).toBe(200);
  });

  test("can be restricted, and survives a restart", async () => {
    const id = await made();
    const bindings = [{ relation: "editor", principals: ["team:a"] }];
    const policy = { data: { type: "restriction_policy", id: `slo:${id}`, attributes: { bindings } } };
    expect((await rig.call("POST", `/api/v2/restriction_policy/slo:${id}`, policy)).status).toBe(200);
    const restarted = createRig("2026-12-01T12:00:00Z", rig.folder);
    expect((await restarted.call("GET", `/api/v1/slo/${id}`)).status).toBe(200);
  });
});

describe("a monitor of an SLO", () => {
  const monitor = (query: string, options: object) => ({
    name: "burns",
    type: "slo alert",
    query,
    message: "",
    options,
  });
  const burning = 'burn_rate("a1").over("30d").long_window("1h").short_window("5m") > 14.4';

  test("is taken, and left without data: what is left is not reckoned here", async () => {
    const spent = monitor('error_budget("a1").over("30d") > 90', { thresholds: { critical: 90, warning: 50 } });
    for (const body of [monitor(burning, { thresholds: { critical: 14.4 } }), spent])
      expect((await rig.call("POST", "/api/v1/monitor", body)).status).toBe(200);
    await rig.call("POST", "/stand-in/evaluate");
    expect((await rig.call("GET", "/api/v1/monitor/1002")).body).toMatchObject({
      overall_state: "No Data",
      multi: false,
    });
    const page = await rig.app.request("/monitors/1002");
    expect(await page.text()).toContain("Not evaluated here");
  });

  test.each([
    ["another timeframe", monitor(burning.replace("30d", "28d"), {}), 'expected "7d", "30d" or "90d"'],
    ["no windows", monitor('burn_rate("a1").over("30d") > 14.4', {}), "expected `).long_window(`"],
    ["the other direction", monitor(burning.replace(">", "<"), {}), "expected > or >="],
    ["another threshold", monitor(burning, { thresholds: { critical: 6 } }), "does not match that used in the query"],
    ["missing data", monitor(burning, { on_missing_data: "resolve" }), "cannot be set for a SLO monitor"],
  ])("with %s is refused", async (_, body, expected) => {
    const answer = await rig.call("POST", "/api/v1/monitor/validate", body);
    expect(answer.status).toBe(400);
    expect((answer.body as { errors: string[] }).errors.join("\n")).toContain(expected);
  });
});

describe("a correction", () => {
  const PATH = "/api/v1/slo/correction";
  const ONCE = { category: "Deployment", start: 1_800_000_000, end: 1_800_003_600 };
  const AGAIN = { category: "Other", start: 1_800_000_000, rrule: "FREQ=WEEKLY;BYDAY=MO", duration: 3600 };
  const sent = (attributes: object) => ({ data: { type: "correction", attributes } });

  test("is kept as it was sent, changed in part, listed, and gone after DELETE", async () => {
    const slo = await made();
    const { body } = await rig.call("POST", PATH, sent({ ...ONCE, slo_id: slo }));
    const unsaid = { description: "", rrule: null, duration: null, timezone: "UTC", modifier: null };
    const kept = { ...ONCE, ...unsaid, slo_id: slo, created_at: NOW, modified_at: NOW };
    const { id } = (body as { data: { id: string } }).data;
    expect(body).toEqual({ data: { type: "correction", id, attributes: kept } });
    expect((await rig.call("GET", `${PATH}/${id}`)).body).toEqual(body);
    const changed = await rig.call("PATCH", `${PATH}/${id}`, sent({ category: "Other" }));
    expect(changed.body).toMatchObject({ data: { attributes: { ...kept, category: "Other" } } });
    await rig.call("POST", PATH, sent({ ...AGAIN, slo_id: await made() }));
    expect((await rig.call("GET", `${PATH}?limit=1&offset=1`)).body).toMatchObject({
      data: [{ attributes: { ...AGAIN, end: null } }],
      meta: { page: { total_count: 2, total_filtered_count: 1 } },
    });
    expect((await rig.call("GET", `/api/v1/slo/${slo}/corrections`)).body).toEqual({
      data: [expect.objectContaining({ id }) as unknown],
    });
    expect((await rig.call("DELETE", `${PATH}/${id}`)).status).toBe(204);
    for (const method of ["GET", "DELETE"]) expect((await rig.call(method, `${PATH}/${id}`)).status).toBe(404);
  });

  test("of no SLO is refused as not found", async () => {
    expect(await rig.call("POST", PATH, sent({ ...ONCE, slo_id: "a" }))).toMatchObject({ status: 404 });
  });

  test.each([
    ["an unknown category", { ...ONCE, category: "Weekend" }, 'category: "Weekend" is not a SLOCorrectionCategory'],
    ["no start", { ...ONCE, start: undefined }, "start: missing required field"],
    ["no end", { ...ONCE, end: undefined }, "end: is required of a correction that does not recur"],
    ["an end before its start", { ...ONCE, end: ONCE.start }, "end: has to be after start"],
    ["no duration", { ...AGAIN, duration: undefined }, "duration: is required of a correction that recurs"],
    ["another part of a rule", { ...AGAIN, rrule: "FREQ=DAILY;BYHOUR=2" }, "'BYHOUR=2' is none of FREQ"],
    ["a rule that can't be read", { ...AGAIN, rrule: "FREQ=OFTEN" }, "data.attributes.rrule: "],
    ["an unknown zone", { ...ONCE, timezone: "Mars/Base" }, "'Mars/Base' is no IANA time zone"],
    ["two ways to name the SLO", { ...ONCE, slo_query: "team:a" }, "exactly one of slo_id and slo_query"],
  ])("with %s is refused", async (_, attributes, expected) => {
    const answer = await rig.call("POST", PATH, sent({ slo_id: await made(), ...attributes }));
    expect(answer.status).toBe(400);
    expect((answer.body as { errors: string[] }).errors.join("\n")).toContain(expected);
  });
});
