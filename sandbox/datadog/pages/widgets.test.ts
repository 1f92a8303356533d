import { beforeEach, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2026-12-01T12:00:00Z");
});

async function create(path: string, body: object): Promise<string> {
  const answer = await rig.call("POST", path, body);
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  return String((answer.body as { id: string | number }).id);
}

async function html(path: string): Promise<string> {
  const answer = await rig.app.request(path);
  expect(answer.status).toBe(200);
  return await answer.text();
}

/** The cells of each row of a page's tables. */
function rows(text: string): string[][] {
  return [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]+>/g, "").trim()),
  );
}

const chartOf = (text: string) =>
  JSON.parse((/data-chart="([^"]*)"/.exec(text)?.[1] ?? "null").replaceAll("&quot;", '"')) as {
    from: number;
    to: number;
    markers: { value: number }[];
    series: { band?: object }[];
  };

/** A dashboard with one widget, on its page. */
async function drawn(definition: object, changes: object = {}): Promise<string> {
  const body = { title: "t", layout_type: "ordered", widgets: [{ definition }], ...changes };
  return html(`/dashboard/${await create("/api/v1/dashboard", body)}`);
}

test("a query value is written with its precision and unit", async () => {
  await rig.send("m", [
    [60, 1],
    [120, 2.46],
  ]);
  const definition = { type: "query_value", precision: 1, custom_unit: "req/s" };
  const requests = [{ q: "avg:m{*}", aggregator: "max" }];
  expect(await drawn({ ...definition, requests })).toContain('<p class="value">2.5 req/s</p>');
});

test("a toplist has the greatest first", async () => {
  for (const [host, value] of [
    ["db1", 1],
    ["db2", 3],
    ["db3", 2],
  ] as const)
    await rig.send("m", [[60, value]], host);
  const requests = [{ q: "top(avg:m{*} by {host}, 2, 'mean', 'desc')" }];
  expect(rows(await drawn({ type: "toplist", requests })).slice(1)).toEqual([
    ["host:db2", "3.00"],
    ["host:db3", "2.00"],
  ]);
});

test("a host map holds the hosts of its scope, with the value that fills them", async () => {
  for (const [host, role] of [
    ["db1", "db"],
    ["web1", "web"],
  ] as const) {
    await rig.call("POST", "/intake/", { internalHostname: host, "host-tags": { system: [`role:${role}`] } });
    await rig.send("system.cpu.user", [[30, 42]], host);
  }
  const requests = { fill: { q: "avg:system.cpu.user{*} by {host}" } };
  const text = await drawn(
    { type: "hostmap", requests, scope: ["$role"] },
    {
      template_variables: [{ name: "role", prefix: "role", defaults: ["db"] }],
    },
  );
  expect([text.includes("db1"), text.includes("42.0"), text.includes("web1")]).toEqual([true, true, false]);
});

test.each([
  ["check", [["OK", "db1", "env:dev"]]],
  ["cluster", [["OK", "1"]]],
])("a check's status is of its tags, grouped by %s", async (grouping, expected) => {
  const run = { check: "postgres.can_connect", status: 0, timestamp: rig.time.now / 1000 };
  await rig.call("POST", "/api/v1/check_run", [
    { ...run, host_name: "db1", tags: ["env:dev"] },
    { ...run, host_name: "db2", tags: ["env:prod"] },
  ]);
  const text = await drawn({ type: "check_status", check: "postgres.can_connect", grouping, tags: ["env:dev"] });
  expect(rows(text).slice(1)).toEqual(expected);
});

test.each(["event_stream", "event_timeline"])("an %s holds the latest events", async (type) => {
  rig.stores.events.add({
    title: "deployed",
    text: "",
    date_happened: rig.time.now / 1000,
    host: "",
    tags: [],
    alert_type: "info",
    priority: "normal",
    source_type_name: "test",
  });
  expect(rows(await drawn({ type, query: "tags:env:dev" }))[1]).toEqual(["2026-12-01 12:00:00 UTC", "deployed"]);
});

test("an alert's graph is that of its monitor, with the thresholds", async () => {
  const id = await create("/api/v1/monitor", METRIC_MONITOR);
  const text = await drawn({ type: "alert_graph", alert_id: id, viz_type: "timeseries" });
  expect(chartOf(text).markers.map(({ value }) => value)).toEqual([800, 500]);
  expect(await drawn({ type: "alert_graph", alert_id: "7", viz_type: "timeseries" })).toContain("No monitor 7.");
});

test("a group holds its widgets", async () => {
  const inner = { definition: { type: "note", content: "*inner*" } };
  const text = await drawn({ type: "group", title: "outer", layout_type: "ordered", widgets: [inner] });
  expect([text.includes("<h2>outer</h2>"), text.includes("inner")]).toEqual([true, true]);
});

test("a widget that is only kept says so", async () => {
  expect(await drawn({ type: "iframe", url: "https://example.com" })).toContain("iframe: kept, not drawn here.");
});

test("a dashboard shows its teams and who may change it", async () => {
  const id = await create("/api/v1/dashboard", { title: "t", layout_type: "ordered", widgets: [], tags: ["team:sre"] });
  const bindings = [{ relation: "editor", principals: ["team:1", "user:2"] }];
  await rig.call("POST", `/api/v2/restriction_policy/dashboard:${id}`, {
    data: { type: "restriction_policy", id: `dashboard:${id}`, attributes: { bindings } },
  });
  const text = await html(`/dashboard/${id}`);
  expect(text).toContain("<span>team:sre</span>");
  expect(text).toContain("Restricted to editor: team:1, user:2");
});

test("a monitor shows its priority, in the list too", async () => {
  const id = await create("/api/v1/monitor", { ...METRIC_MONITOR, priority: 2 });
  expect(await html(`/monitors/${id}`)).toContain("query alert · P2");
  expect(rows(await html("/monitors/manage"))[1]?.slice(1, 3)).toEqual(["P2", "my_metric is high"]);
});

test("a composite monitor shows its parts by the letters of its message", async () => {
  const [one, two] = [await create("/api/v1/monitor", METRIC_MONITOR), await create("/api/v1/monitor", METRIC_MONITOR)];
  const whole = await create("/api/v1/monitor", { name: "both", type: "composite", query: `${two} && ${one}` });
  const text = await html(`/monitors/${whole}`);
  expect(rows(text).slice(1, 3)).toEqual([
    ["a", "No Data", "my_metric is high"],
    ["b", "No Data", "my_metric is high"],
  ]);
  expect(text.indexOf(`/monitors/${two}"`)).toBeLessThan(text.indexOf(`/monitors/${one}"`));
});

test("a forecast's graph reaches as far back as its history, with the line's band", async () => {
  const id = await create("/api/v1/monitor", {
    ...METRIC_MONITOR,
    query: "max(next_1w):forecast(avg:m{*} by {host}, 'linear', 1, interval='60m', history='2d') >= 90",
    options: { thresholds: { critical: 90 } },
  });
  await rig.send(
    "m",
    Array.from({ length: 24 }, (_, index) => [index * 3600, 50 - index] as const),
  );
  const chart = chartOf(await html(`/monitors/${id}`));
  expect([chart.to - chart.from, chart.markers]).toMatchObject([2 * 86_400, [{ value: 90 }]]);
  expect(chart.series[0]).toHaveProperty("band.lower");
});
