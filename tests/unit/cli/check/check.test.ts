import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { check, type Checked } from "../../../../cli/check/check";
import { Account } from "../../../../cli/check/datadog";
import { askPage } from "../../../../cli/check/page-request";
import { createRig, KEYS, METRIC_MONITOR, type Rig } from "../../../../sandbox/datadog/rig.js";
import { listen } from "../../../../sandbox/datadog/server.js";
import { dashboard, graph, monitor, slo } from "./registrations";

const NOW = "2027-01-11T03:00:00Z";
const MARK = "pulumi_stack:shop/dev";
const CHECK = '"postgres.can_connect".over("env:dev").by("host").last(3).count_by_status()';

/** The stand-in of Datadog with one host that sends one metric and one check, one user, one page. */
async function rigged() {
  const rig = createRig(NOW);
  const listening = await listen(rig, "127.0.0.1", 0);
  onTestFinished(() => listening.close());
  const pages = createServer((request, response) => response.writeHead(request.url === "/db" ? 200 : 404).end());
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void pages.close());
  await rig.call("POST", "/intake/", { internalHostname: "db1", "host-tags": { system: ["role:db"] } });
  await rig.send("my_metric", [[60, 1]]);
  await created(rig, "/api/v2/users", { data: { type: "users", attributes: { email: "oncall@example.com" } } });
  return { rig, url: listening.url, page: `http://127.0.0.1:${(pages.address() as AddressInfo).port}/db` };
}

async function created(rig: Rig, path: string, body: object): Promise<{ id: string | number }> {
  const { status, body: answer } = await rig.call("POST", path, body);
  expect(status, JSON.stringify(answer)).toBeLessThan(300);
  return answer as { id: string | number };
}

async function asked(checked: Partial<Checked>, { url, rig }: { url: string; rig: Rig }, keys = KEYS) {
  const now = new Date(NOW);
  const since = new Date(now.getTime() - 24 * 3_600_000);
  rig.said.length = 0;
  const { findings } = await check(
    { registrations: [], hosts: [], mark: MARK, ...checked },
    {
      ...{ account: new Account({ apiUrl: url, ...keys }, since, now), page: askPage },
      ...{ since: "24h", now, progress: () => undefined },
    },
  );
  return findings.map((one) => `${one.verdict} ${one.by[0] ?? ""}: ${one.asked} ${one.found}; ${one.remedy}`);
}

const runbook = (url: string) => ({ assets: [{ category: "runbook", url }] });

test("a stack of which all is there has no findings, and nothing is asked twice or changed", async () => {
  const rigging = await rigged();
  const { rig } = rigging;
  const own = { type: "service check", query: CHECK, message: "", options: { thresholds: { critical: 2, ok: 1 } } };
  await created(rig, "/api/v1/monitor", { name: "connect", ...own, tags: [MARK, "pulumi_resource:connect"] });
  await created(rig, "/api/v1/check_run", [
    {
      check: "postgres.can_connect",
      host_name: "db1",
      status: 0,
      timestamp: Date.parse(NOW) / 1000 - 5,
      tags: ["env:dev"],
    },
  ]);
  rig.evaluator.evaluateAll();
  const foreign = await created(rig, "/api/v1/monitor", { ...METRIC_MONITOR, name: "foreign" });
  const query = "avg(last_5m):avg:my_metric{env:dev,role:db} by {host} > 800";
  const message = "@oncall@example.com";
  const registrations = [
    monitor("my-metric", query, { message, ...runbook(rigging.page) }),
    monitor("again", query, { message, ...runbook(`${rigging.page}#disk`) }),
    monitor("connect", CHECK, { message, type: "service check" }),
    monitor("both", `${foreign.id} && ${foreign.id}`, { type: "composite", message }),
    dashboard("hosts", [graph("avg:my_metric{$host}")], { templateVariables: [{ name: "host", prefix: "host" }] }),
  ];
  expect(await asked({ registrations, hosts: ["db1"] }, rigging)).toEqual([]);
  const requests = rig.said.map((line) => line.replace(/^\S+ /, "")).filter((line) => line.includes("/api/"));
  expect(requests.length).toBeGreaterThan(5);
  expect(new Set(requests.map((line) => line.split("?")[0])).size).toBe(requests.length);
  expect(requests.filter((line) => !line.includes("GET "))).toEqual([]);
});

test("what is not there is said in a line each, with what to do", async () => {
  const rigging = await rigged();
  const registrations = [
    monitor("typo", "avg(last_5m):avg:my_metrc{env:dev} > 1", { message: "@oncal@example.com" }),
    monitor("tags", "avg(last_5m):avg:my_metric{env:devv} by {hosst} > 1", runbook(`${rigging.page}/old`)),
    monitor("connect", CHECK, { type: "service check" }),
    monitor("both", "4711 && 4712", { type: "composite", message: "@team-sre" }),
    slo("orders", { type: "monitor", monitorIds: [4711] }),
  ];
  const found = await asked({ registrations, hosts: ["db1", "db2"] }, rigging);
  expect(found).toEqual([
    expect.stringMatching(/^wrong monitor typo: metric my_metrc was not reported in the last 24h; write my_metric/),
    expect.stringMatching(/^wrong monitor tags: tag env:devv of my_metric is on none .* is dev; write env:dev if/),
    expect.stringMatching(/^wrong monitor tags: tag hosst of my_metric is on none .*; write host if that is meant$/),
    expect.stringMatching(/^wrong monitor typo: handle @oncal@example\.com .*write @oncall@example\.com/),
    expect.stringMatching(/^wrong monitor both: handle @team-sre names nobody: Datadog has no team sre/),
    expect.stringMatching(/^wrong monitor tags: runbook http:\S+\/db\/old answers with 404/),
    expect.stringMatching(/^wrong monitor both: monitor 4711 is not in this organization/),
    expect.stringMatching(/^wrong monitor both: monitor 4712 is not in this organization/),
    expect.stringMatching(/^unasked monitor connect: service check postgres\.can_connect can't be asked for yet/),
    expect.stringMatching(/^wrong hosts db2: host db2 was not seen in the last 24h/),
  ]);
});

test("SLOs that are named are asked for, those that are there and those that are not", async () => {
  const rigging = await rigged();
  const good = { numerator: "sum:ok{*}.as_count()", denominator: "sum:all{*}.as_count()" };
  const { status, body } = await rigging.rig.call("POST", "/api/v1/slo", {
    ...{ name: "Orders", type: "metric", query: good, thresholds: [{ timeframe: "7d", target: 99 }] },
  });
  expect(status, JSON.stringify(body)).toBe(200);
  const [{ id } = { id: "" }] = (body as { data: { id: string }[] }).data;
  const burning = (of: string) => monitor(`of-${of}`, `error_budget("${of}").over("7d") > 75`, { type: "slo alert" });
  const widget = { serviceLevelObjectiveDefinition: { title: "Orders", sloId: id } };
  const there = [burning(id), dashboard("shop", [widget])];
  expect(await asked({ registrations: there }, rigging)).toEqual([]);
  const none = "0".repeat(32);
  expect(await asked({ registrations: [...there, burning(none)] }, rigging)).toEqual([
    expect.stringMatching(new RegExp(`^wrong monitor of-${none}: SLO ${none} is not in this organization`)),
  ]);
});

test("what the keys may not read is not known, and said once for all that it is of", async () => {
  const rigging = await rigged();
  const registrations = [
    monitor("one", "avg(last_5m):avg:my_metric{env:dev} > 1", { message: "@oncall@example.com" }),
    monitor("two", "avg(last_5m):avg:other{env:dev} > 1"),
  ];
  const found = await asked({ registrations, hosts: ["db1"] }, rigging, { ...KEYS, appKey: "f".repeat(40) });
  expect(found).toEqual([
    expect.stringMatching(
      /^unasked monitor one: 2 metrics can't be asked for: .* 403 \(Forbidden\); allow the key metrics_read$/,
    ),
    expect.stringMatching(/^unasked monitor one: handle .* 403 .*user_access_read$/),
    expect.stringMatching(/^unasked hosts db1: 1 host can't be asked for: .*hosts_read$/),
  ]);
});

test("that Datadog can't be reached is an error of the client's", async () => {
  const rigging = await rigged();
  await expect(asked({ hosts: ["db1"] }, { ...rigging, url: "http://127.0.0.1:9" })).rejects.toThrow(
    /^request to .* failed/,
  );
});
