import fc from "fast-check";
import * as fs from "node:fs";
import { expect, test } from "vitest";
import { SecretValue } from "../../../components/agent/integration";
import { mysqlIntegration } from "../../../components/packs/mysql/integration";
import { postgresIntegration } from "../../../components/packs/postgres/integration";
import { leastMysqlLimit, mysqlLimit } from "../../../components/packs/mysql/connections";
import { databasesAtOnce, leastPostgresLimit, postgresLimit } from "../../../components/packs/postgres/connections";
import { oneOfSeveral, reportedHostname } from "../../../components/packs/databases/names";
import { mysqlUser } from "../../../components/packs/mysql/user";
import { postgresRole } from "../../../components/packs/postgres/role";
import { unserved } from "../../../components/packs/postgres/unserved";

/** What the Agent's files get of the secret: the server's own. */
const password = new SecretValue("password", "hunter2", "db1-orders");

test("postgres: the least is a login over TCP to the database postgres", () => {
  expect(postgresIntegration("db1-orders", {}, "hunter2")).toEqual({
    name: "postgres",
    instances: [{ host: "127.0.0.1", port: 5432, username: "datadog", password, dbname: "postgres" }],
  });
});

test("postgres: every option stands under the Agent's own name for it", () => {
  const { instances } = postgresIntegration(
    "db1-orders",
    {
      address: "orders.example.com",
      port: 5433,
      user: "dd",
      database: "orders",
      dbm: true,
      tls: { mode: "verify-full", rootCertificate: "/etc/ssl/ca.pem", certificate: "/c.pem", key: "/k.pem" },
      reportedHostname: "orders-1",
      relations: [
        { name: "orders", schemas: ["public"] },
        { regex: "^log_", kinds: ["r", "p"] },
      ],
      customQueries: [
        { query: "SELECT 1", columns: [{ name: "one", type: "gauge" }], metricPrefix: "x", intervalSeconds: 60 },
      ],
      ignoreDatabases: ["template0", "scratch"],
      queryTimeoutSeconds: 2,
      intervalSeconds: 30,
      tags: ["team:dba"],
      extra: { collect_wal_metrics: true },
    },
    "hunter2",
  );
  expect(instances).toEqual([
    {
      host: "orders.example.com",
      port: 5433,
      username: "dd",
      password,
      dbname: "orders",
      dbm: true,
      max_connections: 16,
      ssl: "verify-full",
      ssl_root_cert: "/etc/ssl/ca.pem",
      ssl_cert: "/c.pem",
      ssl_key: "/k.pem",
      reported_hostname: "orders-1",
      relations: [
        { relation_name: "orders", schemas: ["public"] },
        { relation_regex: "^log_", relkind: ["r", "p"] },
      ],
      custom_queries: [
        { metric_prefix: "x", query: "SELECT 1", columns: [{ name: "one", type: "gauge" }], collection_interval: 60 },
      ],
      ignore_databases: [
        ...["template0", "template1", "rdsadmin", "azure_maintenance", "cloudsqladmin", "alloydbadmin"],
        ...["alloydbmetadata", "scratch"],
      ],
      query_timeout: 2000,
      min_collection_interval: 30,
      tags: ["team:dba"],
      collect_wal_metrics: true,
    },
  ]);
});

test("postgres: a socket's directory is the host, and further databases are instances with the same login", () => {
  const { instances } = postgresIntegration(
    "db1-orders",
    { socket: "/run/postgresql", moreDatabases: [{ database: "billing", relations: [{ name: "invoices" }] }] },
    "hunter2",
  );
  expect(instances).toEqual([
    { host: "/run/postgresql", port: 5432, username: "datadog", password, dbname: "postgres" },
    {
      host: "/run/postgresql",
      port: 5432,
      username: "datadog",
      password,
      dbname: "billing",
      dbm: false,
      dbstrict: true,
      relations: [{ relation_name: "invoices" }],
    },
  ]);
});

test("mysql: the least is a login over TCP, and no options", () => {
  expect(mysqlIntegration("db1-orders", {}, "hunter2")).toEqual({
    name: "mysql",
    instances: [{ host: "127.0.0.1", port: 3306, username: "datadog", password }],
  });
});

test("mysql: every option stands under the Agent's own name for it", () => {
  const { instances } = mysqlIntegration(
    "db1-orders",
    {
      socket: "/run/mysqld/mysqld.sock",
      dbm: true,
      reportedHostname: "orders-1",
      replication: true,
      replicationChannel: "main",
      galera: { clusterSize: 3 },
      extraStatusMetrics: true,
      extraInnodbMetrics: true,
      extraPerformanceMetrics: true,
      schemaSizeMetrics: true,
      tableSizeMetrics: true,
      innodbMetrics: false,
      customQueries: [{ query: "SELECT 1", columns: [{ name: "one", type: "gauge" }] }],
      extra: { charset: "utf8mb4" },
    },
    "hunter2",
  );
  expect(instances).toEqual([
    {
      host: "localhost",
      sock: "/run/mysqld/mysqld.sock",
      username: "datadog",
      password,
      dbm: true,
      reported_hostname: "orders-1",
      options: {
        replication: true,
        replication_channel: "main",
        galera_cluster: true,
        extra_status_metrics: true,
        extra_innodb_metrics: true,
        extra_performance_metrics: true,
        schema_size_metrics: true,
        table_size_metrics: true,
        disable_innodb_metrics: true,
      },
      custom_queries: [{ query: "SELECT 1", columns: [{ name: "one", type: "gauge" }] }],
      charset: "utf8mb4",
    },
  ]);
});

test.each([
  ["disabled", undefined],
  ["required", { check_hostname: false }],
  ["verify-ca", { ca: "/ca.pem", check_hostname: false }],
  ["verify-identity", { ca: "/ca.pem", check_hostname: true }],
] as const)("mysql: TLS %s", (mode, ssl) => {
  const rootCertificate = mode.startsWith("verify") ? "/ca.pem" : undefined;
  const [instance] = mysqlIntegration("db1-orders", { tls: { mode, rootCertificate } }, "hunter2").instances;
  expect(instance?.ssl).toEqual(ssl);
});

// field/agent.md 4
test("Database Monitoring is on in one instance a server, so that each statement is counted once", () => {
  const moreDatabases = [{ database: "billing" }, { database: "stock", relations: [{ name: "items" }] }];
  const extra = { dbstrict: false, dbm: true };
  const { instances } = postgresIntegration("db1-orders", { dbm: true, moreDatabases, extra }, "hunter2");
  expect(instances.map(({ dbname, dbm, dbstrict }) => [dbname, dbm, dbstrict])).toEqual([
    ["postgres", true, false],
    ["billing", false, true],
    ["stock", false, true],
  ]);
});

// field/agent.md 5
test("the limit holds the sessions of the Agent, and those of the proof beside it, with all databases busy", () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.nat(40),
      fc.option(fc.integer({ min: 2, max: 500 }), { nil: undefined }),
      (dbm, more, limit) => {
        const server = { dbm, moreDatabases: new Array<unknown>(more).fill({}), connectionLimit: limit };
        if (limit !== undefined && limit < leastPostgresLimit(server)) return;
        const databases = databasesAtOnce(server) ?? 0;
        const agent = (dbm ? 3 : 1) + more + 2 * databases;
        const proof = (dbm ? 3 : 1) + more + databases;
        expect(agent + proof + 1).toBeLessThanOrEqual(postgresLimit(server));
      },
    ),
  );
  // What eight busy databases were starved by.
  expect(postgresLimit({ dbm: true })).toBeGreaterThanOrEqual(3 + 14 + 3 + 14);
  expect(postgresLimit({})).toBe(10);
  expect(mysqlLimit({})).toBe(10);
  expect(mysqlLimit({ dbm: true })).toBeGreaterThan(leastMysqlLimit({ dbm: true }));
});

test("the role's limit and the check's own are of one reckoning", () => {
  for (const args of [
    { dbm: true },
    { dbm: true, connectionLimit: 40 },
    { extra: { database_autodiscovery: { enabled: true } } },
  ]) {
    const { connection_limit: limit } = postgresRole(args).create.variables ?? {};
    const [instance] = postgresIntegration("db1-orders", args, "hunter2").instances;
    expect(Number(limit)).toBeGreaterThan(3 * Number(instance?.max_connections));
  }
  expect(postgresRole({ connectionLimit: 5 }).create.variables).toMatchObject({ connection_limit: 5 });
  expect(mysqlUser({ dbm: true }).create.variables).toMatchObject({ connection_limit: 15 });
});

// field/agent.md 8
test("servers of one kind that Datadog would show as one are told apart by their ports", () => {
  const host = { name: "db1", address: "10.0.0.5" };
  const local = { type: "postgres" };
  const second = { type: "postgres", address: "10.0.0.5" };
  const far = { type: "postgres", address: "billing.example.com", admin: {} };
  expect(oneOfSeveral(local, [local, { type: "mysql" }, far], host)).toBe(false);
  expect(oneOfSeveral(local, [local, second], host)).toBe(true);
  expect(oneOfSeveral(far, [local, second, far], host)).toBe(false);
  expect(oneOfSeveral(far, [far, { ...far, reportedHostname: "billing" }], host)).toBe(false);
  const [postgres] = postgresIntegration("db1-a", { oneOfSeveral: true }, "x").instances;
  const [mysql] = mysqlIntegration("db1-a", { oneOfSeveral: true, port: 3307, socket: "/run/b.sock" }, "x").instances;
  expect(postgres?.database_identifier).toEqual({ template: "$resolved_hostname:$port" });
  expect(mysql?.database_identifier).toEqual({ template: "$resolved_hostname:3307" });
});

// field/agent.md 9
test.each([
  [{}, undefined],
  [{ address: "localhost" }, undefined],
  [{ socket: "/run/postgresql" }, undefined],
  [{ address: "10.0.0.5" }, "db1"],
  [{ address: "::1" }, "db1"],
  [{ address: "127.0.1.1" }, "db1"],
  [{ address: "db1" }, "db1"],
  [{ address: "10.0.0.5", reportedHostname: "orders" }, "orders"],
  [{ address: "billing.example.com", admin: {} }, undefined],
])("a server of the host's own is shown under the host's name: %j as %s", (server, shown) => {
  const host = { name: "db1", address: "10.0.0.5" };
  expect(reportedHostname({ type: "postgres", ...server }, host)).toBe(shown);
});

// field/agent.md 10
test("a database postgres that is ignored is not collected otherwise", () => {
  const [instance] = postgresIntegration("db1-a", { ignoreDatabases: ["postgres"] }, "x").instances;
  expect(instance).toMatchObject({ collect_default_database: false });
  expect(instance?.ignore_databases).toContain("template0");
});

// field/agent.md 12
test("mysql: what Database Monitoring turns on by itself is written out where it is not wanted", () => {
  const options = (args: object) => mysqlIntegration("db1-a", { dbm: true, ...args }, "x").instances[0]?.options;
  expect(options({})).toEqual({ replication: false, extra_status_metrics: false });
  expect(options({ replication: true })).toEqual({ replication: true, extra_status_metrics: false });
});

// field/hosts.md 4
test("no free key takes one of Lookout's own away", () => {
  const extra = { username: "root", host: "elsewhere", dbm: false, password: "x" };
  expect(postgresIntegration("db1-a", { dbm: true, extra }, "x").instances).toMatchObject([
    { username: "datadog", host: "127.0.0.1", dbm: true },
  ]);
  expect(mysqlIntegration("db1-a", { dbm: true, extra }, "x").instances).toMatchObject([
    { username: "datadog", host: "127.0.0.1", dbm: true },
  ]);
});

// field/hosts.md 1
test.each([
  ["postgres", (args: object) => postgresRole({ dbm: true, ...args })],
  ["mysql", (args: object) => mysqlUser({ dbm: true, ...args })],
])("%s: a user that is left alone has no script that changes anything, neither at its end", (_, scripts) => {
  const changing = /(role|accounts|dbm|dbm-end|schemas|release|restart|remove|monitor)\.sh$/;
  const { create, delete: end } = scripts({ manageUser: false });
  expect(create.files.filter((file) => changing.test(file))).toEqual([]);
  expect(end.files.map((file) => file.split("/").at(-1))).toEqual(["left-alone-end.sh"]);
  expect(scripts({}).create.files.some((file) => changing.test(file))).toBe(true);
});

// field/faults.md 3
test.each([
  [postgresRole({})],
  [mysqlUser({})],
  [postgresRole({ manageUser: false })],
  [mysqlUser({ manageUser: false })],
])("each script that needs a secret asks for it before anything else is done", ({ create }) => {
  const main = fs.readFileSync(create.files.at(-1) ?? "", "utf8");
  expect(main.indexOf("need_secrets password")).toBeGreaterThan(0);
  expect(main).not.toMatch(/(connect_as_admin|find_client|ask_server)[^]*need_secrets/);
});

// field/agent.md 11
test.each([
  ["1:7.70.1-1", true],
  ["1:7.71.0-1", true],
  ["1:7.72.4-1", false],
  ["1:7.84.2-1", false],
  ["1:7.7.1-1", false],
])("what Agent %s can't serve is said: %s", (version, says) => {
  const relations = [{ regex: "^a", schemas: ["public"] }];
  expect(unserved({ relations }, version).length > 0).toBe(says);
  expect(unserved({ moreDatabases: [{ database: "b", relations }] }, version).length > 0).toBe(says);
  expect(unserved({ relations: [{ regex: "^a" }] }, version)).toEqual([]);
});
