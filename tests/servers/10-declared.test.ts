import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oneOfEach, postgresServers, Server } from "./server.js";

const PASSWORD = "the-second-password";

describe.each(oneOfEach)("$flavour $version", (kind) => {
  let server: Server;
  let before: string;

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await server.catalogue();
  });
  afterAll(async () => {
    expect(await server.catalogue()).toBe(before);
    expect(await server.files()).not.toContain("/var/lib/lookout/");
  });

  // field/hosts.md 1
  test("a server that another address means is refused before anything is changed on this host's own", async () => {
    for (const wanted of [{ address: "192.0.2.7" }, { address: "127.0.0.1", port: 5999 }]) {
      const said = await server.refuse("create", wanted);
      // By its port, a local server is not found at all, or is another one.
      expect(said).toMatch(/is not what listens at|does not answer postgres|listens on port \d+, not 5999/);
      expect(await server.catalogue()).toBe(before);
    }
  });

  // field/hosts.md 1
  test("a user that is left alone is proved, and nothing is made, changed or dropped", async () => {
    await server.sql(
      server.isPostgres
        ? `CREATE ROLE theirs LOGIN PASSWORD '${PASSWORD}'; GRANT pg_monitor TO theirs`
        : `CREATE USER theirs@127.0.0.1 IDENTIFIED BY '${PASSWORD}'; GRANT PROCESS ON *.* TO theirs@127.0.0.1`,
    );
    const theirs = await server.catalogue();
    const wanted = { user: "theirs", manageUser: false, dbm: true };
    const { proof } = await server.make(wanted, PASSWORD);
    expect(proof).toMatchObject({ server: kind.flavour, user: "theirs", databaseMonitoring: true });
    expect(proof.withheld.map(({ what }) => what).join()).toMatch(/explain_statement|innodb_index_stats/);
    expect(await server.refuse("create", wanted)).toMatch(
      /theirs can't log in.*it is left alone \(manageUser: false\)/,
    );
    await server.remove(wanted);
    expect(await server.catalogue()).toBe(theirs);
    expect(await server.files()).not.toContain("/var/lib/lookout/");
    await server.sql(server.isPostgres ? "DROP ROLE theirs" : "DROP USER theirs@127.0.0.1");
  });

  // field/faults.md 3
  test.each([{}, { adopt: true, dbm: true }, { manageUser: false }])(
    "a script whose standard input was eaten changes nothing: %j",
    async (wanted) => {
      const { exitCode, stderr } = await server.run("create", wanted, {});
      expect(exitCode).not.toBe(0);
      expect(stderr).toMatch(/no password arrived on standard input, so nothing was changed/);
      expect(await server.catalogue()).toBe(before);
    },
  );

  // field/hosts.md 2
  test("no person's configuration decides where a login goes, or as whom", async () => {
    const hostile = server.isPostgres
      ? {
          "/root/.pgpass": "*:*:*:*:wrong",
          "/root/.psqlrc": "\\! touch /run/decided",
          "/root/.pg_service.conf": "[x]\nhost=192.0.2.7",
          "/root/.postgresql/root.crt": "no certificate",
          "/root/.postgresql/postgresql.crt": "no certificate",
        }
      : {
          "/root/.my.cnf":
            "[client]\nhost=192.0.2.7\nuser=backup\nprotocol=tcp\n[mysql]\ninit-command=DROP DATABASE x\ntable\n",
          "/root/.mylogin.cnf": "no login file",
        };
    for (const [file, text] of Object.entries(hostile)) {
      await server.exec(["sh", "-c", `mkdir -p "$(dirname ${file})"; cat >${file}; chmod 600 ${file}`], text);
    }
    try {
      await server.make({}, PASSWORD);
      expect(await server.logsIn(PASSWORD)).toBe(true);
      await server.remove({});
      await server.sh("test ! -e /run/decided");
    } finally {
      await server.sh(`rm -rf ${Object.keys(hostile).join(" ")} /root/.postgresql`);
    }
  });

  // field/faults.md 13
  test("a lock that somebody holds is waited for so long and no longer, and is named", async () => {
    const holding = server.exec(
      server.isPostgres
        ? [
            "runuser",
            "-u",
            "postgres",
            "--",
            "psql",
            "-c",
            "BEGIN; LOCK pg_shdescription IN SHARE MODE; SELECT pg_sleep(45)",
          ]
        : [
            "sh",
            "-c",
            "(echo 'FLUSH TABLES WITH READ LOCK; SELECT SLEEP(80);') | mariadb || mysql -e 'FLUSH TABLES WITH READ LOCK; SELECT SLEEP(80);'",
          ],
    );
    const locks = server.isPostgres
      ? "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'pg_shdescription'::regclass AND mode = 'ShareLock'"
      : "SELECT COUNT(*) > 0 FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP%'";
    await expect.poll(() => server.sql(locks)).toMatch(/^(t|1)$/);
    expect(await server.refuse("create", {})).toMatch(/somebody holds a lock/);
    await holding;
    await server.remove({});
  }, 300_000);
});

describe.each(postgresServers.slice(0, 1))("$flavour $version", (kind) => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.of(kind);
  });

  // field/hosts.md 15
  test("a search_path that somebody gave to everyone is nothing that matters", async () => {
    await server.sql("CREATE SCHEMA app; ALTER ROLE ALL SET search_path = app");
    try {
      const { warnings } = await server.make({ dbm: true }, PASSWORD);
      // The library is not loaded here, which is another matter; the view itself is found.
      expect(warnings).not.toMatch(/does not exist|lacks (extension|search_path|USAGE)/);
      expect(await server.explains("postgres", PASSWORD)).toBe(true);
    } finally {
      await server.remove({});
      await server.sql("ALTER ROLE ALL RESET search_path; DROP SCHEMA app");
    }
  });

  // field/agent.md 21
  test("schemas give USAGE where they are, say where they are not, and take it back", async () => {
    await server.sql(`CREATE SCHEMA "an App's"; CREATE SCHEMA other`);
    const usage = (schema: string) =>
      server.sql(`SELECT has_schema_privilege('datadog', '${schema.replaceAll("'", "''")}', 'USAGE')`);
    const { warnings } = await server.make({ dbm: true, schemas: ["an App's", "nowhere"] }, PASSWORD);
    expect(warnings).toMatch(/on schemas other of database postgres there are no plans/);
    expect(warnings).toMatch(/no database of .* has a schema nowhere/);
    expect(await usage("an App's")).toBe("t");
    await server.make({ dbm: true, schemas: ["other"] }, PASSWORD);
    expect([await usage("an App's"), await usage("other")]).toEqual(["f", "t"]);
    await server.remove({});
    await server.sql(`DROP SCHEMA "an App's"; DROP SCHEMA other`);
  });
});

// field/agent.md 7
describe.each(oneOfEach.filter(({ flavour }) => flavour !== "PostgreSQL"))("$flavour $version", (kind) => {
  test("what index metrics are read from is granted, and proved", async () => {
    const server = await Server.of(kind);
    expect((await server.make({}, PASSWORD)).proof.withheld).toEqual([]);
    const { exitCode } = await server.as("datadog", PASSWORD, "SELECT COUNT(*) FROM mysql.innodb_index_stats");
    expect(exitCode).toBe(0);
    await server.remove({});
  });
});
