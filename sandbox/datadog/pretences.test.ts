import { expect, test } from "vitest";

import { createRig, DOWNTIME, METRIC_MONITOR, type Rig } from "./rig.js";

/** A Tuesday's evening: quiet hours in Berlin. */
const NOW = "2027-01-05T19:30:00Z";

async function watchedRig(): Promise<{ rig: Rig; monitor: number }> {
  const rig = createRig(NOW);
  const { id } = (await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number };
  await send(rig);
  rig.evaluator.evaluateAll();
  return { rig, monitor: id };
}

async function send(rig: Rig, value = 100): Promise<void> {
  for (const host of ["db1", "db2"])
    await rig.send(
      "my_metric",
      [
        [60, value],
        [0, value],
      ],
      host,
    );
}

async function pretend(rig: Rig, pretence: object): Promise<void> {
  expect(await rig.call("PUT", "/stand-in/pretence", pretence)).toMatchObject({ status: 204 });
}

function statesOf(rig: Rig, monitor: number): Record<string, string> {
  rig.evaluator.evaluateAll();
  return Object.fromEntries(
    Object.entries(rig.stores.states.of(monitor)).map(([group, { status }]) => [group, status]),
  );
}

test("a host that is said to be silent is without data at once, the others are not, and all is kept", async () => {
  const { rig, monitor } = await watchedRig();
  const kept = (await rig.call("GET", "/stand-in/series")).body;
  await pretend(rig, { silent: { host: "db2", seconds: 600 }, forSeconds: 60 });
  expect(statesOf(rig, monitor)).toEqual({ "host:db1": "OK", "host:db2": "No Data" });
  expect(rig.stores.notifications.all().map(({ title }) => title)).toEqual([
    "[No data on {host:db2}] my_metric is high",
  ]);
  expect((await rig.call("GET", "/stand-in/series")).body).toEqual(kept);
  expect(await rig.call("DELETE", "/stand-in/pretence")).toMatchObject({ status: 204 });
  expect(statesOf(rig, monitor)).toEqual({ "host:db1": "OK", "host:db2": "OK" });
});

test("a check of a silent host has not run since", async () => {
  const { rig } = await watchedRig();
  const { name, message, tags } = METRIC_MONITOR;
  const query = '"datadog.agent.up".over("*").by("host").last(2).count_by_status()';
  const options = { thresholds: { critical: 1 }, notify_no_data: true, no_data_timeframe: 10 };
  const body = { name, message, tags, query, options, type: "service check" };
  const { id } = (await rig.call("POST", "/api/v1/monitor", body)).body as { id: number };
  const timestamp = rig.time.now / 1000;
  const run = { check: "datadog.agent.up", host_name: "db2", status: 0, timestamp, tags: [] };
  await rig.call("POST", "/api/v1/check_run", [run]);
  expect(statesOf(rig, id)).toEqual({ "host:db2": "OK" });
  await pretend(rig, { silent: { host: "db2", seconds: 600 }, forSeconds: 60 });
  expect(statesOf(rig, id)).toEqual({ "host:db2": "No Data" });
});

test("what is muted is said while downtimes are lifted, and muted again after the time that was asked for", async () => {
  const { rig, monitor } = await watchedRig();
  const downtime = structuredClone(DOWNTIME);
  const [recurrence] = downtime.data.attributes.schedule.recurrences;
  if (recurrence) recurrence.start = "2027-01-05T20:00:00";
  rig.time.now -= 3_600_000;
  await rig.call("POST", "/api/v2/downtime", downtime);
  rig.time.now += 3_600_000;
  await pretend(rig, { unmuted: true, forSeconds: 60 });
  await send(rig, 900);
  rig.evaluator.evaluateAll();
  expect(rig.stores.notifications.all().map(({ transition }) => transition)).toEqual(["Triggered", "Triggered"]);
  rig.time.now += 61_000;
  await send(rig, 0);
  rig.time.now += 300_000;
  await send(rig, 0);
  expect(statesOf(rig, monitor)).toEqual({ "host:db1": "OK", "host:db2": "OK" });
  // A recovery from what was told of is said in a downtime, too; what alerts anew then is not.
  const recovered = ["Triggered", "Triggered", "Recovered", "Recovered"];
  expect(rig.stores.notifications.all().map(({ transition }) => transition)).toEqual(recovered);
  rig.time.now += 300_000;
  await send(rig, 900);
  expect(statesOf(rig, monitor)).toEqual({ "host:db1": "Alert", "host:db2": "Alert" });
  expect(rig.stores.notifications.all()).toHaveLength(recovered.length);
});

test("a pretence without an end is refused", async () => {
  const { rig } = await watchedRig();
  const { status, body } = await rig.call("PUT", "/stand-in/pretence", { unmuted: true });
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("forSeconds")]);
});
