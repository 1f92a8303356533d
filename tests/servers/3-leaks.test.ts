import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oneOfEach, Server } from "./server.js";

/** The most that each server can be made to write down. */
const EVERYTHING: Readonly<Record<string, readonly string[]>> = {
  PostgreSQL: [
    "log_statement = all",
    "log_min_duration_statement = 0",
    "log_min_error_statement = debug5",
    "log_connections = on",
    "shared_preload_libraries = 'pg_stat_statements,pgaudit'",
    "pg_stat_statements.track = all",
    "pg_stat_statements.track_utility = on",
    "pgaudit.log = all",
    "pgaudit.log_parameter = on",
  ],
  MariaDB: [
    "general_log = ON",
    "general_log_file = general.log",
    "slow_query_log = ON",
    "slow_query_log_file = slow.log",
    "long_query_time = 0",
    "log_bin = binary",
    "binlog_format = STATEMENT",
    "performance_schema = ON",
    "performance_schema_consumer_events_statements_current = ON",
    "performance_schema_consumer_events_statements_history_long = ON",
    "plugin_load_add = server_audit",
    "server_audit_logging = ON",
    "server_audit_file_path = audit.log",
  ],
  MySQL: [
    "general_log = ON",
    "general_log_file = general.log",
    "slow_query_log = ON",
    "slow_query_log_file = slow.log",
    "long_query_time = 0",
    "log_bin = binary",
    "performance_schema_consumer_events_statements_history_long = ON",
  ],
};

/** Where something written down would be: data, logs, histories, memory's file systems. */
const PLACES = "/var /etc /root /home /tmp /run /dev/shm";

describe.each(oneOfEach)("$flavour $version, writing down all it can", (kind) => {
  let server: Server;
  // A host has two servers, and one writes down what is looked for in the other.
  const first = `correct-horse-of-${kind.flavour}`;
  const second = `another.Staple~${kind.flavour}`;
  const refused = `some-password-of-${kind.flavour}`;
  let processes = "";

  beforeAll(async () => {
    server = await Server.of(kind);
    await server.configure(EVERYTHING[kind.flavour] ?? []);
    if (server.isPostgres) await server.sql("CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pgaudit;");
    const sampling = server.sampleProcesses();
    await server.make({ dbm: true }, first);
    await server.make({ dbm: true }, second);
    processes = await sampling.end();
  });
  afterAll(async () => {
    if (server.isPostgres) await server.sql("DROP EXTENSION pg_stat_statements; DROP EXTENSION pgaudit;");
    await server.remove({ dbm: true });
    await server.configure([]);
  });

  /** Files, and rows of the server's own tables, that hold a text. */
  async function seen(text: string): Promise<string[]> {
    const files = await server.sh(`grep -rlF --binary-files=text -e '${text}' ${PLACES} 2>/dev/null || :`);
    const rows = await server.sql(
      server.isPostgres
        ? `SELECT 'pg_stat_statements' FROM pg_stat_statements WHERE query LIKE '%${text}%' AND query NOT LIKE '%LIKE%'`
        : `SELECT CONCAT('events_statements_history_long: ', EVENT_NAME) FROM performance_schema.events_statements_history_long WHERE SQL_TEXT LIKE '%${text}%' AND SQL_TEXT NOT LIKE '%LIKE%'`,
    );
    return [...files.split("\n"), ...rows.split("\n")].filter((line) => line !== "");
  }

  test("what a person types is written down: the places are the right ones", async () => {
    const typed = "typed-by-a-person";
    await server.sql(
      server.isPostgres
        ? `CREATE ROLE careless PASSWORD '${typed}'; DROP ROLE careless;`
        : `CREATE TABLE sys.${typed.replaceAll("-", "_")} (a INT) COMMENT '${typed}'; DROP TABLE sys.${typed.replaceAll("-", "_")};`,
    );
    const places = (await seen(typed)).join("\n");
    for (const place of {
      PostgreSQL: [/postgresql-.*\.log/, /pg_stat_statements/],
      MariaDB: [/general\.log/, /slow\.log/, /binary\.0/, /audit\.log/, /events_statements_history_long/],
      MySQL: [/general\.log/, /slow\.log/, /binary\.0/, /events_statements_history_long/],
    }[kind.flavour]) {
      expect(places).toMatch(place);
    }
    if (server.isPostgres) expect(await server.sh("cat /var/log/postgresql/*.log")).toContain("AUDIT: ");
  });

  test("no password of ours is in any of them", async () => {
    expect(await server.logsIn(second)).toBe(true);
    expect([...(await seen(first)), ...(await seen(second))]).toEqual([]);
  });

  test("no password is in the process list", () => {
    expect(processes).toMatch(/\/run\/lookout/);
    expect(processes).toMatch(/psql|mariadb|mysql/);
    for (const password of [first, second]) {
      expect(processes.includes(password)).toBe(false);
      expect(processes.includes(Buffer.from(password).toString("base64").replace(/=+$/, ""))).toBe(false);
    }
  });

  test("no password is in the error of a statement that is refused with it in its hands", async () => {
    const statements = server.isPostgres
      ? "CREATE ROLE boss LOGIN PASSWORD 'the-boss-password'"
      : "CREATE USER boss@'127.0.0.1' IDENTIFIED BY 'the-boss-password'; CREATE USER boss@localhost IDENTIFIED BY 'the-boss-password'; GRANT SELECT ON mysql.* TO boss@'127.0.0.1', boss@localhost";
    await server.sql(statements);
    const admin = { user: "boss", password: "" };
    const said = await server.refuse(
      "create",
      { user: "other", admin },
      { admin_password: "the-boss-password", password: refused },
    );
    expect(said).toMatch(/other can't be made/);
    expect(said).not.toMatch(/some-password|the-boss-password/);
    expect(await seen(refused)).toEqual([]);
    await server.sql(server.isPostgres ? "DROP ROLE boss" : "DROP USER boss@'127.0.0.1', boss@localhost");
    await server.sh("rm -rf /var/lib/lookout/*-other");
  });
});
