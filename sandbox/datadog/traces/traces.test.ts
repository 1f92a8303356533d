import { readFileSync } from "node:fs";

import { beforeEach, describe, expect, test } from "vitest";

import { createRig, HEADERS, KEYS, METRIC_MONITOR, type Rig } from "../rig.js";
import { normalizeTag } from "./normalize.js";
import type { StatsPayload } from "./payload.js";
import { sampleStats, type SampleRequests, sampleTrace } from "./sample.js";

const NOW = "2026-12-01T12:00:00Z";
let rig: Rig;
beforeEach(() => {
  rig = createRig(NOW);
});

async function receive(requests: SampleRequests): Promise<void> {
  const { status } = await rig.call("POST", "/api/v0.2/stats", sampleStats(rig.time.now, requests));
  expect(status).toBe(202);
}

interface Answered {
  readonly series: { readonly tag_set: string[]; readonly pointlist: [number, number][] }[];
}

async function query(text: string, seconds = 600): Promise<Answered["series"]> {
  const to = Math.floor(rig.time.now / 1000);
  const path = `/api/v1/query?from=${to - seconds}&to=${to}&query=${encodeURIComponent(text)}`;
  const { status, body } = await rig.call("GET", path);
  expect([status, body]).toMatchObject([200, { status: "ok" }]);
  return (body as Answered).series;
}

/** The only value of the only series. */
async function value(text: string, seconds?: number): Promise<number> {
  const series = await query(text, seconds);
  expect(series.map(({ pointlist }) => pointlist.length)).toEqual([1]);
  return series[0]?.pointlist[0]?.[1] ?? NaN;
}

/** Within what a sketch promises. */
function near(seconds: number): unknown {
  return expect.closeTo(seconds, -Math.log10(seconds * 0.025)) as unknown;
}

interface Recording {
  readonly traces: object;
  readonly stats: StatsPayload;
}

/** What the Agent's stand-in has sent of ten requests. */
function recorded(): Recording {
  return JSON.parse(readFileSync(new URL("../recordings/trace-agent.json", import.meta.url), "utf8")) as Recording;
}

describe("the intake", () => {
  test("takes what the Agent sends, and its sketches mean here what they mean there", async () => {
    const { traces, stats } = recorded();
    expect((await rig.call("POST", "/api/v0.2/traces", traces)).status).toBe(202);
    expect((await rig.call("POST", "/api/v0.2/stats", stats)).status).toBe(202);
    const bucket = (stats.stats[0]?.stats[0]?.start ?? 0) / 1e9;
    rig.time.now = (bucket + 10) * 1000;
    expect(await value("sum:trace.flask.request.hits{service:shop}.as_count()")).toBe(10);
    expect(await value("p50:trace.flask.request{*}")).toEqual(near(0.05));
    expect(rig.stores.traces.all()).toHaveLength(10);
  });

  test("needs the API key and no other", async () => {
    const body = sampleTrace(rig.time.now, "7");
    const apiKeyOnly = { "DD-API-KEY": KEYS.apiKey };
    expect((await rig.call("POST", "/api/v0.2/traces", body, apiKeyOnly)).status).toBe(202);
    expect((await rig.call("POST", "/api/v0.2/traces", body, { ...HEADERS, "DD-API-KEY": "0" })).status).toBe(403);
    expect((await rig.call("POST", "/api/v0.2/stats", {}, { "DD-API-KEY": "0" })).status).toBe(403);
  });

  test("says at which field a payload is wrong", async () => {
    const trace = JSON.stringify(sampleTrace(rig.time.now, "7")).replaceAll('"traceID":"7"', '"traceID":7');
    const { status, body } = await rig.call("POST", "/api/v0.2/traces", JSON.parse(trace));
    expect([status, JSON.stringify(body)]).toEqual([
      400,
      expect.stringContaining("tracerPayloads.0.chunks.0.spans.0.traceID"),
    ]);
    const stats = JSON.stringify(sampleStats(rig.time.now, { seconds: [1] })).replace(
      /"okSummary":"[^"]+"/,
      '"okSummary":"AAAA"',
    );
    const refused = await rig.call("POST", "/api/v0.2/stats", JSON.parse(stats));
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining("okSummary of shop")]);
  });

  test("keeps a trace that arrives twice once, and one in two parts as one", async () => {
    await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
    await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
    expect(rig.stores.traces.find("7")?.chunks).toHaveLength(1);
    const other = JSON.stringify(sampleTrace(rig.time.now, "7")).replaceAll('"spanID":"1', '"spanID":"9');
    await rig.call("POST", "/api/v0.2/traces", JSON.parse(other));
    expect(rig.stores.traces.find("7")?.chunks).toHaveLength(2);
    expect(rig.stores.traces.all()).toHaveLength(1);
  });
});

describe("trace metrics", () => {
  test("count hits and errors by resource, and rates of them", async () => {
    await receive({ seconds: [0.1, 0.2], failed: [0.3] });
    await receive({ seconds: [0.1], resource: "GET /" });
    const series = await query("sum:trace.flask.request.hits{env:dev,service:shop} by {resource_name}.as_count()");
    expect(series.map(({ tag_set, pointlist }) => [tag_set[0], pointlist[0]?.[1]])).toEqual([
      ["resource_name:get_/api/trace", 3],
      ["resource_name:get_/", 1],
    ]);
    expect(await value("sum:trace.flask.request.hits{*}.as_rate()")).toBe(0.4);
    expect(await value("sum:trace.flask.request.errors{env:dev,service:shop}.as_count()")).toBe(1);
  });

  test("have no errors as a 0 where there were requests, so that a share of them has a value", async () => {
    await receive({ seconds: [0.1] });
    const share = "sum:trace.flask.request.errors{*}.as_count() / sum:trace.flask.request.hits{*}.as_count()";
    expect(await value(share)).toBe(0);
  });

  test("sum up durations in seconds, so that by hit they are a mean over any step", async () => {
    for (const secondsAgo of [20, 40, 60]) await receive({ seconds: [0.1, 0.3], secondsAgo });
    const mean = "sum:trace.flask.request.duration{*} / sum:trace.flask.request.hits{*}";
    expect(await value(mean, 86_400)).toBeCloseTo(0.2);
  });

  test("of several hosts add up, and carry the tags of their host", async () => {
    await rig.call("POST", "/intake/", { internalHostname: "web1", "host-tags": { system: ["role:web"] } });
    await receive({ seconds: [0.1] });
    await receive({ seconds: [0.1], host: "web2" });
    expect(await value("sum:trace.flask.request.hits{*}.as_count()")).toBe(2);
    expect(await value("sum:trace.flask.request.hits{role:web,host:web1}.as_count()")).toBe(1);
  });

  test("by status have its class too", async () => {
    await receive({ seconds: [0.1] });
    await receive({ seconds: [], failed: [0.1], status: 500 });
    const series = await query("sum:trace.flask.request.hits.by_http_status{*} by {http.status_class}.as_count()");
    expect(series.map(({ tag_set }) => tag_set[0])).toEqual(["http.status_class:2xx", "http.status_class:5xx"]);
    expect(await value("sum:trace.flask.request.hits{http.status_code:500}.as_count()")).toBe(1);
  });

  test("score a service from 0 to 1: a slow request counts half, a very slow or failed one nothing", async () => {
    await receive({ seconds: [0.1, 0.2, 1, 3] });
    // By its status a group of its own, and yet no more than one request of five.
    await receive({ seconds: [], failed: [0.1], status: 500 });
    expect(await value("avg:trace.flask.request.apdex{service:shop}")).toBe(2.5 / 5);
    await receive({ seconds: [0.1], name: "postgres.query", service: "postgres", type: "sql", status: 0 });
    expect(await query("avg:trace.postgres.query.apdex{*}")).toEqual([]);
  });

  test("add up where a bucket is sent in parts", async () => {
    for (let part = 0; part < 3; part += 1) await receive({ seconds: [0.1] });
    expect(await value("sum:trace.flask.request.hits{*}.as_count()")).toBe(3);
  });

  test("are listed for tests", async () => {
    await receive({ seconds: [0.1] });
    const { body } = await rig.call("GET", "/stand-in/series?metric=trace.flask.request.hits");
    expect(body).toMatchObject({
      series: [
        {
          host: "web1",
          type: "count",
          tags: ["env:dev", "http.status_code:200", "resource_name:get_/api/trace", "service:shop", "version:1.2"],
        },
      ],
    });
  });
});

describe("percentiles", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);

  test.each([
    ["p50", 0.5],
    ["p75", 0.75],
    ["p90", 0.9],
    ["p95", 0.95],
    ["p99", 0.99],
    ["max", 1],
    ["min", 0.01],
    ["avg", 0.505],
  ])("%s:trace.flask.request", async (aggregator, expected) => {
    await receive({ seconds: hundred });
    expect(await value(`${aggregator}:trace.flask.request{env:dev,service:shop}`)).toEqual(near(expected));
  });

  test("are of all durations of a group and a step, not means of percentiles", async () => {
    await receive({ seconds: hundred, secondsAgo: 30 });
    await receive({ seconds: [9], host: "web2", secondsAgo: 20 });
    await receive({ seconds: [], failed: [5], resource: "GET /", secondsAgo: 20 });
    expect(await value("p50:trace.flask.request{*}", 86_400)).toEqual(near(0.51));
    const series = await query("p95:trace.flask.request{*} by {resource_name}", 86_400);
    expect(series.map(({ tag_set, pointlist }) => [tag_set[0], pointlist[0]?.[1]])).toEqual([
      ["resource_name:get_/api/trace", near(0.96)],
      ["resource_name:get_/", near(5)],
    ]);
  });
});

test.each([
  ["p95:system.cpu.user{*}", "percentiles only of the distributions"],
  ["sum:trace.flask.request.apdex{*}", "no aggregator but avg"],
  ["p95:trace.flask.request.hits{*}", "percentiles only of the distributions"],
  ["p42:trace.flask.request{*}", "expected an aggregator"],
  ["p95:trace.flask.request{*}.as_count()", "no modifier of a distribution"],
  ["p95:trace.flask.request{*}.rollup(avg, 60)", "no modifier of a distribution"],
])("%s is refused", async (text, expected) => {
  const { status, body } = await rig.call("GET", `/api/v1/query?from=0&to=60&query=${encodeURIComponent(text)}`);
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(expected)]);
});

describe("a monitor", () => {
  async function stateOf(text: string, critical: number): Promise<string> {
    const { status, body } = await rig.call("POST", "/api/v1/monitor", {
      ...METRIC_MONITOR,
      query: text,
      message: "m @oncall@example.com",
      options: { thresholds: { critical }, notify_no_data: false, require_full_window: false },
    });
    expect([status, body]).toMatchObject([200, { overall_state: "No Data" }]);
    const { id } = body as { id: number };
    rig.evaluator.evaluateAll();
    return rig.stores.states.overall(id);
  }

  const errorShare =
    "sum(last_5m):sum:trace.flask.request.errors{env:dev} by {service}.as_count()" +
    " / sum:trace.flask.request.hits{env:dev} by {service}.as_count() > 0.1";

  test("of a share of counts divides the window's sums, not each step's", async () => {
    // Two steps of half and none: their shares add up to half, the window has one in eleven.
    await receive({ seconds: [0.1], failed: [0.1], secondsAgo: 100 });
    await receive({ seconds: Array.from({ length: 20 }, () => 0.1), secondsAgo: 50 });
    expect(await stateOf(errorShare, 0.1)).toBe("OK");
    await receive({ seconds: [], failed: [0.1, 0.1, 0.1, 0.1] });
    expect(await stateOf(errorShare, 0.1)).toBe("Alert");
  });

  test("of a percentile judges everything in the window at once", async () => {
    const percentile = "percentile(last_5m):p95:trace.flask.request{env:dev} by {resource_name} > 1";
    await receive({ seconds: [3], secondsAgo: 200 });
    await receive({ seconds: Array.from({ length: 100 }, () => 0.1), secondsAgo: 50 });
    expect(await stateOf(percentile, 1)).toBe("OK");
    await receive({ seconds: [3, 3, 3, 3, 3, 3] });
    expect(await stateOf(percentile, 1)).toBe("Alert");
  });

  test("of percentile() over something else is refused", async () => {
    const query = "percentile(last_5m):avg:my_metric{*} > 1";
    const options = { thresholds: { critical: 1 } };
    const { status, body } = await rig.call("POST", "/api/v1/monitor", { ...METRIC_MONITOR, query, options });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("percentile() is over a percentile")]);
  });
});

test.each([
  ["GET /api/trace", "get_/api/trace"],
  ["GET /", "get_/"],
  // Datadog's own example.
  ["SELECT ? FROM TABLE temp_{num}", "select_from_table_temp_num"],
  ["x".repeat(300), "x".repeat(200)],
])("the resource %s is tagged %s", (resource, tag) => {
  expect(normalizeTag(resource)).toBe(tag);
});

describe("/stand-in/traces", () => {
  test("holds the traces that enter a service", async () => {
    await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
    const ids = async (service: string) =>
      ((await rig.call("GET", `/stand-in/traces?service=${service}`)).body as { traces: { id: string }[] }).traces.map(
        ({ id }) => id,
      );
    expect([await ids("shop"), await ids("postgres"), await ids("other")]).toEqual([["7"], ["7"], []]);
  });
});
