import { readFileSync } from "node:fs";

import { beforeEach, expect, test } from "vitest";

import { createRig, DOWNTIME, METRIC_MONITOR, type Rig } from "../rig.js";
import { sampleStats, type SampleRequests, sampleTrace } from "../traces/sample.js";

const NOW = "2026-12-01T12:00:00Z";
let rig: Rig;
beforeEach(() => {
  rig = createRig(NOW);
});

async function html(path: string): Promise<string> {
  const answer = await rig.app.request(path);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain("Stand-in of Datadog");
  return text;
}

interface Chart {
  readonly from: number;
  readonly to: number;
  readonly series: { readonly label: string; readonly points: unknown[]; readonly band?: unknown }[];
}

/** What the charts of a page are drawn from. */
function charts(text: string): Chart[] {
  return [...text.matchAll(/data-chart="([^"]*)"/g)].map(
    ([, data = ""]) => JSON.parse(data.replaceAll("&quot;", '"')) as Chart,
  );
}

/** The address of a dashboard with one widget. */
async function dashboardOf(definition: object): Promise<string> {
  const body = { title: "t", layout_type: "ordered", widgets: [{ definition }] };
  return ((await rig.call("POST", "/api/v1/dashboard", body)).body as { url: string }).url;
}

async function recordedDashboard(): Promise<string> {
  const recorded = JSON.parse(
    readFileSync(new URL("../../plugins/datadog/recordings/requests.json", import.meta.url), "utf8"),
  ) as {
    path: string;
    body: unknown;
  }[];
  const sent = recorded.find(({ path }) => path === "/api/v1/dashboard")?.body;
  const { url } = (await rig.call("POST", "/api/v1/dashboard", sent)).body as { url: string };
  return url;
}

test("a dashboard draws every widget for the span and the variables in its address", async () => {
  await rig.send("my_metric", [[60, 1]], "db1");
  await rig.send("my_metric", [[60, 2]], "db2");
  const url = await recordedDashboard();
  const to = rig.time.now;
  const [first, , , latency] = charts(await html(`${url}?from_ts=${to - 7_200_000}&to_ts=${to}&live=true`));
  expect(first?.series.map(({ label }) => label)).toEqual(["host:db1", "host:db2"]);
  // The first has a live span of five minutes of its own.
  expect([first?.from, first?.to]).toEqual([to / 1000 - 300, to / 1000]);
  expect([latency?.from, latency?.series]).toEqual([to / 1000 - 7200, []]);
  const [onlyDb1] = charts(await html(`${url}?tpl_var_host=db1`));
  expect(onlyDb1?.series.map(({ label }) => label)).toEqual(["host:db1"]);
});

test("a span that is not live stays where it is", async () => {
  const url = await recordedDashboard();
  const to = rig.time.now - 86_400_000;
  const all = charts(await html(`${url}?from_ts=${to - 3_600_000}&to_ts=${to}&live=false`));
  expect(all.at(-1)).toMatchObject({ from: to / 1000 - 3600, to: to / 1000 });
});

test("a monitor's page shows its message as it reads in each state", async () => {
  const { id } = (await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number };
  await rig.send("my_metric", [[10, 900]]);
  rig.evaluator.evaluateAll();
  const text = await html(`/monitors/${id}`);
  for (const words of ["900.0 &gt; 800.0", "warm: 900.0 &gt; 500.0", "silent", "fine again"])
    expect(text).toContain(words);
});

test("a message that has no value yet says which, and has no holes", async () => {
  const { id } = (await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number };
  const text = await html(`/monitors/${id}`);
  expect(text).toContain("example ({{host.ip}}): {{value}} &gt; 800.0 @oncall@example.com");
});

test("a service check's page shows what it last said, by the monitor's groups", async () => {
  const { id } = (
    await rig.call("POST", "/api/v1/monitor", {
      name: "MySQL: the Agent can't log in",
      type: "service check",
      query: '"mysql.can_connect".over("env:dev").by("host","port").last(3).count_by_status()',
      message: "{{#is_alert}}port {{port.name}} on {{host.name}}{{/is_alert}}",
      options: { thresholds: { critical: 2, ok: 2 } },
    })
  ).body as { id: number };
  expect(await html(`/monitors/${id}`)).toContain("port example on example");
  const timestamp = Math.floor(rig.time.now / 1000);
  const run = { check: "mysql.can_connect", host_name: "db1", status: 2, timestamp, message: "Access denied" };
  await rig.call("POST", "/api/v1/check_run", [
    { ...run, tags: ["env:dev", "port:3306"] },
    { ...run, tags: ["env:prod", "port:3307"] },
  ]);
  const text = await html(`/monitors/${id}`);
  expect([text.includes("host:db1,port:3306"), text.includes("Access denied"), text.includes("port:3307")]).toEqual([
    true,
    true,
    false,
  ]);
});

test("a monitor of two metrics is drawn as one line for each host, with its thresholds", async () => {
  const { id } = (
    await rig.call("POST", "/api/v1/monitor", {
      ...METRIC_MONITOR,
      query: "avg(last_5m):avg:used{*} by {host} / avg:limit{*} by {host} > 0.9",
      options: { thresholds: { critical: 0.9, warning: 0.8 } },
    })
  ).body as { id: number };
  await rig.send("used", [[60, 45]]);
  await rig.send("limit", [[60, 50]]);
  const [chart] = charts(await html(`/monitors/${id}`));
  expect(chart).toMatchObject({
    markers: [{ value: 0.9 }, { value: 0.8 }],
    series: [{ label: "host:db1", points: [[rig.time.now / 1000 - 60, 0.9]] }],
  });
});

test("the band of an anomaly monitor is drawn, its share of the window is not", async () => {
  const { id } = (
    await rig.call("POST", "/api/v1/monitor", {
      ...METRIC_MONITOR,
      query: "avg(last_4h):anomalies(avg:m{*} by {host}, 'basic', 3, alert_window='last_15m', interval=60) >= 1",
      options: {
        thresholds: { critical: 1 },
        threshold_windows: { trigger_window: "last_15m", recovery_window: "last_15m" },
      },
    })
  ).body as { id: number };
  await rig.send(
    "m",
    Array.from({ length: 20 }, (_, index) => [index * 60, 50 + (index % 3)] as const),
  );
  const [chart] = charts(await html(`/monitors/${id}`));
  expect(chart).toMatchObject({ markers: [], series: [{ band: { lower: expect.any(Array) as unknown } }] });
});

test("where there is too little history for a band, the page says how much is needed", async () => {
  const requests = [{ q: "anomalies(avg:m{*} by {host}, 'basic', 2)" }];
  const url = await dashboardOf({ type: "timeseries", requests });
  const minutes = (count: number) => Array.from({ length: count }, (_, index) => [index * 60 + 1, 5] as const);
  await rig.send("m", minutes(5));
  const short = await html(url);
  expect(short.replace(/\s+/g, " ")).toContain(
    "That takes 6 points, here one in 60 s, so 6 minutes of history; host:db1 has 5.",
  );
  await rig.send("m", minutes(6));
  const enough = (await html(url)).replace(/\s+/g, " ");
  expect(enough).toContain("host:db1: expected by anomalies()");
  expect(enough).not.toContain("No band yet");
});

test("a graph is in words too: last, least and most of each line", async () => {
  await rig.send("m", [
    [180, 1234.5],
    [120, 0.12345],
    [60, 7],
  ]);
  const url = await dashboardOf({ type: "timeseries", title: "of m", requests: [{ q: "avg:m{*} by {host}" }] });
  const text = await html(url);
  expect(text).toContain('aria-label="of m: one series, 2026-12-01 11:00:00 UTC to 2026-12-01 12:00:00 UTC"');
  expect(rows(text)).toContainEqual(["7", "0.1235", "1,235"]);
});

test("lines of several metrics in one graph say which is which", async () => {
  await rig.send("used", [[60, 1]]);
  await rig.send("limit", [[60, 2]]);
  const requests = [{ q: "avg:used{*} by {host}" }, { q: "avg:limit{*} by {host}" }];
  const url = await dashboardOf({ type: "timeseries", requests });
  const [chart] = charts(await html(url));
  expect(chart?.series.map(({ label }) => label)).toEqual(["used host:db1", "limit host:db1"]);
});

test("downtimes are shown with their next windows in their own time zone", async () => {
  rig.stores.downtimes.create(DOWNTIME.data.attributes);
  expect(await html("/monitors/downtimes")).toContain("Mon 04 Jan, 19:00 – Tue 05 Jan, 09:00");
});

test("the host map holds the hosts of its filter", async () => {
  await rig.call("POST", "/intake/", { internalHostname: "db1", "host-tags": { system: ["env:dev", "role:db"] } });
  await rig.call("POST", "/intake/", { internalHostname: "web1", "host-tags": { system: ["env:dev", "role:web"] } });
  await rig.send("system.cpu.user", [[30, 42]], "db1");
  const text = await html("/infrastructure/map?filter=env%3Adev%20role%3Adb&fillby=avg:system.cpu.user");
  expect([text.includes("db1"), text.includes("42.0"), text.includes("web1")]).toEqual([true, true, false]);
});

async function receive(requests: SampleRequests): Promise<void> {
  await rig.call("POST", "/api/v0.2/stats", sampleStats(rig.time.now, requests));
}

/** The cells of each row of a page's tables. */
function rows(text: string): string[][] {
  return [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]+>/g, "").trim()),
  );
}

test("the services of an environment are listed with what they do", async () => {
  await receive({ seconds: Array.from({ length: 35 }, () => 0.1), failed: [0.2] });
  await receive({ seconds: [0.1], service: "other", env: "prod" });
  const text = await html("/apm/services?env=dev");
  expect(rows(text)).toContainEqual(["shop", "web", "36", "0.01", "2.8 %", expect.stringMatching(/^1\d\d\.\d ms$/)]);
  expect([text.includes('href="/apm/entity/service%3Ashop?env=dev"'), text.includes("other")]).toEqual([true, false]);
  expect(await html("/apm/services")).toContain("other");
});

test("a service's page has its resources and its latest traces", async () => {
  await receive({ seconds: [0.1, 0.1], failed: [0.1] });
  await receive({ seconds: [0.1], resource: "GET /" });
  await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
  await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "8", { env: "prod" }));
  const text = await html("/apm/entity/service%3Ashop?env=dev");
  expect(rows(text).map((cells) => cells.slice(0, 4))).toEqual(
    expect.arrayContaining([
      ["GET /api/trace", "flask.request", "3", "1"],
      ["GET /", "flask.request", "1", "0"],
      ["2026-12-01 12:00:00 UTC", "GET /api/trace", "20.0 ms", "OK"],
    ]),
  );
  expect([text.includes('href="/apm/trace/7"'), text.includes("/apm/trace/8")]).toEqual([true, false]);
});

test("a dashboard's widget of a service has its numbers", async () => {
  await receive({ seconds: [0.1, 0.1] });
  const definition = { type: "trace_service", env: "dev", service: "shop", span_name: "flask.request" };
  const url = await dashboardOf(definition);
  expect(rows(await html(url)).map((cells) => cells.slice(0, 3))).toContainEqual(["shop", "web", "2"]);
});

test("a trace is found by its id in the app's log, and shows its spans and what to look for there", async () => {
  await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
  const inLog = "6b09f31a000000000000000000000007";
  const text = await html(`/apm/trace/${inLog}`);
  expect(text).toBe(await html("/apm/trace/7"));
  expect(rows(text)).toContainEqual(["postgres.query", inLog, "27", "shop", "dev", "1.2"]);
  expect(text).toMatch(/left: 25\.00%; width: 50\.00%/);
});

test("what was declared is text on the page, never markup", async () => {
  await rig.call("POST", "/api/v1/dashboard", { title: "<script>1</script>", layout_type: "ordered", widgets: [] });
  expect(await html("/")).not.toContain("<script>1");
});

test.each(["/dashboard/abc-def-ghi", "/monitors/7", "/apm/entity/service%3Ashop?env=dev", "/apm/trace/7"])(
  "%s that does not exist is a page that says so",
  async (path) => {
    const answer = await rig.app.request(path);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining("The stand-in has no")]);
  },
);

test.each(["uPlot.esm.js", "uPlot.min.css", "charts.mjs", "live.mjs", "style.css"])(
  "%s is served locally",
  async (name) => {
    expect((await rig.app.request(`/stand-in/assets/${name}`)).status).toBe(200);
  },
);
