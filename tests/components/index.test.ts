import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { recorded, registered } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1", databases: [{ type: "postgres" }] }],
  myMetric: {},
};
const program = async () => (await import("../../index.js")).default();
const plan = (config: object = {}) => recorded(program, { config: { ...CONFIG, ...config } });

test("a host takes two commands, and one more for each of its database servers", async () => {
  const commands = async (databases: object[]) =>
    (await plan({ hosts: [{ name: "db1", databases }] }))
      .filter(({ type, name }) => type === "command:remote:Command" && name.startsWith("db1-"))
      .map(({ name }) => name);
  expect(await commands([])).toEqual(["db1-configuration", "db1-package"]);
  const servers = [{ type: "postgres" }, { type: "mysql" }, { type: "mysql", name: "sessions", port: 3307 }];
  expect(await commands(servers)).toEqual([
    ...["db1-configuration", "db1-mysql-user", "db1-package", "db1-postgres-role", "db1-sessions-user"],
  ]);
});

test("what the settings let pass is declared once each, however alike its names are", async () => {
  const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;
  const service = { source: "apps/flask", command: ["run"], healthUrl: "http://127.0.0.1:5050/" };
  const hosts = ["db1", "db1-a", "db1.a", "db1-package"].map((name, i) => ({
    ...{ name, address: `192.0.2.${i + 1}`, hostKey },
    databases: [
      { type: "postgres", name: `s${i}` },
      { type: "mysql", name: "b" },
      { type: "mysql", name: `b-${i}`, port: 3307 },
    ],
    services: [
      { ...service, name: `a-${i}` },
      { ...service, name: "bb" },
    ],
  }));
  const urns = (await plan({ hosts })).map(({ urn }) => urn);
  expect(urns.filter((urn, i) => urns.indexOf(urn) !== i)).toEqual([]);
  for (const name of ["db1-b-user", "db1-a-b-user", "db1.a-b-user", "db1-package-package", "db1-a-bb"]) {
    expect(urns.filter((urn) => urn.endsWith(`::${name}`))).not.toEqual([]);
  }
});

test("a host of groups is what one is that says the same itself", async () => {
  const shared = { user: "dba", tags: ["role:db"], databases: [{ type: "postgres", dbm: true }] };
  const logs = [{ type: "journald", source: "journald", service: "system" }];
  const planned = async (config: object) =>
    (await plan(config)).map(({ urn, inputs }) => [urn, JSON.stringify(inputs)]);
  expect(
    await planned({
      defaults: { user: "deploy", logs },
      groups: { db: shared },
      hosts: [{ name: "db1", groups: ["db"], databases: [{ type: "postgres", port: 5433 }] }],
    }),
  ).toEqual(
    await planned({
      hosts: [
        { name: "db1", ...shared, logs, databases: [{ type: "postgres", dbm: true, port: 5433 }] },
        // The overlay's.
        { name: "db2", user: "deploy", logs },
      ],
    }),
  );
});

test("a host is reached by its own key where it has one, and its bastion by its own, else by the host's", async () => {
  const key = (whose: string) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${whose}\n`;
  const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;
  const bastion = { address: "192.0.2.9", user: "jump", hostKey };
  const hosts = [
    { name: "db1", privateKey: key("db1") },
    { name: "db2", bastion },
    { name: "db3", address: "192.0.2.13", hostKey, privateKey: key("db3"), bastion },
    { name: "db4", address: "192.0.2.14", hostKey, bastion: { ...bastion, privateKey: key("jump") } },
  ];
  const connections = (await registered(program, { config: { ...CONFIG, hosts } }))
    .filter(({ name }) => /^db\d-package$/.test(name))
    // The whole is secret.
    .map(({ inputs }) => (inputs.connection as { value: { privateKey: string; proxy?: object } }).value);
  expect(connections).toMatchObject([
    { privateKey: key("db1") },
    {
      privateKey: expect.stringContaining("a test's") as string,
      proxy: {
        host: "192.0.2.9",
        port: 22,
        user: "jump",
        hostKey,
        privateKey: expect.stringContaining("a test's") as string,
      },
    },
    { privateKey: key("db3"), proxy: { privateKey: key("db3") } },
    { privateKey: expect.stringContaining("a test's") as string, proxy: { privateKey: key("jump") } },
  ]);
  expect(connections[0]).not.toHaveProperty("proxy");
});

test("an Agent that is there is taken over where its host says so, or else its group, or all", async () => {
  const adopting = async (config: object) =>
    (await plan(config))
      .filter(({ name }) => name.endsWith("-package"))
      .map(({ inputs }) => (inputs as { create: string }).create.includes("\nadopt=yes"));
  const all = { ...CONFIG.agent, adopt: true };
  const hosts = (agent: object) => [{ name: "db1", agent }];
  // The overlay's db2 says nothing.
  expect(await adopting({})).toEqual([false, false]);
  expect(await adopting({ hosts: hosts({ adopt: true }) })).toEqual([true, false]);
  expect(await adopting({ defaults: { agent: { adopt: true } }, hosts: hosts({ adopt: false }) })).toEqual([
    false,
    true,
  ]);
  expect(await adopting({ agent: all, hosts: hosts({ adopt: false }) })).toEqual([false, true]);
});

test("a host's Agent has its own version, level and settings, and what is said of all beside them", async () => {
  const agent = {
    ...{ version: "1:7.70.1-1", logLevel: "warn", secrets: { a: "all's", b: "all's" } },
    extra: { proxy: { https: "${secret:a}" }, x: { y: "${secret:b}", z: 1 } },
  };
  const own = { version: "1:7.71.0-1", secrets: { b: "own" }, extra: { x: { y: "${secret:b}", w: "${host:name}" } } };
  const registrations = await plan({ agent, hosts: [{ name: "db1", agent: own }] });
  const file = (host: string) =>
    registrations.find(({ type, name }) => type === "lookout:agent:HostAgent" && name === host)?.inputs.files as Record<
      string,
      string
    >;
  const script = (host: string) =>
    registrations.find(({ name }) => name === `${host}-package`)?.inputs.create as string;
  expect(file("db1")["datadog.yaml"]).toMatch(/log_level: warn\n[^]*x:\n {2}"y": SECRET\(\w+\)\n {2}w: db1\n {2}z: 1/);
  expect(file("db1")["datadog.yaml"]).toMatch(/proxy:\n {2}https: SECRET\(/);
  expect(file("db2")["datadog.yaml"]).toMatch(/x:\n {2}"y": SECRET\(\w+\)\n {2}z: 1\n/);
  expect(script("db1")).toContain("1:7.71.0-1");
  expect(script("db2")).toContain("1:7.70.1-1");
});

test("databases have their monitors and their page, of the kinds that there are", async () => {
  const declared = async (...databases: object[]) =>
    (await plan({ hosts: [{ name: "db1", databases }], myMetric: undefined }))
      .filter(({ type, name }) => /^datadog:.*:(Monitor|Dashboard)$/.test(type) && !name.startsWith("hosts-"))
      .map(({ name }) => name)
      .sort();
  const postgres = ["check", "connect", "connections", "replication-delay", "wraparound"].map(
    (name) => `postgres-${name}`,
  );
  expect(await declared()).toEqual(["hosts"]);
  expect(await declared({ type: "postgres" })).toEqual(["databases", "hosts", ...postgres]);
  expect(await declared({ type: "mysql", replication: true, galera: { clusterSize: 3 } })).toEqual([
    ...[
      "databases",
      "hosts",
      "mysql-check",
      "mysql-connect",
      "mysql-connections",
      "mysql-galera-3",
      "mysql-lag",
      "mysql-replica",
    ],
  ]);
});

test("what is secret is so for the engine: connections, standard inputs, the provider's keys", async () => {
  const registrations = await plan();
  for (const { type, inputs } of registrations) {
    if (type === "command:remote:Command") {
      expect(inputs).toMatchObject({ connection: "[secret]", stdin: "[secret]" });
    }
    if (type === "pulumi:providers:datadog") expect(inputs).toMatchObject({ apiKey: "[secret]", appKey: "[secret]" });
  }
  expect(JSON.stringify(registrations)).not.toMatch(/0{32}|PRIVATE KEY|generated/);
});

test("commands are replaced, the old host cleaned first, when the address changes", async () => {
  const [command] = (await plan()).filter(({ name }) => name === "db1-package");
  expect(command?.inputs).toMatchObject({ triggers: ["192.0.2.11"], addPreviousOutputInEnv: false });
});

test("without my_metric there is no check, no monitor, no downtime and no panel of it", async () => {
  const registrations = await plan({ myMetric: undefined });
  expect(JSON.stringify(registrations)).not.toContain("my_metric");
  expect(registrations.map(({ name }) => name)).not.toContain("my-metric");
  expect(registrations.map(({ type }) => type)).not.toContain("datadog:index/downtimeSchedule:DowntimeSchedule");
});

const UNENDING = { myMetric: { monitor: { renotify: { everyMinutes: 60, words: "{{#is_alert}} again" } } } };

test("a monitor's mistake stops the preview", async () => {
  await expect(plan(UNENDING)).rejects.toThrow(/\{\{\/is_alert\}\}.* \[/);
});

test("what is said of all objects, and of a block's monitors, is told of each", async () => {
  const registrations = await plan({
    hosts: [{ name: "db1", databases: [{ type: "postgres" }, { type: "mysql", replication: true }] }],
    hostMonitors: { priority: 2, renotify: { everyMinutes: 60, times: 3 } },
    databaseMonitors: { priority: 2, renotify: { everyMinutes: 60, times: 3 } },
    myMetric: { monitor: { priority: 1 } },
    objects: {
      protect: true,
      editors: ["team:7"],
      adopt: { monitors: { "mysql-lag": 12 }, dashboards: { hosts: "abc-def-ghi" } },
    },
  });
  const objects = registrations.filter(({ type }) => /^datadog:.*:(Monitor|Dashboard)$/.test(type));
  expect(objects.filter(({ options }) => !options.protect)).toEqual([]);
  expect(
    objects.flatMap(({ name, options }) => (options.import === undefined ? [] : [[name, options.import]])),
  ).toEqual([
    ["hosts", "abc-def-ghi"],
    ["mysql-lag", "12"],
  ]);
  const policies = registrations.filter(({ type }) => type === "datadog:index/restrictionPolicy:RestrictionPolicy");
  // What is adopted is told nothing.
  const own = objects.filter(({ options }) => options.import === undefined);
  expect(policies.map(({ name }) => name).sort()).toEqual(own.map(({ name }) => `${name}-editors`).sort());
  const monitors = objects.filter(({ type }) => type.endsWith(":Monitor"));
  expect(monitors.length).toBeGreaterThan(8);
  for (const { name, inputs } of monitors) {
    const { priority, renotifyInterval, renotifyOccurrences } = inputs;
    expect([name, priority, renotifyInterval, renotifyOccurrences]).toEqual(
      name === "my-metric" ? [name, "1", undefined, undefined] : [name, "2", 60, 3],
    );
  }
});

test("a pack of monitors notifies its own people, by severity, and says so in no other", async () => {
  const monitors = (
    await plan({
      hosts: [
        {
          name: "db1",
          databases: [{ type: "postgres" }],
          services: [{ name: "shop", source: "apps/flask", command: ["run"], healthUrl: "http://127.0.0.1:5050/" }],
        },
      ],
      notify: { critical: ["@pagerduty-sre"], warning: ["@slack-sre", "@sre@example.com"] },
      databaseMonitors: { notify: { critical: ["@pagerduty-db"], warning: ["@slack-db"] } },
      serviceMonitors: { notify: ["@slack-shop"] },
      quietHours: { windows: { nights: "19:00-09:00 Mon-Fri" } },
    })
  ).filter(({ type }) => /^datadog:.*:(Monitor|DowntimeSchedule|Dashboard)$/.test(type));
  const message = (name: string) => String(monitors.find((one) => one.name.startsWith(name))?.inputs.message);
  expect(message("postgres-connections")).toMatch(
    /@pagerduty-db\n\{\{\/is_alert\}\}[^]*@slack-db\n\{\{\/is_warning\}\}[^]*@pagerduty-db @slack-db\n\{\{\/is_recovery\}\}$/,
  );
  expect(message("postgres-connect")).toMatch(/\n@pagerduty-db$/);
  expect(message("postgres-check")).toMatch(
    /@pagerduty-db\n\{\{\/is_alert\}\}[^]*@slack-db\n\{\{\/is_alert_to_warning\}\}[^]*@pagerduty-db @slack-db\n\{\{\/is_alert_recovery\}\}$/,
  );
  expect(message("services-latency")).toMatch(/\n@slack-shop$/);
  expect(message("services-outage")).toMatch(/@slack-shop\n\{\{\/is_alert\}\}/);
  expect(message("hosts-full")).toMatch(/\n@pagerduty-sre$/);
  expect(message("my-metric-nights")).toContain("@pagerduty-sre @slack-sre @sre@example.com");
  const notifyLists = monitors.flatMap(({ inputs }) => (inputs.notifyLists as string[] | undefined) ?? []);
  expect([...new Set(notifyLists)]).toEqual(["sre@example.com"]);
  const others = monitors.filter(({ name }) => /^(postgres|services)-/.test(name));
  expect(others.map(({ inputs }) => inputs.message).join("\n")).not.toContain("-sre");
});

const WATCHED = {
  hosts: [
    {
      name: "db1",
      databases: [{ type: "postgres" }],
      services: [{ name: "shop", source: "apps/flask", command: ["run"], healthUrl: "http://127.0.0.1:5050/" }],
    },
  ],
};
const monitorsOf = async (config: object) =>
  (await plan({ ...WATCHED, ...config })).filter(({ type }) => type === "datadog:index/monitor:Monitor");

test("a disk is full from the share on that the settings name", async () => {
  const queryOf = async (config: object) =>
    (await monitorsOf(config)).find(({ name }) => name === "hosts-full")?.inputs.query;
  expect(await queryOf({})).toMatch(/ > 0\.97$/);
  expect(await queryOf({ hostMonitors: { diskFull: 0.9 } })).toMatch(/ > 0\.9$/);
});

test("a monitor, or a pack, can be off", async () => {
  const names = async (config: object) => (await monitorsOf(config)).map(({ name }) => name);
  const all = await names({});
  expect(await names({ monitors: { "postgres-wraparound": false, "my-metric": false } })).toEqual(
    all.filter((name) => name !== "postgres-wraparound" && name !== "my-metric"),
  );
  for (const [block, prefix] of [
    ["hostMonitors", "hosts-"],
    ["databaseMonitors", "postgres-"],
    ["serviceMonitors", "services-"],
  ] as const) {
    expect(await names({ [block]: { enabled: false } })).toEqual(all.filter((name) => !name.startsWith(prefix)));
  }
  expect(await names({ myMetric: { monitor: { enabled: false } } })).toEqual(
    all.filter((name) => name !== "my-metric"),
  );
});

test("a monitor has its own words, people, priority and runbook, the rest is its pack's", async () => {
  const monitors = await monitorsOf({
    hostMonitors: { priority: 3, runbookUrl: "https://wiki.example.com/hosts" },
    databaseMonitors: { notify: ["@slack-db"] },
    monitors: {
      "hosts-full": {
        ...{ title: "Disk", priority: 1, notify: { critical: ["@pagerduty-sre"] }, tags: ["team:storage"] },
        ...{
          words: { alert: "{{device.name}} of {{host.name}} is full." },
          runbookUrl: "https://wiki.example.com/disk",
        },
      },
      "postgres-check": { notify: ["@slack-dba"] },
      "services-outage": { words: { alert: "{{service.name}} is down.", recovery: "{{service.name}} is up." } },
      "my-metric": { renotify: { everyMinutes: 60 } },
    },
  });
  const inputs = (of: string) => monitors.find(({ name }) => name === of)?.inputs;
  const url = (of: string) => (inputs(of)?.assets as { url: string }[] | undefined)?.[0]?.url;
  expect(inputs("hosts-full")).toMatchObject({ name: "Disk", priority: "1" });
  expect(inputs("hosts-full")?.tags).toContain("team:storage");
  expect(inputs("hosts-full")?.message).toMatch(
    /^\{\{#is_alert\}\}\n\{\{device\.name\}\} of \{\{host\.name\}\} is full\.\n\{\{\/is_alert\}\}\n\{\{#is_recovery\}\}\nThe disk [^]*\n@pagerduty-sre$/,
  );
  expect([url("hosts-full"), url("hosts-disk")]).toEqual([
    "https://wiki.example.com/disk",
    "https://wiki.example.com/hosts",
  ]);
  expect(inputs("hosts-disk")).toMatchObject({ priority: "3" });
  expect(inputs("hosts-disk")?.tags).not.toContain("team:storage");
  expect(inputs("postgres-check")?.message).toMatch(
    /@slack-dba\n\{\{\/is_alert\}\}[^]*@slack-dba\n\{\{\/is_alert_recovery\}\}$/,
  );
  expect(inputs("postgres-connect")?.message).toMatch(/\n@slack-db$/);
  expect(inputs("services-outage")).toMatchObject({
    message:
      "{{#is_alert}}\n{{service.name}} is down.\n{{/is_alert}}\n{{#is_recovery}}\n{{service.name}} is up.\n{{/is_recovery}}\n@oncall@example.com",
    priority: "1",
  });
  expect(inputs("my-metric")).toMatchObject({ renotifyInterval: 60 });
});

test("what is said of a monitor that there is none of, or takes another's part away, is a mistake", async () => {
  await expect(plan({ monitors: { "postgres-wrap": false } })).rejects.toThrow(
    /^Pulumi\.dev\.yaml: 1 mistake\n {2}monitors\.postgres-wrap is none of this stack's monitors; expected hosts-away, /,
  );
  await expect(monitorsOf({ monitors: { "services-errors": false } })).rejects.toThrow(
    "monitors.services-outage is of services-errors, which is off; expected services-outage: false, too, or services-errors on",
  );
  const both = await monitorsOf({ monitors: { "services-errors": false, "services-outage": false } });
  expect(both.map(({ name }) => name)).toContain("services-latency");
});

describe("downtimes of the settings", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(new Date("2027-01-03T12:00:00Z"));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const declared = async (downtimes: object, more: object = {}) => {
    const registrations = await plan({ ...WATCHED, ...more, downtimes });
    const of = (type: string) => registrations.filter((one) => one.type === type);
    return {
      downtimes: of("datadog:index/downtimeSchedule:DowntimeSchedule"),
      muted: (name: string) =>
        of("datadog:index/monitor:Monitor")
          .filter(({ inputs }) => (inputs.tags as string[]).includes(`downtime:${name}`))
          .map((monitor) => monitor.name),
    };
  };

  test("choose their monitors by pack, name, tags and priority, and mute them by a tag of their own", async () => {
    const { downtimes, muted } = await declared(
      {
        dba: { packs: ["databases"], windows: { nights: "19:00-09:00 Mon-Fri" }, timezone: "Europe/Berlin" },
        storage: { tags: ["team:storage"], windows: { patches: "02:00-06:00 second Sunday" }, scope: "role:db" },
        calm: { exceptPriorities: [1], until: "2027-02-03 04:00", message: "A quiet month" },
        one: { monitors: ["hosts-full"], from: "2027-01-05 22:00", until: "2027-01-06 04:00" },
      },
      { monitors: { "hosts-disk": { tags: ["team:storage"] } } },
    );
    expect(muted("dba")).toEqual(expect.arrayContaining(["postgres-connect", "postgres-wraparound"]));
    expect(muted("dba").filter((name) => !name.startsWith("postgres-"))).toEqual([]);
    expect(muted("storage")).toEqual(["hosts-disk"]);
    expect(muted("one")).toEqual(["hosts-full"]);
    expect(muted("calm")).toContain("services-errors");
    expect(muted("calm")).toContain("my-metric");
    // Of priority 1.
    expect(muted("calm")).not.toContain("services-outage");

    const inputs = (name: string) => downtimes.find((one) => one.name.startsWith(name))?.inputs;
    expect(inputs("dba-nights-")).toMatchObject({
      scope: "env:dev",
      monitorIdentifier: { monitorTags: ["pulumi_stack:lookout/dev", "downtime:dba"] },
      recurringSchedule: { recurrences: [{ rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", duration: "14h" }] },
    });
    expect(inputs("storage-patches-")).toMatchObject({
      scope: "role:db",
      recurringSchedule: { recurrences: [{ rrule: "FREQ=MONTHLY;BYDAY=2SU", start: "2027-01-10T02:00:00" }] },
    });
    expect(inputs("calm-")).toMatchObject({ oneTimeSchedule: { end: "2027-02-03T04:00:00Z" } });
    expect(inputs("calm-")?.message).toMatch(/^A quiet month \(until 2027-02-03 04:00, UTC\)\. @oncall@example\.com\n/);
    expect(inputs("one-")).toMatchObject({
      oneTimeSchedule: { start: "2027-01-05T22:00:00Z", end: "2027-01-06T04:00:00Z" },
    });
  });

  test("that are once stay what they are, once they have begun, and are none when they are over", async () => {
    const once = { one: { from: "2027-01-05 22:00", until: "2027-01-06 04:00", timezone: "Europe/Berlin" } };
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const [before] = (await declared(once)).downtimes;
    expect(before).toMatchObject({
      options: { ignoreChanges: ["oneTimeSchedule.start"] },
      inputs: { oneTimeSchedule: { start: "2027-01-05T21:00:00Z", end: "2027-01-06T03:00:00Z" } },
    });
    vi.setSystemTime(new Date("2027-01-05T23:00:00Z"));
    const [during] = (await declared(once)).downtimes;
    expect(during?.name).toBe(before?.name);
    // Datadog refuses a start that is past.
    expect(during?.inputs.oneTimeSchedule).toEqual({ end: "2027-01-06T03:00:00Z" });
    vi.setSystemTime(new Date("2027-01-06T03:00:00Z"));
    expect((await declared(once)).downtimes).toEqual([]);
    expect(warn.mock.calls.map(([message]) => message)).toContain(
      "downtimes.one is over since 2027-01-06 04:00, Europe/Berlin: take it out of the settings",
    );
  });

  test("without an end are said at each preview", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const { downtimes } = await declared({ ticket: { packs: ["hosts"] } });
    expect(downtimes[0]?.inputs.message).toMatch(/^Muted \(until somebody cancels it, UTC\)\. /);
    expect(warn.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(/^the downtime has no end: it mutes until it is cancelled; /),
    ]);
  });

  test("that mute nothing, or name a monitor that there is none of, are mistakes", async () => {
    const windows = { nights: "19:00-09:00 Mon-Fri" };
    await expect(declared({ a: { packs: ["postgres"], windows } })).rejects.toThrow(
      'downtimes.a.packs "postgres" is none of this stack\'s packs; expected of databases, hosts, my-metric, services',
    );
    await expect(
      declared({ a: { tags: ["team:nobody"], windows }, b: { monitors: ["hosts-ful"], windows } }),
    ).rejects.toThrow(
      /^Pulumi\.dev\.yaml: 2 mistakes\n {2}downtimes\.a {10}mutes no monitor of this stack; expected one at least\n {2}downtimes\.b\.monitors "hosts-ful" is none of this stack's monitors; expected of hosts-away, /,
    );
  });
});

test("a downtime is adopted under a name of its own, and left as it is", async () => {
  const id = "00000000-0000-4000-8000-000000000000";
  const declared = async (adopt: object) =>
    (await plan({ objects: { adopt }, quietHours: { windows: { nights: "19:00-09:00 Mon-Fri" } } })).filter(
      ({ type }) => type === "datadog:index/downtimeSchedule:DowntimeSchedule",
    );
  const [own] = await declared({});
  const [adopted] = await declared({ downtimes: { "my-metric-nights": id } });
  expect(adopted).toMatchObject({ options: { import: id, ignoreChanges: ["*", "onMissingData"] } });
  expect(adopted?.name).not.toBe(own?.name);
});

test("a name to adopt that nothing has is a mistake, with the names that there are", async () => {
  const adopt = {
    monitors: { "postgres-conect": "1" },
    dashboards: { host: "abc-def-ghi" },
    downtimes: { "my-metric-mornings": "00000000-0000-4000-8000-000000000000" },
  };
  await expect(plan({ objects: { adopt }, quietHours: {} })).rejects.toThrow(
    [
      "Pulumi.dev.yaml: 3 mistakes",
      "  objects.adopt.monitors.postgres-conect     is none of this stack's monitors; expected hosts-away, hosts-disk, hosts-full, my-metric, postgres-check, postgres-connect, postgres-connections, postgres-replication-delay, postgres-wraparound",
      "  objects.adopt.dashboards.host              is none of this stack's dashboards; expected databases, hosts",
      "  objects.adopt.downtimes.my-metric-mornings is none of this stack's downtimes: it has none",
    ].join("\n"),
  );
});

test("settings' mistakes are one error with a line each, and nothing is registered", async () => {
  await expect(plan({ notify: [], tags: ["x"] })).rejects.toThrow(
    /^Pulumi\.dev\.yaml: 2 mistakes\n {2}tags\[0\] .*\n {2}notify /,
  );
});

test("an overlay that is not there says what writes it", async () => {
  await expect(plan({ overlay: "nowhere.yaml" })).rejects.toThrow(
    /"nowhere\.yaml", which can't be read; run `make up`/,
  );
});

test.each([
  ["a mistake in the settings", { tags: ["x"] }],
  ["a monitor's mistake", UNENDING],
])("%s has no stack, which the SDK would take long to render", async (_, wrong) => {
  await expect(plan(wrong)).rejects.toSatisfy((error: Error) => error.stack === undefined);
});
