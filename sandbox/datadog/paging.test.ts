import { expect, test } from "vitest";

import { createRig, DOWNTIME, METRIC_MONITOR } from "./rig.js";

const rig = () => createRig("2026-12-01T12:00:00Z");
const DASHBOARD = { title: "Hosts", layout_type: "ordered", widgets: [], description: "of the stack" };

async function idsAt(standIn: ReturnType<typeof rig>, path: string): Promise<unknown[]> {
  const body = (await standIn.call("GET", path)).body as
    { id: unknown }[] | { dashboards?: { id: unknown }[]; data?: { id: unknown }[] };
  return (Array.isArray(body) ? body : (body.dashboards ?? body.data ?? [])).map(({ id }) => id);
}

test("monitors are listed by their tags, and by pages", async () => {
  const standIn = rig();
  for (const tags of [["a:1"], ["a:1", "b:2"], ["b:2"]])
    await standIn.call("POST", "/api/v1/monitor", { ...METRIC_MONITOR, tags });
  expect(await idsAt(standIn, "/api/v1/monitor?monitor_tags=a:1")).toEqual([1001, 1002]);
  expect(await idsAt(standIn, "/api/v1/monitor?monitor_tags=a:1,b:2")).toEqual([1002]);
  expect(await idsAt(standIn, "/api/v1/monitor?page=0&page_size=2")).toEqual([1001, 1002]);
  expect(await idsAt(standIn, "/api/v1/monitor?page=1&page_size=2")).toEqual([1003]);
  expect(await idsAt(standIn, "/api/v1/monitor")).toHaveLength(3);
});

test("dashboards and downtimes are listed by pages", async () => {
  const standIn = rig();
  for (let made = 0; made < 31; made++) {
    await standIn.call("POST", "/api/v1/dashboard", DASHBOARD);
    await standIn.call("POST", "/api/v2/downtime", DOWNTIME);
  }
  expect(await idsAt(standIn, "/api/v1/dashboard?start=30&count=10")).toHaveLength(1);
  expect(await idsAt(standIn, "/api/v2/downtime")).toHaveLength(30);
  expect(await idsAt(standIn, "/api/v2/downtime?page%5Boffset%5D=30")).toHaveLength(1);
  expect(await idsAt(standIn, "/api/v2/downtime?page%5Blimit%5D=7")).toHaveLength(7);
});
