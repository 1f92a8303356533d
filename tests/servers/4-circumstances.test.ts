import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oneOfEach, postgresServers, Server } from "./server.js";

const PASSWORD = "the-second-password";
const admin = { user: "boss", password: "" };
const adminSecret = { admin_password: "the-boss-password" };

/** A role of a managed server's kind: it makes users and databases, and is no superuser. */
async function withBoss(server: Server, use: () => Promise<void>): Promise<void> {
  const accounts = ["'boss'@'127.0.0.1'", "'boss'@'localhost'"];
  const privileges = "CREATE USER, SELECT, CREATE, DROP, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, RELOAD ON *.*";
  await server.sql(
    server.isPostgres
      ? `CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'the-boss-password'; GRANT pg_monitor TO boss WITH ADMIN OPTION;`
      : accounts
          .map(
            (account) =>
              `CREATE USER ${account} IDENTIFIED BY 'the-boss-password'; GRANT ${privileges} TO ${account} WITH GRANT OPTION;`,
          )
          .join("\n"),
  );
  try {
    await use();
  } finally {
    await server.sql(
      server.isPostgres ? "DROP ROLE boss" : accounts.map((account) => `DROP USER ${account};`).join("\n"),
    );
  }
}

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

  test("an administrator who is no superuser does what he may, and says what he may not", async () => {
    await withBoss(server, async () => {
      const { proof, warnings } = await server.make({ admin, dbm: true }, PASSWORD, adminSecret);
      expect(await server.logsIn(PASSWORD)).toBe(true);
      expect(proof.withheld.length).toBeGreaterThan(0);
      for (const { what, why } of proof.withheld) {
        expect(warnings).toContain(`datadog lacks ${what}: ${why}`);
        expect(why).not.toBe("");
      }
      expect(await server.remove({ admin }, adminSecret)).toBe("");
    });
  });

  test("an administrator whom the server does not let in changes nothing", async () => {
    const said = await server.refuse("create", { admin: { user: "nobody_here", password: "" } }, adminSecret);
    expect(said).toMatch(/does not let nobody_here in .*check address, port, admin\.user, admin\.password/);
    expect(await server.catalogue()).toBe(before);
  });

  test("a server that is down is said so, and nothing else", async () => {
    await server.sh(`systemctl stop ${server.unit}`);
    expect(await server.refuse("create", {})).toMatch(
      /does not answer (postgres|root) at its local socket \(.+\); check/,
    );
    await server.sh(`systemctl start ${server.unit}`);
  });

  test("a session of the user's ends with it", async () => {
    await server.make({}, PASSWORD);
    const sleeping = server.as("datadog", PASSWORD, server.isPostgres ? "SELECT pg_sleep(60)" : "SELECT SLEEP(60)");
    const sessions = server.isPostgres
      ? "SELECT count(*) FROM pg_stat_activity WHERE usename = 'datadog'"
      : "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'datadog'";
    await expect.poll(() => server.sql(sessions)).toBe("1");
    await server.remove({});
    expect(await server.sql(sessions)).toBe("0");
    await sleeping;
  });

  test("a user that somebody else made is refused; adopted it is shown, used, and given back as it was", async () => {
    await server.sql(
      server.isPostgres
        ? "CREATE ROLE datadog NOLOGIN CONNECTION LIMIT 3 PASSWORD 'an-old-password'; COMMENT ON ROLE datadog IS 'by hand'"
        : "CREATE USER datadog@localhost IDENTIFIED BY 'an-old-password' WITH MAX_USER_CONNECTIONS 3; GRANT SELECT ON mysql.* TO datadog@localhost",
    );
    const theirs = await server.catalogue();
    expect(await server.refuse("create", {})).toMatch(/is there already .*not made by Lookout.*adopt: true/);
    expect(await server.catalogue()).toBe(theirs);
    const { warnings } = await server.make({ adopt: true }, PASSWORD);
    expect(warnings).toMatch(server.isPostgres ? /NOLOGIN, CONNECTION LIMIT 3/ : /SELECT ON `?mysql`?/);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    // Adopted once, it is known.
    expect((await server.make({ adopt: true }, PASSWORD)).warnings).toBe("");
    await server.remove({});
    expect(await server.catalogue()).toBe(theirs);
    await server.sql(server.isPostgres ? "DROP ROLE datadog" : "DROP USER datadog@localhost");
  });

  test("a user that owns what others may need is not dropped: the removal stops with the list", async () => {
    await server.make({ dbm: true }, PASSWORD);
    await server.sql(
      server.isPostgres
        ? "CREATE TABLE kept (a int); ALTER TABLE kept OWNER TO datadog"
        : "CREATE DATABASE theirs; CREATE DEFINER = datadog@localhost VIEW theirs.kept AS SELECT 1",
    );
    const said = await server.refuse("delete", {});
    expect(said).toMatch(server.isPostgres ? /table public\.kept in database postgres/ : /view theirs\.kept/);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    await server.sql(server.isPostgres ? "DROP TABLE kept" : "DROP DATABASE theirs");
    await server.remove({});
  });

  test("what somebody else put into the schema datadog stays", async () => {
    await server.make({ dbm: true }, PASSWORD);
    await server.sql("CREATE TABLE datadog.theirs (a int)");
    expect(await server.remove({})).toMatch(/stays/);
    expect(await server.sql("SELECT count(*) FROM datadog.theirs")).toBe("0");
    await server.sql(server.isPostgres ? "DROP SCHEMA datadog CASCADE" : "DROP DATABASE datadog");
  });

  test("a schema datadog that somebody else made is not taken over", async () => {
    await server.sql("CREATE SCHEMA datadog");
    expect(await server.refuse("create", { dbm: true })).toMatch(/has a schema datadog that Lookout did not make/);
    await server.remove({});
    await server.sql("DROP SCHEMA datadog");
  });

  test("of an entry under another name, what the first entry's removal finds is left", async () => {
    await server.make({}, PASSWORD);
    await server.sh("sed -i s/.*/renamed/ /var/lib/lookout/*/entry");
    expect(await server.remove({})).toMatch(/left as it is/);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    await server.make({}, PASSWORD);
    expect(await server.remove({})).toBe("");
  });
});

// The newest, whose catalogues differ most from the oldest's above.
describe.each(postgresServers.slice(-1))("$flavour $version", (kind) => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.of(kind);
  });
  const hba = () => `/etc/postgresql/${kind.version}/main/pg_hba.conf`;

  test("a login that pg_hba.conf refuses shows the line that decides", async () => {
    await server.sh(`sed -i '1i host all +pg_monitor 127.0.0.0/8 reject' ${hba()} && systemctl reload ${server.unit}`);
    const said = await server.refuse("create", {});
    expect(said).toContain(`line 1 of ${hba()} decides: host all +pg_monitor 127.0.0.0/8 reject`);
    expect(said).toContain("let pg_hba.conf have, above it: host postgres datadog 127.0.0.1/32 scram-sha-256");
    await server.sh(`sed -i 1d ${hba()} && systemctl reload ${server.unit}`);
  });

  test("through the socket, where the Agent is no peer, too; and let in, it is the Agent's way", async () => {
    const socket = "/var/run/postgresql";
    expect(await server.refuse("create", { socket })).toMatch(
      /Peer authentication failed.*decides: local all all peer/,
    );
    await server.sh(`sed -i '1i local all datadog scram-sha-256' ${hba()} && systemctl reload ${server.unit}`);
    await server.make({ socket }, PASSWORD);
    await server.sh(`sed -i 1d ${hba()} && systemctl reload ${server.unit}`);
    await server.remove({ socket });
  });

  test("a server that trusts everybody is warned of, and the password set all the same", async () => {
    await server.sh(`sed -i '1i host all datadog 127.0.0.1/32 trust' ${hba()} && systemctl reload ${server.unit}`);
    expect((await server.make({}, PASSWORD)).warnings).toMatch(/trusts everyone/);
    await server.sh(`sed -i 1d ${hba()} && systemctl reload ${server.unit}`);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    await server.remove({});
  });

  test.each(["md5", "scram-sha-256"])("password_encryption = %s: the verifier is SCRAM's", async (encryption) => {
    await server.configure([`password_encryption = '${encryption}'`]);
    await server.make({}, PASSWORD);
    expect(await server.sql("SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = 'datadog'")).toBe(
      "SCRAM-SHA-256$",
    );
    await server.remove({});
    await server.configure([]);
  });

  test("a standby is refused, and its primary named", async () => {
    const data = `/var/lib/postgresql/${kind.version}/main`;
    await server.sh(`touch ${data}/standby.signal`);
    await server.configure([
      "primary_conninfo = 'host=db9.example.com port=5432 user=replicator password=a-replication-password'",
    ]);
    const said = await server.refuse("create", {});
    expect(said).toMatch(/is a standby, .*its primary is db9\.example\.com: declare the database there/);
    expect(said).not.toContain("a-replication-password");
    await server.sh(`rm ${data}/standby.signal`);
    await server.configure([]);
  });

  test("settings with which the server does not start are taken back, and it runs", async () => {
    // What loads beside our library and is not there.
    await server.sh(
      `printf "shared_preload_libraries = 'not_there'\\n" >/etc/postgresql/${kind.version}/main/conf.d/broken.conf`,
    );
    const said = await server.refuse("create", { dbm: true, manageServerSettings: true, allowRestart: true });
    expect(said).toMatch(/does not start with these settings, which were taken back: .*not_there,pg_stat_statements/);
    await server.sh(`rm /etc/postgresql/${kind.version}/main/conf.d/broken.conf; systemctl restart ${server.unit}`);
    expect(await server.files()).not.toContain("lookout.conf");
    await server.remove({});
  });
});

describe.each(oneOfEach.slice(1))("$flavour $version", (kind) => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.of(kind);
  });

  test.each([
    ["NO_BACKSLASH_ESCAPES", ["sql_mode = NO_BACKSLASH_ESCAPES"]],
    ["ANSI_QUOTES, skip-name-resolve", ["sql_mode = ANSI_QUOTES", "skip-name-resolve"]],
  ])("%s: made, rotated and taken away", async (_, lines) => {
    await server.configure(lines);
    const before = await server.catalogue();
    for (const password of ["back\\slash'\"quote", "an'other\\"]) {
      await server.make({ dbm: true }, password);
      expect(await server.logsIn(password)).toBe(true);
    }
    await server.remove({});
    expect(await server.catalogue()).toBe(before);
    await server.configure([]);
  });

  test("a read-only replica is refused, and its source named", async () => {
    await server.configure(["server_id = 7"]);
    await server.sql(
      kind.flavour === "MySQL"
        ? "CHANGE REPLICATION SOURCE TO SOURCE_HOST = 'db9.example.com', SOURCE_PORT = 3307; SET GLOBAL read_only = 1"
        : "CHANGE MASTER TO MASTER_HOST = 'db9.example.com', MASTER_PORT = 3307; SET GLOBAL read_only = 1",
    );
    expect(await server.refuse("create", {})).toMatch(/is read-only, .*its source is db9\.example\.com:3307: declare/);
    await server.sql(
      kind.flavour === "MySQL"
        ? "SET GLOBAL read_only = 0; RESET REPLICA ALL"
        : "SET GLOBAL read_only = 0; RESET SLAVE ALL",
    );
    await server.configure([]);
  });

  test("options that the server can't serve fail with the reason, and change nothing", async () => {
    await server.configure(["performance_schema = OFF", "skip-log-bin"]);
    const before = await server.catalogue();
    expect(await server.refuse("create", { galera: { clusterSize: 3 } })).toMatch(/not a node of a Galera cluster/);
    expect(await server.refuse("create", { replication: true })).toMatch(/takes no part in replication/);
    expect(await server.refuse("create", { extraPerformanceMetrics: true })).toMatch(
      /has performance_schema off.*performance_schema = ON/,
    );
    expect(await server.catalogue()).toBe(before);
    await server.configure([]);
  });

  test("accounts are for the host parts that are asked for, and none is for everywhere", async () => {
    await server.make({ hostParts: ["localhost", "127.0.0.1", "::1", "192.0.2.7"] }, PASSWORD);
    const parts = "SELECT Host FROM mysql.user WHERE User = 'datadog' ORDER BY 1";
    expect((await server.sql(parts)).split("\n")).toEqual(["127.0.0.1", "192.0.2.7", "::1", "localhost"]);
    await server.make({}, PASSWORD);
    expect((await server.sql(parts)).split("\n")).toEqual(["127.0.0.1", "localhost"]);
    await server.make({ hostParts: ["%"] }, PASSWORD);
    expect(await server.sql(parts)).toBe("%");
    await server.remove({});
  });

  test("an adopted account without limits, with rights and a role of its own, is given back with just these", async () => {
    const account = "datadog@localhost";
    const role =
      kind.flavour === "MySQL" ? `SET DEFAULT ROLE readers TO ${account}` : `SET DEFAULT ROLE readers FOR ${account}`;
    await server.sql(
      `CREATE ROLE readers; CREATE USER ${account} IDENTIFIED BY 'an-old-password'; GRANT readers TO ${account}; ${role}; GRANT PROCESS ON *.* TO ${account}`,
    );
    const theirs = await server.catalogue();
    await server.make({ adopt: true, schemaSizeMetrics: true }, PASSWORD);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    // As a kill between the two would leave it: given back, and still in the list.
    await server.remove({});
    expect(await server.catalogue()).toBe(theirs);
    await server.sql(`DROP USER ${account}; DROP ROLE readers`);
  });

  test("a procedure of somebody's under the name of ours, without a comment, is theirs", async () => {
    await server.sql(
      "CREATE DATABASE theirs; CREATE PROCEDURE theirs.explain_statement(IN query TEXT) SELECT 'theirs'",
    );
    const { warnings } = await server.make({ dbm: true }, PASSWORD);
    expect(warnings).toMatch(/lacks explain_statement in schema `theirs`: a procedure of that name is there already/);
    await server.remove({});
    expect(await server.sql("CALL theirs.explain_statement('')")).toBe("theirs");
    await server.sql("DROP DATABASE theirs");
  });

  test("a session over IPv6 ends with its account", async () => {
    await server.configure([`bind-address = 127.0.0.1,::1`]);
    const wanted = { hostParts: ["127.0.0.1", "::1"] };
    await server.make(wanted, PASSWORD);
    const client = kind.flavour === "MySQL" ? "mysql" : "mariadb";
    const sleeping = server.exec(
      ["env", `MYSQL_PWD=${PASSWORD}`, client, "--no-defaults", "--protocol=tcp", "--host=::1", "--user=datadog"],
      "SELECT SLEEP(60)",
    );
    const sessions = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = 'datadog'";
    await expect.poll(() => server.sql(sessions)).toBe("1");
    expect(await server.remove(wanted)).toBe("");
    expect(await server.sql(sessions)).toBe("0");
    await sleeping;
    await server.configure([]);
  });

  test("sizes of every table are seen with the least privilege that shows them", async () => {
    await server.sql("CREATE DATABASE sized; CREATE TABLE sized.t (a INT)");
    await server.make({ schemaSizeMetrics: true }, PASSWORD);
    const { stdout } = await server.as(
      "datadog",
      PASSWORD,
      "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'sized'",
    );
    expect(stdout.trim()).toBe("t");
    expect((await server.as("datadog", PASSWORD, "SELECT * FROM sized.t")).exitCode).not.toBe(0);
    await server.remove({});
    await server.sql("DROP DATABASE sized");
  });
});

test.each(oneOfEach)("$flavour: a server that is not there needs no removal", async (kind) => {
  const server = await Server.of(kind);
  expect(await server.remove({})).toMatch(/left as it is/);
});
