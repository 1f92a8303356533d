import { expect, test } from "vitest";

import { mistakesInBody } from "../models.js";
import { createRig } from "../rig.js";

const NOW = "2026-01-07T12:00:00Z";
const SECONDS = Date.parse(NOW) / 1000;
const HOUR = 3600;

test("the metrics that were reported since then are named, on request those of one host", async () => {
  const rig = createRig(NOW);
  await rig.send("old", [[5 * HOUR, 1]]);
  await rig.send("new", [[60, 1]]);
  await rig.send("other", [[60, 1]], "db2");
  const asked = async (parameters: string) => (await rig.call("GET", `/api/v1/metrics?${parameters}`)).body;
  expect(await asked(`from=${SECONDS - HOUR}`)).toEqual({ from: String(SECONDS - HOUR), metrics: ["new", "other"] });
  expect(await asked(`from=${SECONDS - 6 * HOUR}&host=db1`)).toMatchObject({ metrics: ["new", "old"] });
  expect((await rig.call("GET", "/api/v1/metrics")).status).toBe(400);
});

test("a metric's tags are its series' and their hosts', of the last four hours or longer", async () => {
  const rig = createRig(NOW);
  await rig.call("POST", "/intake/", { internalHostname: "db1", "host-tags": { system: ["role:db"] } });
  await rig.send("my_metric", [[60, 1]]);
  const { status, body } = await rig.call("GET", "/api/v2/metrics/my_metric/all-tags");
  expect(status).toBe(200);
  expect(mistakesInBody(body, "MetricAllTagsResponse", "v2")).toEqual([]);
  expect(body).toMatchObject({ data: { id: "my_metric", attributes: { tags: ["env:dev", "host:db1", "role:db"] } } });
  await rig.send("old", [[5 * HOUR, 1]]);
  const ofOld = async (window: number) =>
    (await rig.call("GET", `/api/v2/metrics/old/all-tags?window[seconds]=${window}`)).status;
  expect([await ofOld(4 * HOUR), await ofOld(6 * HOUR), await ofOld(HOUR)]).toEqual([404, 200, 400]);
});

test("hosts are those of three hours, or since when it is said, and come in parts", async () => {
  const rig = createRig(NOW);
  await rig.send("my_metric", [[5 * HOUR, 1]], "gone");
  for (const host of ["db1", "db2", "web1"]) await rig.send("my_metric", [[60, 1]], host);
  const hosts = async (parameters: string) => (await rig.call("GET", `/api/v1/hosts?${parameters}`)).body;
  expect(await hosts("count=2")).toMatchObject({
    total_matching: 3,
    total_returned: 2,
    host_list: [{ name: "db1" }, {}],
  });
  expect(await hosts("start=2&count=2")).toMatchObject({ total_returned: 1, host_list: [{ name: "web1" }] });
  expect(await hosts("filter=db")).toMatchObject({ total_matching: 2 });
  expect(await hosts(`from=${SECONDS - 6 * HOUR}`)).toMatchObject({ total_matching: 4 });
});
