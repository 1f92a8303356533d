import { beforeEach, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
let id: number;
beforeEach(async () => {
  rig = createRig("2027-01-04T12:00:00Z");
  id = ((await rig.call("POST", "/api/v1/monitor", METRIC_MONITOR)).body as { id: number }).id;
});

/** Five minutes of one value, then an evaluation. */
async function afterFiveMinutesOf(value: number): Promise<void> {
  rig.time.now += 300_000;
  await rig.send(
    "my_metric",
    [240, 180, 120, 60, 0].map((ago) => [ago, value] as const),
  );
  rig.evaluator.evaluateAll();
}

/** Each stretch of db1 by its minutes after noon, in the whole day. */
function stretches({ stores }: Rig = rig): string[] {
  const noon = Date.parse("2027-01-04T12:00:00Z") / 1000;
  const span = { from: noon - 43_200, to: Math.floor(rig.time.now / 1000) };
  const own = stores.stateHistory.of(id, stores.states.of(id), span).get("host:db1") ?? [];
  return own.map(
    ({ from, to, status, isMuted }) => `${(from - noon) / 60}-${(to - noon) / 60} ${status}${isMuted ? ", muted" : ""}`,
  );
}

test("what a group was is kept: its states, and when it was muted", async () => {
  await afterFiveMinutesOf(100);
  await afterFiveMinutesOf(900);
  await afterFiveMinutesOf(900);
  const downtime = rig.stores.downtimes.create({ scope: "env:dev", monitor_identifier: { monitor_id: id } });
  await afterFiveMinutesOf(900);
  rig.stores.downtimes.cancel(downtime.id);
  await afterFiveMinutesOf(100);
  rig.time.now += 60_000;
  const expected = ["5-10 OK", "10-20 Alert", "20-25 Alert, muted", "25-26 OK"];
  expect(stretches()).toEqual(expected);
  expect(stretches(createRig("2027-01-04T12:26:00Z", rig.folder))).toEqual(expected);
});

test("only what is in the span is of it, cut at its ends", async () => {
  await afterFiveMinutesOf(100);
  await afterFiveMinutesOf(900);
  const now = Math.floor(rig.time.now / 1000);
  const of = (from: number, to: number) => [...rig.stores.stateHistory.of(id, rig.stores.states.of(id), { from, to })];
  expect(of(now - 100, now + 100)).toEqual([
    [
      "host:db1",
      [
        { from: now - 100, to: now, status: "OK", isMuted: false },
        { from: now, to: now + 100, status: "Alert", isMuted: false },
      ],
    ],
  ]);
  expect(of(now - 7200, now - 3600)).toEqual([]);
});

test("a group that its monitor asks for no more ends with its last change", async () => {
  await afterFiveMinutesOf(100);
  await afterFiveMinutesOf(900);
  rig.stores.states.forget(id);
  rig.time.now += 3_600_000;
  expect(stretches()).toEqual(["5-10 OK"]);
});

test("a group that was in its state before changes were kept is in it since then", async () => {
  await afterFiveMinutesOf(100);
  const { stateHistory } = createRig("2027-01-04T12:00:00Z").stores;
  const since = Math.floor(rig.time.now / 1000);
  const [[, [stretch] = []] = []] = stateHistory.of(id, rig.stores.states.of(id), { from: 0, to: since + 60 });
  expect(stretch).toEqual({ from: since, to: since + 60, status: "OK", isMuted: false });
});

test("with more changes than fit, the oldest go", () => {
  const state = (status: "OK" | "Alert") => ({
    "host:db1": { status, since: 0, lastData: 0, mutedBy: [] },
  });
  for (let time = 0; time < 20_000; time += 1)
    rig.stores.stateHistory.note(
      7,
      state(time % 2 === 0 ? "OK" : "Alert"),
      state(time % 2 === 0 ? "Alert" : "OK"),
      time,
    );
  const kept = rig.stores.stateHistory.of(7, state("OK"), { from: 0, to: 20_000 }).get("host:db1") ?? [];
  expect(kept.at(-1)).toMatchObject({ from: 19_999, to: 20_000, status: "OK" });
  expect(kept.length).toBeLessThan(14_000);
});
