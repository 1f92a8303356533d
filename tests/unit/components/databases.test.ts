import { expect, test } from "vitest";
import { SecretValue } from "../../../components/agent/integration";
import { mysqlIntegration } from "../../../components/databases/mysql/integration";
import { postgresIntegration } from "../../../components/databases/postgres/integration";
import { proof } from "../../../components/databases/proof";

/** What the Agent's files get of the secret. */
const password = new SecretValue("db1_orders_password", "hunter2");

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
      ignoreDatabases: ["template0"],
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
      ignore_databases: ["template0"],
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

test("the proof is the last line, whatever a login shell printed before it", () => {
  expect(proof('Welcome!\n{"server":"MariaDB","version":"10.11.18"}')).toEqual({
    server: "MariaDB",
    version: "10.11.18",
  });
});
