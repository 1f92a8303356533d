import { beforeEach, describe, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2027-01-04T12:00:00Z");
});

async function create(options: object, changes: object = {}): Promise<number> {
  const body = { ...METRIC_MONITOR, ...changes, options: { ...METRIC_MONITOR.options, ...options } };
  const answer = await rig.call("POST", "/api/v1/monitor", body);
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  return (answer.body as { id: number }).id;
}

/** Without the older way to say what silence means. */
const MISSING = { notify_no_data: false };

async function minutesLater(minutes: number, values: Record<string, number> = {}): Promise<void> {
  rig.time.now += minutes * 60_000;
  for (const [host, value] of Object.entries(values)) await rig.send("my_metric", [[0, value]], host);
  rig.evaluator.evaluateAll();
}

function titles(): string[] {
  return rig.stores.notifications.all().map(({ title }) => title);
}

describe("telling again", () => {
  test("ends after as many times as it was asked for, and begins again with the next alert", async () => {
    await create({ renotify_interval: 10, renotify_occurrences: 2, escalation_message: "still @boss@example.com" });
    for (let times = 0; times < 6; times += 1) await minutesLater(10, { db1: 900 });
    expect(rig.stores.notifications.all().map(({ transition, body }) => [transition, body])).toEqual([
      ["Triggered", "db1 (): 900.0 > 800.0 @oncall@example.com"],
      ["Re-Triggered", "still @boss@example.com"],
      ["Re-Triggered", "still @boss@example.com"],
    ]);
    await minutesLater(10, { db1: 1 });
    for (let times = 0; times < 3; times += 1) await minutesLater(10, { db1: 900 });
    expect(titles().slice(3)).toEqual([
      "[Recovered on {host:db1}] my_metric is high",
      "[Triggered on {host:db1}] my_metric is high",
      "[Re-Triggered on {host:db1}] my_metric is high",
      "[Re-Triggered on {host:db1}] my_metric is high",
    ]);
  });

  test("is of the statuses that were asked for, and a warning is none of them by default", async () => {
    await create({ renotify_interval: 10 });
    await create({ renotify_interval: 10, renotify_statuses: ["warn"] }, { name: "warns" });
    for (let times = 0; times < 3; times += 1) await minutesLater(10, { db1: 600 });
    expect(titles().filter((title) => title.includes("Re-"))).toEqual(Array(2).fill("[Re-Warn on {host:db1}] warns"));
  });

  test("can be said in the message itself", async () => {
    const message = "{{^is_renotify}}first{{/is_renotify}}{{#is_renotify}}again{{/is_renotify}} @oncall@example.com";
    await create({ renotify_interval: 10 }, { message });
    for (let times = 0; times < 2; times += 1) await minutesLater(10, { db1: 900 });
    expect(rig.stores.notifications.all().map(({ body }) => body.split(" ")[0])).toEqual(["first", "again"]);
  });
});

describe("a title", () => {
  test("names the priority, and the group only where it is asked to", async () => {
    await create({ include_tags: false }, { priority: 2 });
    await minutesLater(1, { db1: 900 });
    expect(titles()).toEqual(["[P2] [Triggered] my_metric is high"]);
  });
});

describe("groups that are told of together", () => {
  const query = "avg(last_5m):avg:my_metric{env:dev} by {host,env} > 800";

  test.each([
    [["*"], "[Triggered] my_metric is high", "[Recovered] my_metric is high"],
    [["env"], "[Triggered on {env:dev}] my_metric is high", "[Recovered on {env:dev}] my_metric is high"],
  ])("by %j are told of once, and are well when the last one is", async (notify_by, triggered, recovered) => {
    await create({ notify_by }, { query });
    await minutesLater(1, { db1: 1, db2: 1 });
    await minutesLater(6, { db1: 900, db2: 1 });
    await minutesLater(6, { db1: 900, db2: 900 });
    await minutesLater(6, { db1: 1, db2: 900 });
    expect(titles()).toEqual([triggered]);
    await minutesLater(6, { db1: 1, db2: 1 });
    expect(titles()).toEqual([triggered, recovered]);
  });

  test("are told of by the one that is not muted", async () => {
    await create({ notify_by: ["*"] }, { query });
    await rig.call("POST", "/api/v2/downtime", {
      data: { type: "downtime", attributes: { scope: "host:db1", monitor_identifier: { monitor_tags: ["*"] } } },
    });
    await minutesLater(6, { db1: 900 });
    expect(titles()).toEqual([]);
    await minutesLater(1, { db2: 900 });
    expect(titles()).toEqual(["[Triggered] my_metric is high"]);
  });
});

describe("silence", () => {
  test("resolves an alert after the hours that it was given", async () => {
    const id = await create({ ...MISSING, timeout_h: 1 });
    await minutesLater(1, { db1: 900 });
    // The hour begins when there is first nothing to judge.
    await minutesLater(6);
    await minutesLater(59);
    expect(rig.stores.states.overall(id)).toBe("Alert");
    await minutesLater(1);
    expect(rig.stores.states.overall(id)).toBe("OK");
    expect(titles().at(-1)).toBe("[Recovered on {host:db1}] my_metric is high");
  });

  test.each([
    ["show_no_data", "No Data", 0],
    ["show_and_notify_no_data", "No Data", 1],
    ["resolve", "OK", 0],
    ["default", "OK", 0],
  ])("is %s: the group is %s, and is told of %i times", async (on_missing_data, status, count) => {
    const id = await create({ ...MISSING, on_missing_data });
    await minutesLater(1, { db1: 1 });
    await minutesLater(6);
    expect([rig.stores.states.of(id)["host:db1"]?.status, titles().length]).toEqual([status, count]);
  });

  test("drops a group after its retention", async () => {
    const id = await create({ ...MISSING, on_missing_data: "show_no_data", group_retention_duration: "2h" });
    await minutesLater(1, { db1: 1 });
    await minutesLater(6);
    await minutesLater(119);
    expect(rig.stores.states.of(id)).toHaveProperty(["host:db1"]);
    await minutesLater(1);
    expect(rig.stores.states.of(id)).toEqual({});
  });
});

describe("times", () => {
  test("a delayed evaluation looks at what was then", async () => {
    const id = await create({ evaluation_delay: 600, ...MISSING });
    await minutesLater(1, { db1: 900 });
    expect(rig.stores.states.of(id)).toEqual({});
    await minutesLater(10, { db1: 1 });
    expect(rig.stores.states.overall(id)).toBe("Alert");
  });

  test.each([
    ["current_1h", { hour_starts: 30 }, "2027-01-04T12:30:00Z"],
    ["current_1d", { day_starts: "04:00", timezone: "Europe/Berlin" }, "2027-01-05T03:00:00Z"],
    ["current_1mo", { day_starts: "04:00", month_starts: 5 }, "2027-01-05T04:00:00Z"],
  ])("%s from %j adds up what came since", async (window, evaluation_window, begins) => {
    const id = await create(
      { ...MISSING, thresholds: { critical: 800 }, scheduling_options: { evaluation_window } },
      { query: `sum(${window}):sum:my_metric{env:dev} by {host}.as_count() > 800` },
    );
    rig.time.now = Date.parse(begins) - 120_000;
    await minutesLater(1, { db1: 900 });
    expect(rig.stores.states.of(id)["host:db1"]).toMatchObject({ status: "Alert", value: 900 });
    await minutesLater(2, { db1: 100 });
    expect(rig.stores.states.of(id)["host:db1"]).toMatchObject({ status: "OK", value: 100 });
  });

  test("a custom schedule evaluates at its times only, and tells of each run that is not well", async () => {
    const recurrences = [{ rrule: "FREQ=DAILY", start: "2027-01-04T14:00:00", timezone: "Europe/Berlin" }];
    const id = await create({
      ...MISSING,
      on_missing_data: "show_and_notify_no_data",
      scheduling_options: { custom_schedule: { recurrences } },
    });
    await minutesLater(30, { db1: 900 });
    expect(rig.stores.states.of(id)).toEqual({});
    await minutesLater(30, { db1: 900 });
    await minutesLater(30, { db1: 1 });
    expect(titles()).toEqual(["[Triggered on {host:db1}] my_metric is high"]);
    await minutesLater(23.5 * 60, { db1: 900 });
    expect(titles()).toHaveLength(2);
    await minutesLater(24 * 60, { db1: 1 });
    expect(titles()).toHaveLength(2);
  });
});
