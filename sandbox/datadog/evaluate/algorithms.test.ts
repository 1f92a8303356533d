import { beforeEach, describe, expect, test } from "vitest";

import { createRig, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2027-01-04T12:00:00Z");
});

async function create(query: string, thresholds: object): Promise<number> {
  const options = { thresholds, require_full_window: false };
  const { status, body } = await rig.call("POST", "/api/v1/monitor", { ...METRIC_MONITOR, query, options });
  expect([status, body]).toMatchObject([200, {}]);
  return (body as { id: number }).id;
}

function groups(id: number): Record<string, string> {
  rig.evaluator.evaluateAll();
  return Object.fromEntries(Object.entries(rig.stores.states.of(id)).map(([group, { status }]) => [group, status]));
}

function value(id: number, group = "host:db1"): number | undefined {
  return rig.stores.states.of(id)[group]?.value;
}

const HOUR = 3600;

/** One value for each of the last hours. */
function hourly(hours: number, valueAt: (hoursAgo: number) => number): (readonly [number, number])[] {
  return Array.from({ length: hours }, (_, index) => [index * HOUR, valueAt(index)] as const);
}

describe("a forecast monitor", () => {
  const query = (around: string, ahead = "1d") => {
    const [aggregator, comparator] = around.split(" ");
    return `${aggregator}(next_${ahead}):forecast(avg:disk{*} by {host}, 'linear', 1, interval='60m', history='2d') ${comparator} 90`;
  };

  test("alerts on where a straight line leads within its window, and no further", async () => {
    const [day, week] = [
      await create(query("max >="), { critical: 90 }),
      await create(query("max >=", "1w"), { critical: 90 }),
    ];
    await rig.send(
      "disk",
      hourly(24, (ago) => 50 - ago),
      "db1",
    );
    expect([groups(day), groups(week)]).toEqual([{ "host:db1": "OK" }, { "host:db1": "Alert" }]);
    expect(value(day)).toBeCloseTo(74, 0);
  });

  test("looks at the lower edge where it is of falling values", async () => {
    const id = await create(query("min <="), { critical: 90 });
    await rig.send(
      "disk",
      hourly(24, (ago) => 100 + ago),
      "db1",
    );
    await rig.send(
      "disk",
      hourly(24, (ago) => 1000 + ago),
      "db2",
    );
    expect(groups(id)).toEqual({ "host:db1": "Alert", "host:db2": "OK" });
  });

  test("keeps away from the line as far as the values scatter", async () => {
    const id = await create(query("max >="), { critical: 90 });
    await rig.send(
      "disk",
      hourly(24, (ago) => 50 + (ago % 2 === 0 ? 10 : -10)),
    );
    groups(id);
    expect(value(id)).toBeGreaterThan(58);
  });

  test("recovers by its recovery threshold", async () => {
    const id = await create(query("max >="), { critical: 90, critical_recovery: 80 });
    await rig.send(
      "disk",
      hourly(24, () => 95),
    );
    expect(groups(id)).toEqual({ "host:db1": "Alert" });
    for (const [level, state] of [
      [85, "Alert"],
      [75, "OK"],
    ] as const) {
      rig.time.now += 2 * 86_400_000;
      await rig.send(
        "disk",
        hourly(24, () => level),
      );
      expect(groups(id)).toEqual({ "host:db1": state });
    }
  });

  test("says nothing of two points", async () => {
    const id = await create(query("max >="), { critical: 90 });
    await rig.send(
      "disk",
      hourly(2, () => 95),
    );
    expect(groups(id)).toEqual({});
  });
});

describe("a change monitor", () => {
  test.each([
    ["change(avg(last_5m),last_1h):avg:m{*} by {host} > 40", 40, 50],
    ["pct_change(avg(last_5m),last_1h):avg:m{*} by {host} > 40", 40, 100],
    ["pct_change(avg(last_5m),last_2h):avg:m{*} by {host} < -40", -40, -50],
  ])("by %s is told the difference", async (query, critical, expected) => {
    const id = await create(query, { critical });
    await rig.send("m", [
      [0, 100],
      [HOUR, 50],
      [2 * HOUR, 200],
    ]);
    expect(groups(id)).toEqual({ "host:db1": "Alert" });
    expect(value(id)).toBe(expected);
  });

  test("says nothing where there was nothing to compare with, or zero to divide by", async () => {
    const id = await create("pct_change(avg(last_5m),last_1h):avg:m{*} by {host} > 40", { critical: 40 });
    await rig.send("m", [[0, 100]], "db1");
    await rig.send(
      "m",
      [
        [0, 100],
        [HOUR, 0],
      ],
      "db2",
    );
    expect(groups(id)).toEqual({});
  });
});

describe("an outlier monitor", () => {
  test.each(["'DBSCAN', 3", "'MAD', 3, 80"])("by %s alerts on the one that does not do as the others", async (by) => {
    const id = await create(`avg(last_30m):outliers(avg:m{*} by {host}, ${by}) > 0`, { critical: 0 });
    for (const [index, host] of ["db1", "db2", "db3", "db4"].entries())
      await rig.send(
        "m",
        [0, 300, 600, 900].map((ago) => [ago, 50 + index + (ago % 7)] as const),
        host,
      );
    expect(new Set(Object.values(groups(id)))).toEqual(new Set(["OK"]));
    await rig.send(
      "m",
      [0, 300, 600, 900].map((ago) => [ago, 500] as const),
      "db5",
    );
    expect(groups(id)).toMatchObject({ "host:db1": "OK", "host:db4": "OK", "host:db5": "Alert" });
  });

  test("has no opinion of two", async () => {
    const id = await create("avg(last_30m):outliers(avg:m{*} by {host}, 'DBSCAN', 3) > 0", { critical: 0 });
    await rig.send("m", [[0, 1]], "db1");
    await rig.send("m", [[0, 1000]], "db2");
    expect(groups(id)).toEqual({ "host:db1": "OK", "host:db2": "OK" });
  });
});
