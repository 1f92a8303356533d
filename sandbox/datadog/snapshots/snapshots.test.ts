import sharp from "sharp";
import { expect, test } from "vitest";

import { createRig, HEADERS, type Rig } from "../rig.js";

const NOW = "2026-01-07T12:00:00Z";
const END = Date.parse(NOW) / 1000;

async function taken(rig: Rig, parameters: Record<string, string>): Promise<string> {
  const search = new URLSearchParams({ start: String(END - 300), end: String(END), ...parameters });
  const { status, body } = await rig.call("GET", `/api/v1/graph/snapshot?${search.toString()}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return new URL((body as { snapshot_url: string }).snapshot_url).pathname;
}

const statusOf = async (rig: Rig, path: string) =>
  (await rig.call("GET", path.replace("/snapshot/view/", "/api/v1/graph/snapshot_status/").replace(".png", ""))).body;

test("the picture comes a little later, and shows what was measured", async () => {
  const rig = createRig(NOW);
  await rig.send("my_metric", [
    [240, 100],
    [120, 700],
    [60, 300],
  ]);
  const graph = { viz: "timeseries", requests: [{ q: "avg:my_metric{*} by {host}" }] };
  const path = await taken(rig, { graph_def: JSON.stringify(graph), title: "my_metric", width: "600", height: "240" });
  expect(await statusOf(rig, path)).toEqual({ status_code: 404 });
  expect((await rig.app.request(path)).status).toBe(404);
  rig.time.now += 2000;
  expect(await statusOf(rig, path)).toEqual({ status_code: 200 });
  const answer = await rig.app.request(path);
  expect(answer.headers.get("content-type")).toBe("image/png");
  const png = Buffer.from(await answer.arrayBuffer());
  expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: 600, height: 240 });
  // A line is drawn: another picture than that of nothing.
  const empty = await taken(rig, { metric_query: "avg:nothing{*}", title: "my_metric", width: "600", height: "240" });
  rig.time.now += 2000;
  expect(Buffer.from(await (await rig.app.request(empty)).arrayBuffer()).equals(png)).toBe(false);
});

test.each([
  [{}, "One of metric_query or graph_def is required"],
  [{ metric_query: "avg:x{*}", graph_def: "{}" }, "One of metric_query or graph_def is required"],
  [{ graph_def: "{" }, "graph_def: expected JSON of a graph with requests"],
  [{ metric_query: "avg:x{" }, "Error parsing query"],
  [{ metric_query: "avg:x{*}", start: "yesterday" }, "start: expected seconds since 1970"],
  [{ metric_query: "avg:x{*}", start: String(END) }, "start must be before end"],
])("%j is refused", async (parameters, problem) => {
  const rig = createRig(NOW);
  const search = new URLSearchParams({ start: String(END - 300), end: String(END), ...parameters });
  const { status, body } = await rig.call("GET", `/api/v1/graph/snapshot?${search.toString()}`);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).toContain(problem);
});

test("a snapshot is asked for with both keys", async () => {
  const rig = createRig(NOW);
  const path = `/api/v1/graph/snapshot?start=${END - 300}&end=${END}&metric_query=avg:x{*}`;
  const { "DD-API-KEY": only } = HEADERS;
  expect((await rig.call("GET", path, undefined, { "DD-API-KEY": only })).status).toBe(403);
});
