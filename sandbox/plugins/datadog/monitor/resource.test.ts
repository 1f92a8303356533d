import { afterEach, beforeEach, expect, test } from "vitest";

import { unknown, type Properties } from "../../rpc/value.js";
import { call, Engine } from "../replay/engine.js";
import { Stub } from "../replay/stub.js";

const type = "datadog:index/monitor:Monitor";
const declared: Properties = {
  name: "high",
  type: "query alert",
  query: "avg(last_5m):avg:my_metric{*} > 800",
  message: "look",
};

let stub: Stub;
let engine: Engine;

beforeEach(async () => {
  stub = await Stub.start();
  engine = await Engine.configured(stub.url, { httpClientRetryEnabled: "false" });
  stub.takeRequests();
});

afterEach(() => stub.stop());

const create = (inputs: Properties) => engine.create({ type, name: "high", inputs });

async function sent(inputs: Properties): Promise<Properties> {
  await create(inputs);
  return stub.takeRequests().at(-1)?.body ?? {};
}

test("a monitor whose query is not known yet is not validated", async () => {
  const inputs = await engine.check({ type, name: "high", inputs: { ...declared, query: unknown } });
  const { id, outputs } = await engine.resource(type).create({ inputs, preview: true }, call("high"));
  expect(id).toBe("");
  expect(outputs).toMatchObject({ id: unknown, query: unknown, tags: unknown, name: "high" });
  expect(stub.takeRequests()).toEqual([]);
});

test("validate: false skips the validation", async () => {
  await create({ ...declared, validate: false });
  expect(stub.takeRequests().map(({ path }) => path)).toEqual(["/api/v1/monitor"]);
});

test("a refused monitor fails the preview in the official plugin's words", async () => {
  const inputs = await engine.check({ type, name: "high", inputs: declared });
  stub.faults.push({ status: 400, body: { errors: ["The value provided for parameter 'query' is invalid"] } });
  await expect(async () => engine.resource(type).create({ inputs, preview: true }, call("high"))).rejects.toThrow(
    `error validating monitor from /api/v1/monitor/validate: 400 Bad Request: {"errors":["The value provided`,
  );
});

test("what only one kind of monitor knows is sent for no other", async () => {
  const samples = { enableLogsSample: true, enableSamples: true, groupbySimpleMonitor: true };
  expect((await sent({ ...declared, ...samples })).options).not.toHaveProperty("enable_logs_sample");
  expect((await sent({ ...declared, ...samples, type: "log alert" })).options).toMatchObject({
    enable_logs_sample: true,
    groupby_simple_monitor: true,
  });
  expect((await sent({ ...declared, type: "ci-tests alert" })).options).toMatchObject({ enable_samples: false });
});

test("a monitor on a custom schedule has neither missing data nor full windows", async () => {
  const recurrence = { rrule: "FREQ=DAILY", timezone: "UTC" };
  const { options } = await sent({ ...declared, schedulingOptions: { customSchedule: { recurrence } } });
  expect(options).toMatchObject({
    require_full_window: false,
    scheduling_options: { custom_schedule: { recurrences: [recurrence] } },
  });
  expect(options).not.toHaveProperty("notify_no_data");
  expect(options).not.toHaveProperty("no_data_timeframe");
});

test("onMissingData takes the place of the time frame's default", async () => {
  const { inputs } = await create({ ...declared, onMissingData: "resolve" });
  expect(inputs).not.toHaveProperty("noDataTimeframe");
  expect(stub.takeRequests().at(-1)?.body?.options).toMatchObject({ on_missing_data: "resolve" });
});

test("another type is another monitor, except between the two names of a metric alert", async () => {
  const { id, inputs, outputs } = await create(declared);
  const diff = (now: string) =>
    engine
      .resource(type)
      .diff({ id, state: outputs, oldInputs: inputs, inputs: { ...inputs, type: now } }, call("high"));
  expect(await diff("log alert")).toMatchObject({ replaces: ["type"], detailed: { type: { kind: "update-replace" } } });
  expect(await diff("metric alert")).toMatchObject({ changed: false });
});

test("a monitor that is gone reads as gone; deleting it is an error", async () => {
  const { id, inputs, outputs } = await create(declared);
  stub.objects.clear();
  expect(await engine.resource(type).read({ id, state: outputs, inputs }, call("high"))).toBeUndefined();
  await expect(async () =>
    engine.resource(type).delete({ id, state: outputs, oldInputs: inputs }, call("high")),
  ).rejects.toThrow(`error deleting monitor from /api/v1/monitor/${id}: 404 Not Found`);
});

test("an imported monitor needs no change by a program that declares it", async () => {
  const { id, inputs } = await create({ ...declared, monitorThresholds: { critical: "800" }, includeTags: false });
  const reading = await engine.resource(type).read({ id, state: {}, inputs: {} }, call("high"));
  expect(reading?.inputs).toMatchObject({ ...declared, monitorThresholds: { critical: "800" }, includeTags: false });
  const request = { id, state: reading?.outputs ?? {}, oldInputs: reading?.inputs ?? {}, inputs };
  expect((await engine.resource(type).diff(request, call("high"))).changed).toBe(false);
});

test("an import forgets what missing data means; where the program names it as ignored, it stays in Datadog", async () => {
  const { id } = await create({ ...declared, onMissingData: "resolve" });
  const read = await engine.resource(type).read({ id, state: {}, inputs: {} }, call("high"));
  const [state, inputs] = [read?.outputs ?? {}, read?.inputs ?? {}];
  expect(inputs).not.toHaveProperty("onMissingData");
  const request = { id, state, oldInputs: inputs, inputs };
  const diff = (ignored: string[]) => engine.resource(type).diff({ ...request, ignored }, call("high"));
  expect(await diff(["*"])).toMatchObject({ changed: true, diffs: ["onMissingData"] });
  expect(await diff(["*", "onMissingData"])).toMatchObject({ changed: false });
  stub.takeRequests();
  const more = { ...request, inputs: { ...inputs, name: "Higher" }, ignored: ["onMissingData"] };
  await engine.resource(type).update?.({ ...more, preview: false }, call("high"));
  expect(stub.takeRequests().at(-1)?.body).toMatchObject({ name: "Higher", options: { on_missing_data: "resolve" } });
});

test("forceDelete deletes also what others refer to", async () => {
  const { id, inputs, outputs } = await create({ ...declared, forceDelete: true });
  stub.takeRequests();
  await engine.resource(type).delete({ id, state: outputs, oldInputs: inputs }, call("high"));
  expect(stub.takeRequests()).toEqual([{ method: "DELETE", path: `/api/v1/monitor/${id}?force=true` }]);
});
