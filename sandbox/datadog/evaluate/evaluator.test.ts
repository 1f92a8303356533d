import { beforeEach, describe, expect, test } from "vitest";

import { createRig, DOWNTIME, METRIC_MONITOR, type Rig } from "../rig.js";

let rig: Rig;
beforeEach(() => {
  rig = createRig("2027-01-04T12:00:00Z");
});

async function createMonitor(changes: object = {}): Promise<number> {
  const { status, body } = await rig.call("POST", "/api/v1/monitor", { ...METRIC_MONITOR, ...changes });
  expect([status, body]).toMatchObject([200, { overall_state: "No Data" }]);
  return (body as { id: number }).id;
}

function state(id: number): string {
  rig.evaluator.evaluateAll();
  return rig.stores.states.overall(id);
}

function notices(): string[] {
  return rig.stores.notifications.all().map(({ title, body }) => `${title} | ${body}`);
}

/** Five minutes of one value, and the state after them. */
async function afterFiveMinutesOf(value: number, id: number): Promise<string> {
  rig.time.now += 300_000;
  await rig.send(
    "my_metric",
    [240, 180, 120, 60, 0].map((ago) => [ago, value] as const),
  );
  return state(id);
}

describe("a metric monitor", () => {
  test("goes through all of its states and says each one once", async () => {
    await rig.call("POST", "/intake/", {
      internalHostname: "db1",
      gohai: JSON.stringify({ network: { ipaddress: "10.89.64.11" } }),
    });
    const id = await createMonitor();
    expect(await afterFiveMinutesOf(100, id)).toBe("OK");
    expect(await afterFiveMinutesOf(600, id)).toBe("Warn");
    expect(await afterFiveMinutesOf(900, id)).toBe("Alert");
    expect(await afterFiveMinutesOf(900, id)).toBe("Alert");
    expect(await afterFiveMinutesOf(100, id)).toBe("OK");
    rig.time.now += 11 * 60_000;
    expect(state(id)).toBe("No Data");
    const on = "on {host:db1}] my_metric is high";
    expect(notices()).toEqual([
      `[Warn ${on} | warm: 600.0 > 500.0 @oncall@example.com`,
      `[Triggered ${on} | db1 (10.89.64.11): 900.0 > 800.0 @oncall@example.com`,
      `[Recovered ${on} | fine again @oncall@example.com`,
      `[No data ${on} | silent @oncall@example.com`,
    ]);
    expect(rig.stores.events.all()).toHaveLength(4);
  });

  test("does not call silence shorter than its time frame no data", async () => {
    const id = await createMonitor();
    await afterFiveMinutesOf(100, id);
    rig.time.now += 9 * 60_000;
    expect(state(id)).toBe("OK");
  });

  test("judges each host on its own", async () => {
    const id = await createMonitor();
    await rig.send("my_metric", [[10, 900]], "db1");
    await rig.send("my_metric", [[10, 100]], "db2");
    expect(state(id)).toBe("Alert");
    expect(Object.entries(rig.stores.states.of(id)).map(([group, { status }]) => [group, status])).toEqual([
      ["host:db1", "Alert"],
      ["host:db2", "OK"],
    ]);
  });

  test("waits for a full window and for a new host where it is told to", async () => {
    const full = await createMonitor({ options: { ...METRIC_MONITOR.options, require_full_window: true } });
    const patient = await createMonitor({ options: { ...METRIC_MONITOR.options, new_host_delay: 300 } });
    await rig.send("my_metric", [[30, 900]]);
    expect([state(full), state(patient)]).toEqual(["No Data", "No Data"]);
    expect([await afterFiveMinutesOf(900, full), state(patient)]).toEqual(["Alert", "Alert"]);
  });

  test("stays in alert until the recovery threshold", async () => {
    const thresholds = { critical: 800, critical_recovery: 700 };
    const id = await createMonitor({ options: { ...METRIC_MONITOR.options, thresholds } });
    await afterFiveMinutesOf(900, id);
    expect(await afterFiveMinutesOf(750, id)).toBe("Alert");
    expect(await afterFiveMinutesOf(650, id)).toBe("OK");
  });

  test("says again what lasts, with its escalation message", async () => {
    const options = { ...METRIC_MONITOR.options, renotify_interval: 10, escalation_message: "still @boss@example.com" };
    const id = await createMonitor({ options });
    for (let times = 0; times < 4; times += 1) await afterFiveMinutesOf(900, id);
    expect(rig.stores.notifications.all().map(({ transition, handles }) => [transition, handles[0]])).toEqual([
      ["Triggered", "@oncall@example.com"],
      ["Re-Triggered", "@boss@example.com"],
    ]);
  });

  test("of anomalies alerts on a share of the window outside of the band", async () => {
    const query =
      "avg(last_4h):anomalies(avg:my_metric{env:dev} by {host}, 'basic', 2, direction='both', alert_window='last_15m', interval=60, count_default_zero='true') >= 0.5";
    const id = await createMonitor({
      query,
      options: {
        thresholds: { critical: 0.5 },
        threshold_windows: { trigger_window: "last_15m", recovery_window: "last_15m" },
      },
    });
    const usual = Array.from({ length: 200 }, (_, index) => [(220 - index) * 60, 50 + (index % 5)] as const);
    await rig.send("my_metric", usual);
    await rig.send("my_metric", [[600, 51]]);
    expect(state(id)).toBe("OK");
    await rig.send(
      "my_metric",
      Array.from({ length: 10 }, (_, index) => [index * 60, 2 ** (20 - index)] as const),
    );
    expect(state(id)).toBe("Alert");
  });
});

describe("a monitor of anomalies", () => {
  const QUERY =
    "avg(last_4h):anomalies(max:delay{env:dev} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60, count_default_zero='true') >= 0.6";
  const options = {
    thresholds: { critical: 0.6, critical_recovery: 0 },
    threshold_windows: { trigger_window: "last_15m", recovery_window: "last_10m" },
    require_full_window: false,
  };

  /** A value for each of the next minutes. */
  async function minutesOf(value: number, minutes: number, host = "db2"): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      rig.time.now += 60_000;
      await rig.send("delay", [[0, value + (minute % 2)]], host);
    }
  }

  test("alerts on the side that it was asked to", async () => {
    const above = await createMonitor({ query: QUERY, options });
    const both = await createMonitor({ query: QUERY.replace("above", "both"), options });
    await minutesOf(1, 60);
    for (let minute = 0; minute < 12; minute += 1) await minutesOf(-10 * 4 ** minute, 1);
    expect([state(above), state(both)]).toEqual(["OK", "Alert"]);
  });

  test("is over only when nothing in the recovery window is outside of the band", async () => {
    const id = await createMonitor({ query: QUERY, options });
    await minutesOf(1, 60);
    for (let minute = 0; minute < 12; minute += 1) await minutesOf(4 ** minute * 10, 1);
    expect(state(id)).toBe("Alert");
    await minutesOf(1, 8);
    // Less than 0.6 of the alert window is above by now; the last ten minutes are not yet clear.
    expect(state(id)).toBe("Alert");
    await minutesOf(1, 3);
    expect(state(id)).toBe("OK");
    expect(notices()).toHaveLength(2);
  });
});

describe("a monitor of two metrics", () => {
  const query =
    "avg(last_15m):avg:mysql.performance.threads_connected{env:dev} by {host} / avg:mysql.net.max_connections_available{env:dev} by {host} > 0.9";

  async function used(host: string, connections: number, limit: number): Promise<void> {
    await rig.send("mysql.performance.threads_connected", [[60, connections]], host);
    await rig.send("mysql.net.max_connections_available", [[60, limit]], host);
  }

  test("divides within each host, whatever the others have", async () => {
    const id = await createMonitor({ query, options: { thresholds: { critical: 0.9, warning: 0.8 } } });
    await used("db1", 95, 100);
    await used("db2", 170, 200);
    await used("db3", 95, 1000);
    expect(state(id)).toBe("Alert");
    expect(Object.entries(rig.stores.states.of(id)).map(([group, { status }]) => [group, status])).toEqual([
      ["host:db1", "Alert"],
      ["host:db2", "Warn"],
      ["host:db3", "OK"],
    ]);
    expect(notices()[0]).toContain("0.95 > 0.9");
  });

  test("says nothing of a host that sends only one of them", async () => {
    const id = await createMonitor({ query, options: { thresholds: { critical: 0.9 } } });
    await rig.send("mysql.performance.threads_connected", [[60, 95]], "db1");
    expect(state(id)).toBe("No Data");
    expect(rig.stores.states.of(id)).toEqual({});
  });
});

test("a monitor for falling values alerts below its threshold, with a large one too", async () => {
  const id = await createMonitor({
    query: "avg(last_5m):min:my_metric{env:dev} by {host} < 500000000",
    options: { thresholds: { critical: 500_000_000 } },
  });
  expect(await afterFiveMinutesOf(500_000_000, id)).toBe("OK");
  expect(await afterFiveMinutesOf(499_999_999, id)).toBe("Alert");
});

describe("a service check monitor", () => {
  const CHECK = {
    name: "PostgreSQL can connect",
    type: "service check",
    query: '"postgres.can_connect".over("env:dev").by("host").last(4).count_by_status()',
    message: "{{#is_alert}}{{host.name}} down: {{check_message}}{{/is_alert}} @oncall@example.com",
    options: { thresholds: { critical: 3, warning: 1, ok: 2 }, notify_no_data: true, no_data_timeframe: 2 },
  };

  async function run(status: number, message = ""): Promise<void> {
    rig.time.now += 15_000;
    const timestamp = Math.floor(rig.time.now / 1000);
    const body = [{ check: "postgres.can_connect", host_name: "db1", status, timestamp, message, tags: ["env:dev"] }];
    expect((await rig.call("POST", "/api/v1/check_run", body)).status).toBe(202);
  }

  test("counts runs in a row, in both directions", async () => {
    const id = await createMonitor(CHECK);
    const seen: string[] = [];
    for (const status of [0, 2, 2, 2, 0, 0, 1]) {
      await run(status, "refused");
      seen.push(state(id));
    }
    expect(seen).toEqual(["OK", "OK", "OK", "Alert", "Alert", "OK", "Warn"]);
    expect(notices()[0]).toBe(
      "[Triggered on {host:db1}] PostgreSQL can connect | db1 down: refused @oncall@example.com",
    );
  });

  test("counts each server of a host on its own", async () => {
    const id = await createMonitor({
      ...CHECK,
      query: '"postgres.can_connect".over("env:dev").by("host","server","port").last(4).count_by_status()',
    });
    for (let times = 0; times < 3; times += 1) {
      rig.time.now += 15_000;
      const run = { check: "postgres.can_connect", host_name: "db1", timestamp: Math.floor(rig.time.now / 1000) };
      const tags = ["env:dev", "server:127.0.0.1"];
      await rig.call("POST", "/api/v1/check_run", [
        { ...run, status: 0, tags: [...tags, "port:5432"] },
        { ...run, status: 2, tags: [...tags, "port:5433"] },
      ]);
    }
    state(id);
    expect(Object.entries(rig.stores.states.of(id)).map(([group, { status }]) => [group, status])).toEqual([
      ["host:db1,server:127.0.0.1,port:5432", "OK"],
      ["host:db1,server:127.0.0.1,port:5433", "Alert"],
    ]);
  });

  test("that is no longer run has no data", async () => {
    const id = await createMonitor(CHECK);
    await run(0);
    expect(state(id)).toBe("OK");
    rig.time.now += 3 * 60_000;
    expect(state(id)).toBe("No Data");
  });
});

describe("a downtime", () => {
  /** From 13:30 to 14:00 in Berlin, which is 12:30 to 13:00 in UTC in winter. */
  function createDowntime(attributes: object = {}): string {
    const recurrences = [{ start: "2027-01-04T13:30:00", duration: "30m", rrule: "FREQ=DAILY" }];
    const schedule = { timezone: "Europe/Berlin", recurrences };
    return rig.stores.downtimes.create({ ...DOWNTIME.data.attributes, schedule, ...attributes }).id;
  }

  async function alertAt(time: string, id: number): Promise<void> {
    rig.time.now = Date.parse(time) - 300_000;
    expect(await afterFiveMinutesOf(900, id)).toBe("Alert");
  }

  test("mutes while its window is open, and tells at its end what is still wrong", async () => {
    const id = await createMonitor();
    createDowntime();
    await alertAt("2027-01-04T12:40:00Z", id);
    expect(notices()).toEqual([]);
    await alertAt("2027-01-04T13:01:00Z", id);
    expect(notices()).toHaveLength(1);
  });

  test("mutes on its next day too, and not between", async () => {
    const id = await createMonitor();
    createDowntime();
    await alertAt("2027-01-04T14:00:00Z", id);
    expect(notices()).toHaveLength(1);
    await afterFiveMinutesOf(100, id);
    await alertAt("2027-01-05T12:45:00Z", id);
    expect(notices()).toHaveLength(2);
  });

  test("that ends in silence where it was declared so", async () => {
    const id = await createMonitor();
    createDowntime({ notify_end_states: ["no data"] });
    await alertAt("2027-01-04T12:40:00Z", id);
    await alertAt("2027-01-04T13:01:00Z", id);
    expect(notices()).toEqual([]);
  });

  test("that is cancelled tells only where it was declared so", async () => {
    const id = await createMonitor();
    const downtime = createDowntime({ notify_end_types: ["canceled"] });
    await alertAt("2027-01-04T12:40:00Z", id);
    await rig.call("DELETE", `/api/v2/downtime/${downtime}`);
    await alertAt("2027-01-04T12:45:00Z", id);
    expect(notices()).toHaveLength(1);
  });

  test.each([
    [false, 2],
    [true, 1],
  ])("lets the first recovery through, unless it keeps it to itself (%s)", async (keeps, said) => {
    const id = await createMonitor();
    createDowntime({ mute_first_recovery_notification: keeps });
    await alertAt("2027-01-04T12:20:00Z", id);
    rig.time.now = Date.parse("2027-01-04T12:40:00Z");
    await afterFiveMinutesOf(100, id);
    expect(notices()).toHaveLength(said);
  });

  test("for other monitors, or for another scope, mutes nothing", async () => {
    const id = await createMonitor();
    createDowntime({ monitor_identifier: { monitor_tags: ["team:other"] } });
    createDowntime({ scope: "host:db2" });
    await alertAt("2027-01-04T12:40:00Z", id);
    expect(notices()).toHaveLength(1);
  });

  test("sends its own message when a window opens and closes", () => {
    createDowntime({ message: "Quiet. @oncall@example.com" });
    for (const time of ["12:29", "12:30", "12:45", "13:00"]) {
      rig.time.now = Date.parse(`2027-01-04T${time}:00Z`);
      rig.evaluator.evaluateAll();
    }
    expect(notices()).toEqual([
      "[Downtime started] env:dev | Quiet. @oncall@example.com",
      "[Downtime ended] env:dev | Quiet. @oncall@example.com",
    ]);
  });
});
