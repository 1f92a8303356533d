import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { databaseMonitors } from "../../components/environment/settings";
import type { MysqlMonitorSettings } from "../../components/packs/mysql/monitor-settings";
import { mysqlMonitors } from "../../components/packs/mysql/monitors";
import { mysqlPack } from "../../components/packs/mysql/pack";
import { postgresMonitors } from "../../components/packs/postgres/monitors";
import { postgresPack } from "../../components/packs/postgres/pack";
import type { MonitorDeclaration } from "../../components/monitors/declaration";
import { ServiceCheckMonitor } from "../../components/monitors/service-check-monitor";
import type { Situation } from "../../datadog/message/conditions";
import { messageTemplate } from "../../datadog/message/message";
import { parseTemplate } from "../../datadog/message/parse";
import { render } from "../../datadog/message/render";
import { recorded } from "./recorded";

const SETTINGS = {
  ...databaseMonitors.parse({}),
  scope: "env:dev",
  handles: ["@oncall@example.com"],
  tags: ["team:sre", "env:dev"],
  replication: false,
  galera: [],
};

/** What a program declares at Datadog, by name. */
async function monitors(program: () => unknown): Promise<Record<string, Record<string, unknown>>> {
  const registrations = await recorded(() => Promise.resolve(program()));
  return Object.fromEntries(
    registrations
      .filter(({ type }) => type === "datadog:index/monitor:Monitor")
      .map(({ name, inputs }) => [name, inputs]),
  );
}

const postgres = (settings: object = {}) => monitors(() => postgresPack("postgres", { ...SETTINGS, ...settings }));
const mysql = (settings: Partial<MysqlMonitorSettings> = {}) =>
  monitors(() => mysqlPack("mysql", { ...SETTINGS, ...settings }));

describe("PostgreSQL's monitors", () => {
  test("are one of each for all servers of the environment", async () => {
    const declared = await postgres();
    expect(Object.entries(declared).map(([name, { type, query }]) => [name, type, query])).toEqual([
      [
        "postgres-check",
        "service check",
        '"datadog.agent.check_status".over("env:dev","check:postgres").by("host").last(3).count_by_status()',
      ],
      [
        "postgres-connect",
        "service check",
        '"postgres.can_connect".over("env:dev").by("host","server","port","db").last(3).count_by_status()',
      ],
      [
        "postgres-connections",
        "query alert",
        "avg(last_15m):max:postgresql.percent_usage_connections{env:dev} by {host,database_server} > 0.9",
      ],
      [
        "postgres-replication-delay",
        "query alert",
        "avg(last_4h):anomalies(max:postgresql.replication_delay{env:dev} by {host}, 'basic', 3, direction='above', alert_window='last_15m', interval=60, count_default_zero='true') >= 1",
      ],
      [
        "postgres-wraparound",
        "query alert",
        "avg(last_15m):min:postgresql.before_xid_wraparound{env:dev} by {host} < 500000000",
      ],
    ]);
  });

  test("have their thresholds as Datadog's plugin takes them", async () => {
    const declared = await postgres();
    expect(declared["postgres-connect"]).toMatchObject({
      monitorThresholds: { critical: "2", ok: "2" },
      notifyNoData: true,
      noDataTimeframe: 10,
    });
    expect(declared["postgres-connections"]).toMatchObject({
      monitorThresholds: { critical: "0.9", warning: "0.8" },
      requireFullWindow: false,
    });
    expect(declared["postgres-replication-delay"]).toMatchObject({
      monitorThresholds: { critical: "1", criticalRecovery: "0" },
      monitorThresholdWindows: { triggerWindow: "last_15m", recoveryWindow: "last_15m" },
    });
    expect(declared["postgres-wraparound"]).toMatchObject({ monitorThresholds: { critical: "500000000" } });
  });

  test("take thresholds of one's own into query and thresholds alike", async () => {
    const declared = await postgres({
      connections: { warning: 0.5, critical: 0.7 },
      wraparoundBelow: 1e9,
      replicationDelayDeviations: 2,
      noDataAfterMinutes: 30,
    });
    expect(declared["postgres-connections"]).toMatchObject({
      query: expect.stringMatching(/ > 0\.7$/) as string,
      monitorThresholds: { critical: "0.7", warning: "0.5" },
    });
    expect(declared["postgres-wraparound"]).toMatchObject({
      query: expect.stringMatching(/ < 1000000000$/) as string,
      monitorThresholds: { critical: "1000000000" },
    });
    expect(declared["postgres-replication-delay"]?.query).toContain("'basic', 2,");
    expect(declared["postgres-connect"]).toMatchObject({
      noDataTimeframe: 30,
      message: expect.stringContaining("for 30 minutes") as string,
    });
  });

  test("link to a runbook where there is one, and have the environment's tags in order", async () => {
    const runbookUrl = "https://example.com/postgres";
    for (const [name, inputs] of Object.entries(await postgres({ runbookUrl }))) {
      expect(inputs).toMatchObject({
        assets: [{ name: "Runbook", url: runbookUrl, category: "runbook" }],
        tags: ["env:dev", `pulumi_resource:${name}`, "pulumi_stack:lookout/dev", "team:sre"],
      });
    }
    for (const inputs of Object.values(await postgres())) expect(inputs).not.toHaveProperty("assets");
  });

  test("are refused at preview where the warning is not before the alert", async () => {
    await expect(postgres({ connections: { warning: 0.95, critical: 0.9 } })).rejects.toThrow(
      /monitor\/warning-past-critical/,
    );
  });
});

describe("MySQL's monitors", () => {
  test("are three where there is neither replication nor Galera", async () => {
    const declared = await mysql();
    expect(Object.entries(declared).map(([name, { query }]) => [name, query])).toEqual([
      [
        "mysql-check",
        '"datadog.agent.check_status".over("env:dev","check:mysql").by("host").last(3).count_by_status()',
      ],
      ["mysql-connect", '"mysql.can_connect".over("env:dev").by("host","server","port").last(3).count_by_status()'],
      [
        "mysql-connections",
        "avg(last_15m):avg:mysql.performance.threads_connected{env:dev} by {host,database_server} / avg:mysql.net.max_connections_available{env:dev} by {host,database_server} > 0.9",
      ],
    ]);
  });

  test("watch a replica's lag, and whether it follows at all: one that stopped has no lag", async () => {
    const declared = await mysql({ replication: true });
    expect(declared["mysql-lag"]).toMatchObject({
      query: "avg(last_15m):max:mysql.replication.seconds_behind_source{env:dev} by {host} > 300",
      monitorThresholds: { critical: "300", warning: "60" },
    });
    expect(declared["mysql-replica"]).toMatchObject({
      query:
        '"mysql.replication.replica_running".over("env:dev","replication_mode:replica").by("host","database_server").last(4).count_by_status()',
      monitorThresholds: { critical: "3", warning: "3", ok: "3" },
      message: expect.stringMatching(/{{#is_warning}}[^]*one of the two threads has stopped/) as string,
    });
  });

  test("watch a Galera cluster's size as it was declared", async () => {
    const galera = ["db1", "db2", "db3"].map((host) => ({ host, clusterSize: 3 }));
    expect((await mysql({ galera }))["mysql-galera-3"]).toMatchObject({
      query: "max(last_5m):min:mysql.galera.wsrep_cluster_size{env:dev} by {host} < 3",
      monitorThresholds: { critical: "3" },
    });
  });

  test("watch the hosts of each size apart: a small cluster is no alarm of the large one", async () => {
    const galera = [
      { host: "db3", clusterSize: 3 },
      { host: "db9", clusterSize: 5 },
      { host: "db1", clusterSize: 3 },
    ];
    const declared = await mysql({ galera });
    expect([declared["mysql-galera-3"]?.query, declared["mysql-galera-5"]?.query]).toEqual([
      "max(last_5m):min:mysql.galera.wsrep_cluster_size{env:dev AND host IN (db1,db3)} by {host} < 3",
      "max(last_5m):min:mysql.galera.wsrep_cluster_size{env:dev AND host IN (db9)} by {host} < 5",
    ]);
  });
});

test("a pack's ids are known by what is watched", async () => {
  const ids: Record<string, string>[] = [];
  const keep = (monitors: { ids: pulumi.Output<Record<string, string>> }) => {
    monitors.ids.apply((value) => ids.push(value));
  };
  const galera = [{ host: "db1", clusterSize: 3 }];
  await recorded(() => {
    keep(postgresPack("postgres", SETTINGS));
    keep(mysqlPack("mysql", { ...SETTINGS, replication: true, galera }));
    return Promise.resolve();
  });
  expect(ids.map((one) => Object.keys(one).sort())).toEqual(
    expect.arrayContaining([
      ["check", "connect", "connections", "replication-delay", "wraparound"],
      ["check", "connect", "connections", "galera-3", "lag", "replica"],
    ]),
  );
  expect(ids.flatMap((one) => Object.values(one))).toEqual(Array(11).fill(expect.stringMatching(/^\d{4,5}$/)));
});

/** What a monitor says of a server of db1. */
function said({ message }: MonitorDeclaration, situation: Omit<Situation, "renotifies">): string {
  const template = typeof message === "string" ? message : messageTemplate(message);
  const tags = { server: "127.0.0.1", port: "5432", db: "postgres", host: "db1" };
  const values = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${key}.name`, value]));
  return render(parseTemplate(template), {
    ...situation,
    renotifies: false,
    values: { ...values, "host.ip": "10.0.0.5" },
  });
}

const KINDS = [
  ["postgres", "PostgreSQL", postgresMonitors(SETTINGS)],
  ["mysql", "MySQL", mysqlMonitors(SETTINGS)],
] as const;

// field/agent.md 6: the check of PostgreSQL says nothing at all of a server that is away when the Agent starts.
describe.each(KINDS)("where a server is away, the words of %s's monitors are true", (check, name, pack) => {
  test("the Agent itself says that its check fails, from the first run on", () => {
    const words = said(pack.check, { state: "alert" });
    expect(words).toContain(`The check ${check} of the Agent on db1 (10.0.0.5) failed, 2 runs in a row`);
    expect(words).toContain(`datadog-agent check ${check}`);
    expect(words).toContain(pack.connect.title);
    expect(words).toMatch(/@oncall@example\.com$/);
  });

  test("a check that only warns calls nobody, and one that ends to fail says so", () => {
    expect(said(pack.check, { state: "warning" })).toBe("");
    expect(said(pack.check, { from: "warning", state: "recovery" })).toBe("");
    expect(said(pack.check, { from: "alert", state: "warning" })).toMatch(/runs again, but warns[^]*@oncall/);
    expect(said(pack.check, { from: "alert", state: "recovery" })).toMatch(/Nothing to do\.\n@oncall/);
  });

  test("silence is no claim that nobody tried, and is closed by hand only where the check runs well", () => {
    const words = said(pack.connect, { state: "noData" });
    expect(words).toContain(`Nothing was heard of ${name} on db1 10.0.0.5 (server 127.0.0.1, port 5432`);
    expect(words).not.toMatch(/has not tried|taken out of the stack/);
    const lines = words.split("\n");
    expect(lines.find((line) => line.includes("by hand"))).toMatch(/^It runs well: .* Only then/);
    expect(lines.some((line) => line.startsWith("It fails: the server is away"))).toBe(check === "postgres");
  });
});

// field/agent.md 13: MySQL's check says that it can't log in, and not why.
test("no message of MySQL's needs what its check does not say", () => {
  const galera = [{ host: "db1", clusterSize: 3 }];
  const { galera: clusters, ...pack } = mysqlMonitors({ ...SETTINGS, replication: true, galera });
  expect(JSON.stringify([pack, clusters])).not.toContain("check_message");
});

test("every state's words tell the host and, where something is to be done, a first command", () => {
  const galera = [{ host: "db1", clusterSize: 3 }];
  const { galera: clusters, ...ofMysql } = mysqlMonitors({ ...SETTINGS, replication: true, galera });
  const packs: MonitorDeclaration[] = [
    ...Object.values<MonitorDeclaration>({ ...postgresMonitors(SETTINGS) }),
    ...Object.values<MonitorDeclaration>({ ...ofMysql }),
    ...Object.values(clusters),
  ];
  expect(packs).toHaveLength(11);
  for (const { title, message } of packs) {
    const words = blocks(typeof message === "string" ? message : messageTemplate(message));
    for (const [state, text] of words) {
      expect([title, state, text]).toEqual([title, state, expect.stringContaining("{{host.name}}")]);
      const todo = state.includes("recovery") ? /Nothing to do\.$/m : /datadog-agent |sudo /;
      expect([title, state, text]).toEqual([title, state, expect.stringMatching(todo)]);
    }
  }
});

/** The words of a template of Datadog's, by state. */
function blocks(template: string): [string, string][] {
  return [...template.matchAll(/\{\{#(\w+)\}\}([^]*?)\{\{\/\1\}\}/g)].map(([, state = "", text = ""]) => [state, text]);
}

test("a service check monitor's mistakes stop the preview together, on its own line", async () => {
  const { connect } = postgresMonitors(SETTINGS);
  const wrong = {
    ...connect,
    condition: { ...connect.condition, by: ["host"], last: 1 },
  };
  await expect(monitors(() => new ServiceCheckMonitor("wrong", wrong))).rejects.toThrow(
    /check\/few-runs[^]*message\/group-missing/,
  );
});
