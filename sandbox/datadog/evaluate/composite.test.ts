import { beforeEach, describe, expect, test } from "vitest";

import { createRig, type Rig } from "../rig.js";
import type { GroupStatus } from "./states.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2027-01-04T12:00:00Z");
});

async function create(body: object): Promise<number> {
  const answer = await rig.call("POST", "/api/v1/monitor", body);
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  return (answer.body as { id: number }).id;
}

/** A monitor of a metric, that says nothing itself. */
function part(metric: string, grouping = " by {host}"): Promise<number> {
  return create({
    name: metric,
    type: "query alert",
    query: `avg(last_5m):avg:${metric}{*}${grouping} > 10`,
    message: "",
    options: { thresholds: { critical: 10, warning: 5 }, require_full_window: false, notify_no_data: true },
  });
}

function composite(query: string, options: object = {}): Promise<number> {
  return create({
    name: "both",
    type: "composite",
    query,
    message:
      "{{#is_alert}}{{host.name}}: {{a.value}} and {{b.value}} ({{b.status}}){{/is_alert}}" +
      "{{#is_recovery}}over{{/is_recovery}} @oncall@example.com",
    options,
  });
}

const VALUES: Record<Exclude<GroupStatus, "No Data">, number> = { Alert: 20, Warn: 7, OK: 1 };

/** Brings a part into a status on a host. */
async function bring(metric: string, status: GroupStatus, host = "db1"): Promise<void> {
  if (status !== "No Data") await rig.send(metric, [[0, VALUES[status]]], host);
}

function groups(id: number): Record<string, GroupStatus> {
  rig.evaluator.evaluateAll();
  return Object.fromEntries(Object.entries(rig.stores.states.of(id)).map(([group, { status }]) => [group, status]));
}

describe("the state of a composite monitor", () => {
  // Datadog's own table: https://docs.datadoghq.com/monitors/types/composite/#computing-trigger-conditions
  test.each<[GroupStatus, GroupStatus, string, boolean, GroupStatus]>([
    ["Alert", "Warn", "&&", false, "Warn"],
    ["Alert", "Warn", "||", false, "Alert"],
    ["Alert", "OK", "&&", false, "OK"],
    ["Alert", "OK", "||", false, "Alert"],
    ["Warn", "OK", "&&", false, "OK"],
    ["Warn", "OK", "||", false, "Warn"],
    ["No Data", "Warn", "&&", true, "No Data"],
    ["No Data", "Warn", "||", true, "Warn"],
    ["No Data", "Warn", "||", false, "Warn"],
    ["No Data", "OK", "&&", true, "OK"],
    ["No Data", "OK", "||", true, "No Data"],
    ["No Data", "OK", "&&", false, "OK"],
    ["No Data", "No Data", "&&", true, "No Data"],
  ])("%s and %s by %s, notified of no data: %s, is %s", async (one, other, operator, notify_no_data, expected) => {
    const [a, b] = [await part("a", ""), await part("b", "")];
    const whole = await composite(`${a} ${operator} ${b}`, { notify_no_data });
    await bring("a", "OK");
    await bring("b", "OK");
    rig.evaluator.evaluateAll();
    rig.time.now += 11 * 60_000;
    await bring("a", one);
    await bring("b", other);
    expect(groups(whole)).toEqual({ "*": expected });
  });

  test("stays as it was where nobody wants to know of no data", async () => {
    const [a, b] = [await part("a", ""), await part("b", "")];
    const whole = await composite(`${a} && ${b}`);
    await bring("a", "Alert");
    await bring("b", "Alert");
    expect(groups(whole)).toEqual({ "*": "Alert" });
    rig.time.now += 11 * 60_000;
    await bring("b", "Alert");
    expect(groups(whole)).toEqual({ "*": "Alert" });
  });

  test.each<[string, GroupStatus]>([
    ["!a", "OK"],
    ["!b", "Alert"],
    ["!c", "No Data"],
    ["!(a && b)", "Alert"],
    ["b || a && !b", "Warn"],
    ["(b || a) && b", "OK"],
  ])("of %s, where a warns, b is well and c has no data, is %s", async (condition, expected) => {
    const ids = new Map<string, number>();
    for (const name of ["a", "b", "c"]) ids.set(name, await part(name, ""));
    const whole = await composite(
      condition.replace(/[abc]/g, (name) => String(ids.get(name))),
      { notify_no_data: true },
    );
    for (const name of ["a", "b", "c"]) await bring(name, "OK");
    rig.evaluator.evaluateAll();
    rig.time.now += 11 * 60_000;
    await bring("a", "Warn");
    await bring("b", "OK");
    // `!b` needs no second look: the parts are judged before the whole.
    expect(groups(whole)).toEqual({ "*": condition === "b || a && !b" ? "Warn" : expected });
  });
});

describe("the groups of a composite monitor", () => {
  test("are those that all of its parts have", async () => {
    const [a, b] = [await part("a"), await part("b")];
    const whole = await composite(`${a} || ${b}`);
    await bring("a", "Alert", "db1");
    await bring("a", "Alert", "db2");
    await bring("b", "OK", "db2");
    await bring("b", "OK", "db3");
    expect(groups(whole)).toEqual({ "host:db2": "Alert" });
  });

  test("are those of the finer part, which the coarser goes with", async () => {
    const [a, b, all] = [await part("a", " by {host,env}"), await part("b"), await part("c", "")];
    const whole = await composite(`${a} && ${b} && ${all}`);
    for (const metric of ["a", "b", "c"]) await bring(metric, "Alert");
    expect(groups(whole)).toEqual({ "host:db1,env:dev": "Alert" });
    expect((await rig.call("GET", `/api/v1/monitor/${whole}`)).body).toMatchObject({ multi: true });
  });

  test("go by the values of tags, whatever their keys", async () => {
    const [a, b] = [await part("a"), await part("b", " by {service}")];
    const whole = await composite(`${a} && ${b}`);
    await bring("a", "Alert", "web04");
    await rig.call("POST", "/api/v1/series", {
      series: [{ metric: "b", type: "gauge", points: [[rig.time.now / 1000, 20]], tags: ["service:web04"] }],
    });
    expect(groups(whole)).toEqual({ "host:web04": "Alert" });
  });

  test("are none where a part was deleted by force", async () => {
    const [a, b] = [await part("a"), await part("b")];
    const whole = await composite(`${a} || ${b}`);
    await bring("a", "Alert");
    await bring("b", "Alert");
    await rig.call("DELETE", `/api/v1/monitor/${b}?force=true`);
    expect(groups(whole)).toEqual({});
  });
});

test("its message knows the values and states of its parts, by letters in the order of the query", async () => {
  const [b, a] = [await part("b"), await part("a")];
  await composite(`${a} && ${b}`);
  await bring("a", "Alert");
  await rig.send("b", [[0, 30]]);
  rig.evaluator.evaluateAll();
  expect(rig.stores.notifications.all().map(({ title, body }) => [title, body])).toEqual([
    ["[Triggered on {host:db1}] both", "db1: 20.0 and 30.0 (Alert) @oncall@example.com"],
  ]);
});

test("a downtime of a part does not mute the whole", async () => {
  const [a, b] = [await part("a"), await part("b")];
  await composite(`${a} && ${b}`);
  await rig.call("POST", "/api/v2/downtime", {
    data: { type: "downtime", attributes: { scope: "*", monitor_identifier: { monitor_id: a } } },
  });
  rig.time.now += 60_000;
  await bring("a", "Alert");
  await bring("b", "Alert");
  rig.evaluator.evaluateAll();
  expect(rig.stores.notifications.all()).toHaveLength(1);
});
