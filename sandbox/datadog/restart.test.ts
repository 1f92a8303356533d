import { appendFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "./rig.js";
import { sampleStats, sampleTrace } from "./traces/sample.js";

const NOW = "2026-12-01T12:00:00Z";

async function everything(rig: Rig): Promise<unknown[]> {
  const paths = ["objects", "series", "hosts", "checks", "events", "notifications", "traces"];
  return Promise.all(paths.map(async (path) => (await rig.call("GET", `/stand-in/${path}`)).body));
}

async function filledRig(): Promise<Rig> {
  const rig = createRig(NOW);
  const timestamp = Math.floor(rig.time.now / 1000);
  await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR);
  await rig.call("POST", "/api/v1/dashboard", { title: "t", layout_type: "ordered", widgets: [] });
  await rig.call("POST", "/api/v1/check_run", [{ check: "c", host_name: "db1", status: 0, timestamp, tags: [] }]);
  await rig.send("my_metric", [
    [60, 900],
    [0, 901],
  ]);
  await rig.call("POST", "/api/v0.2/traces", sampleTrace(rig.time.now, "7"));
  for (const resource of ["GET /", "GET /"]) {
    await rig.call("POST", "/api/v0.2/stats", sampleStats(rig.time.now, { seconds: [0.1, 0.2], resource }));
  }
  rig.evaluator.evaluateAll();
  return rig;
}

test("a restart keeps everything", async () => {
  const rig = await filledRig();
  const again = createRig(NOW, rig.folder);
  expect(await everything(again)).toEqual(await everything(rig));
  expect(again.stores.notifications.all()).toHaveLength(1);
  expect(again.stores.traces.all()).toHaveLength(1);
  expect(again.stores.traceStats.all()).toEqual(rig.stores.traceStats.all());
});

test("a line cut by a kill loses only itself", async () => {
  const rig = await filledRig();
  const [generation = ""] = readdirSync(join(rig.folder, "series"));
  appendFileSync(join(rig.folder, "series", generation, "points"), Buffer.from([0, 0, 0, 0, 1, 2, 3]));
  appendFileSync(join(rig.folder, "series", generation, "names.jsonl"), '{"metric":"my_metric","host":"db1","ta');
  const [hour = ""] = readdirSync(join(rig.folder, "checks"));
  appendFileSync(join(rig.folder, "checks", hour), '{"check":"c","host":"db1","sta');
  expect(await everything(createRig(NOW, rig.folder))).toEqual(await everything(rig));
});

test("what is older than a day is forgotten", async () => {
  const rig = await filledRig();
  rig.time.now += 26 * 3_600_000;
  await rig.send("other", [[0, 1]]);
  rig.evaluator.evaluateAll();
  expect(rig.stores.series.metrics()).toEqual(["other"]);
  expect(readdirSync(join(rig.folder, "series"))).toHaveLength(1);
});

test("only the owner can read the state", async () => {
  const rig = await filledRig();
  const files = readdirSync(rig.folder, { recursive: true, encoding: "utf8" }).map((file) => join(rig.folder, file));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) expect(statSync(file).mode & 0o077).toBe(0);
});
