import { afterEach, beforeEach, expect, test } from "vitest";

import { unknown, type Value } from "../../rpc/value.js";
import { call, CheckFailed, Engine } from "../replay/engine.js";
import { Stub } from "../replay/stub.js";

const type = "datadog:index/dashboard:Dashboard";
const note = { noteDefinition: { content: "hello" } };

let stub: Stub;
let engine: Engine;

beforeEach(async () => {
  stub = await Stub.start();
  engine = await Engine.configured(stub.url);
  stub.takeRequests();
});

afterEach(() => stub.stop());

const declaring = (widgets: Value[]) => ({
  type,
  name: "host",
  inputs: { title: "t", layoutType: "ordered", widgets },
});
const create = (...widgets: Value[]) => engine.create(declaring(widgets));

async function failures(...widgets: Value[]): Promise<[property: string, reason: string][]> {
  const check = engine.check(declaring(widgets));
  const failed = await check.then(() => undefined).catch((error: unknown) => error);
  return failed instanceof CheckFailed ? failed.failures.map(({ property, reason }) => [property, reason]) : [];
}

test("a widget that only the official plugin knows is refused by name", async () => {
  expect(await failures({ iframeDefinition: { url: "https://example.com" } })).toEqual([
    ["", expect.stringMatching(/Install the official plugin.*widgets\[0\]\.iframeDefinition/)],
  ]);
});

test("statistics of APM in a timeseries are dropped on the wire, as by the official plugin", async () => {
  const query = { dataSource: "apm_resource_stats", env: "dev", name: "q", service: "flask", stat: "hits" };
  await create({ timeseriesDefinition: { requests: [{ queries: [{ apmResourceStatsQuery: query }] }] } });
  expect(stub.takeRequests()[0]?.body?.widgets).toMatchObject([{ definition: { requests: [{ queries: [null] }] } }]);
});

test("another layout is another dashboard", async () => {
  const { id, inputs, outputs } = await create(note);
  const request = { id, state: outputs, oldInputs: inputs, inputs: { ...inputs, layoutType: "free" } };
  expect(await engine.resource(type).diff(request, call("host"))).toMatchObject({
    replaces: ["layoutType"],
    detailed: { layoutType: { kind: "update-replace" } },
  });
});

test("a preview with an id that is not known yet tells what it can", async () => {
  const widgets = [{ alertGraphDefinition: { alertId: unknown, vizType: "timeseries" } }];
  const inputs = await engine.check({ type, name: "host", inputs: { title: "t", layoutType: "ordered", widgets } });
  const { outputs } = await engine.resource(type).create({ inputs, preview: true }, call("host"));
  expect(outputs).toMatchObject({ id: unknown, url: unknown, title: "t", widgets });
  expect(stub.takeRequests()).toEqual([]);
});

test("an id that changes within a plan is an update of that one property", async () => {
  const { id, inputs, outputs } = await create({ alertGraphDefinition: { alertId: "1", vizType: "timeseries" } });
  const widgets = [{ alertGraphDefinition: { alertId: unknown, vizType: "timeseries" } }];
  const request = { id, state: outputs, oldInputs: inputs, inputs: { ...inputs, widgets } };
  expect((await engine.resource(type).diff(request, call("host"))).detailed).toEqual({
    "widgets[0].alertGraphDefinition.alertId": { kind: "update" },
  });
});

test("a new dashboard is waited for until it appears", async () => {
  const inputs = await engine.check({ type, name: "host", inputs: { title: "t", layoutType: "ordered" } });
  stub.faults.push({ status: 200, body: { id: "abc-def-ghi" } }, { status: 404 });
  stub.objects.set("/api/v1/dashboard/abc-def-ghi", { title: "t", layout_type: "ordered", url: "/dashboard/x" });
  const { outputs } = await engine.resource(type).create({ inputs, preview: false }, call("host"));
  expect(outputs.url).toBe("/dashboard/x");
});

test("a widget that was added by hand and cannot be read is an error, not a loss", async () => {
  const { id, inputs, outputs } = await create(note);
  const place = `/api/v1/dashboard/${id}`;
  stub.objects.set(place, { ...stub.objects.get(place), widgets: [{ definition: { type: "geomap" } }] });
  await expect(async () => engine.resource(type).read({ id, state: outputs, inputs }, call("host"))).rejects.toThrow(
    /type "geomap".*official plugin/,
  );
});

test("a widget removed by hand is reported as missing", async () => {
  const { id, inputs, outputs } = await create(note, note);
  const place = `/api/v1/dashboard/${id}`;
  stub.objects.set(place, {
    ...stub.objects.get(place),
    widgets: [{ definition: { type: "note", content: "hello" } }],
  });
  const reading = await engine.resource(type).read({ id, state: outputs, inputs }, call("host"));
  const request = { id, state: reading?.outputs ?? {}, oldInputs: reading?.inputs ?? {}, inputs };
  expect((await engine.resource(type).diff(request, call("host"))).detailed).toMatchObject({
    "widgets[1]": { kind: "add" },
  });
});

test("a gone dashboard reads as gone; deleting it is an error", async () => {
  const { id, inputs, outputs } = await create(note);
  stub.objects.clear();
  expect(await engine.resource(type).read({ id, state: outputs, inputs }, call("host"))).toBeUndefined();
  await expect(async () =>
    engine.resource(type).delete({ id, state: outputs, oldInputs: inputs }, call("host")),
  ).rejects.toThrow("error deleting dashboard from /api/v1/dashboard/abc-def-ghi: 404 Not Found");
});
