import { afterEach, beforeEach, expect, test } from "vitest";

import { unknown, type Properties } from "../../rpc/value.js";
import { call, Engine } from "../replay/engine.js";
import { Stub } from "../replay/stub.js";

const type = "datadog:index/downtimeSchedule:DowntimeSchedule";
const recurrence = { duration: "14h", rrule: "FREQ=DAILY" };
const declared: Properties = {
  scope: "env:dev",
  monitorIdentifier: { monitorId: 1001 },
  recurringSchedule: { timezone: "UTC", recurrences: [{ ...recurrence, start: "2030-01-31T19:00:00" }] },
};

let stub: Stub;
let engine: Engine;

beforeEach(async () => {
  stub = await Stub.start();
  engine = await Engine.configured(stub.url);
  stub.takeRequests();
});

afterEach(() => stub.stop());

const create = (inputs: Properties) => engine.create({ type, name: "quiet", inputs });

test("a downtime of a monitor that does not exist yet can be previewed", async () => {
  const inputs = await engine.check({
    type,
    name: "quiet",
    inputs: { ...declared, monitorIdentifier: { monitorId: unknown } },
  });
  const { outputs } = await engine.resource(type).create({ inputs, preview: true }, call("quiet"));
  expect(outputs).toMatchObject({ id: unknown, notifyEndStates: unknown, monitorIdentifier: { monitorId: unknown } });
  expect(stub.takeRequests()).toEqual([]);
});

test("without a start the service chooses; an update says so aloud", async () => {
  const inputs = { ...declared, recurringSchedule: { timezone: "UTC", recurrences: [recurrence] } };
  stub.faults.push({
    status: 200,
    body: {
      data: {
        id: "a",
        attributes: {
          ...{ scope: "env:dev", monitor_identifier: { monitor_id: 1001 }, display_timezone: "" },
          ...{ mute_first_recovery_notification: false, notify_end_states: ["alert"], notify_end_types: ["expired"] },
          schedule: { timezone: "UTC", recurrences: [{ ...recurrence, start: "2030-01-01T00:00:00" }] },
        },
      },
    },
  });
  const { id, outputs } = await create(inputs);
  expect(stub.takeRequests()[0]?.body).toMatchObject({
    data: { attributes: { schedule: { recurrences: [{ duration: "14h", rrule: "FREQ=DAILY" }] } } },
  });
  expect(outputs).toMatchObject({ recurringSchedule: { recurrences: [{ start: "2030-01-01T00:00:00" }] } });

  const request = { id, state: outputs, oldInputs: inputs, inputs };
  expect(await engine.resource(type).diff(request, call("quiet"))).toMatchObject({ changed: false });
  const changed = { ...request, inputs: { ...inputs, scope: "env:prod" }, preview: false };
  await expect(async () => engine.resource(type).update?.(changed, call("quiet"))).rejects.toThrow(
    "error retrieving DowntimeSchedule: 404 Not Found",
  );
  expect(stub.takeRequests()[0]?.body).toMatchObject({
    data: { id: "", attributes: { message: null, schedule: { recurrences: [{ ...recurrence, start: null }] } } },
  });
});

test("a one-time downtime without an end never ends", async () => {
  const { scope = "", monitorIdentifier = {} } = declared;
  await create({ scope, monitorIdentifier, oneTimeSchedule: { start: "2030-01-31T19:00:00Z" } });
  expect(stub.takeRequests()[0]?.body).toMatchObject({
    data: { attributes: { schedule: { start: "2030-01-31T19:00:00Z", end: null } } },
  });
});

test("an answer without what Datadog decides is an error", async () => {
  stub.faults.push({ status: 200, body: { data: { id: "a", attributes: { scope: "env:dev" } } } });
  await expect(create(declared)).rejects.toThrow('unexpected unknown property value for "displayTimezone"');
});

test("one that is gone reads as gone, and deleting it is no error", async () => {
  const { id, inputs, outputs } = await create(declared);
  stub.objects.clear();
  expect(await engine.resource(type).read({ id, state: outputs, inputs }, call("quiet"))).toBeUndefined();
  await engine.resource(type).delete({ id, state: outputs, oldInputs: inputs }, call("quiet"));
});

test("an imported downtime needs no change by a program that declares it", async () => {
  const { id, inputs } = await create({ ...declared, message: "quiet" });
  const reading = await engine.resource(type).read({ id, state: {}, inputs: {} }, call("quiet"));
  expect(reading?.inputs).toMatchObject({ ...declared, message: "quiet" });
  const request = { id, state: reading?.outputs ?? {}, oldInputs: reading?.inputs ?? {}, inputs };
  expect(await engine.resource(type).diff(request, call("quiet"))).toMatchObject({ changed: false });
});
