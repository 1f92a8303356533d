import { beforeEach, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
let id: number;
beforeEach(async () => {
  rig = createRig("2026-12-01T12:00:00Z");
  id = ((await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number }).id;
});

/** Six minutes, of one value each. */
async function pass(value: number, hosts: readonly string[] = ["db1"]): Promise<void> {
  rig.time.now += 360_000;
  for (const host of hosts) await rig.send("my_metric", [[0, value]], host);
  rig.evaluator.evaluateAll();
}

/** The part of the monitor's page that shows its states. */
async function states(search = ""): Promise<string> {
  const text = await (await rig.app.request(`/monitors/${id}${search}`)).text();
  return text.slice(text.indexOf("States over time"), text.indexOf("<h2>Groups"));
}

const cells = (text: string) =>
  [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]+>/g, "").trim()),
  );

test("each group has a strip and rows of what it was, when it was muted, and what was sent", async () => {
  await pass(100);
  await pass(900);
  const { id: downtime } = rig.stores.downtimes.create({ scope: "host:db1", monitor_identifier: { monitor_id: id } });
  await pass(900);
  rig.stores.downtimes.cancel(downtime);
  await pass(100);
  rig.time.now += 60_000;
  const text = await states();
  const strip = /aria-label="(host:db1[^"]*)"/.exec(text)?.[1];
  expect(strip).toBe(
    "host:db1: OK from 12:06; Alert from 12:12; Alert, muted from 12:18; OK from 12:24. Notifications: 2.",
  );
  expect(cells(text).filter(({ length }) => length > 0)).toEqual([
    ["host:db1", "OK", "2026-12-01 12:06:00 UTC", "2026-12-01 12:12:00 UTC", ""],
    ["host:db1", "Alert", "2026-12-01 12:12:00 UTC", "2026-12-01 12:18:00 UTC", ""],
    ["host:db1", "Alert", "2026-12-01 12:18:00 UTC", "2026-12-01 12:24:00 UTC", "muted"],
    ["host:db1", "OK", "2026-12-01 12:24:00 UTC", "the end", ""],
    ["2026-12-01 12:12:00 UTC", "Alert", "[Triggered on {host:db1}] my_metric is high", "@oncall@example.com"],
    ["2026-12-01 12:24:00 UTC", "OK", "[Recovered on {host:db1}] my_metric is high", "@oncall@example.com"],
  ]);
  // An alert is one stretch of the strip, with the muted part of it hatched.
  expect(text.match(/class="stretch alert"/g)).toHaveLength(1);
  expect(text.match(/<span\s+class="muted"/g)).toHaveLength(1);
  expect(text.match(/class="sent" style/g)).toHaveLength(2);
});

test("the strip is of the time that the page shows", async () => {
  await pass(900);
  const [from, to] = [rig.time.now - 600_000, rig.time.now + 600_000];
  expect(await states(`?from_ts=${from}&to_ts=${to}&live=false`)).toMatch(
    /class="stretch alert"\s+style="left: 50\.000%; right: calc\(100% - 100\.000%\)"/,
  );
  const before = `?from_ts=${from - 3_600_000}&to_ts=${from}&live=false`;
  expect(await states(before)).toContain("No group has been judged in this span.");
});

test("of many groups the strips are those that changed most, and the table has all", async () => {
  const hosts = Array.from({ length: 33 }, (_, index) => `web${index}`);
  await pass(100, hosts);
  await pass(900, ["web32"]);
  const text = await states();
  expect(text.match(/class="track"/g)).toHaveLength(30);
  expect(text).toContain('aria-label="host:web32: ');
  expect(text).toContain("3 more are only in the table.");
  expect(new Set(cells(text).map(([group]) => group)).size).toBeGreaterThanOrEqual(33);
});
