import * as fc from "fast-check";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresRole } from "../../components/packs/postgres/role";
import { postgresServers, Server } from "./server.js";

const PASSWORD = "the-second-password";
const admin = { user: "boss", password: "" };
const adminSecret = { admin_password: "the-boss-password" };
const all = { dbm: true, manageServerSettings: true, allowRestart: true } as const;

/** The oldest and the newest, where a role's maker is no member of it, and memberships are inherited each on its own. */
const ends = [postgresServers[0], postgresServers[2]].filter((kind) => kind !== undefined);

/** A role of a managed server's kind. */
async function withBoss(server: Server, use: () => Promise<void>): Promise<void> {
  await server.sql(
    "CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'the-boss-password'; GRANT pg_monitor TO boss WITH ADMIN OPTION",
  );
  try {
    await use();
  } finally {
    await server.sql("DROP ROLE boss");
  }
}

/** Lines in front of pg_hba.conf. */
async function withRules(server: Server, lines: readonly string[], use: (file: string) => Promise<void>) {
  const file = `/etc/postgresql/${server.kind.version}/main/pg_hba.conf`;
  const reload = `systemctl reload ${server.unit}`;
  await server.exec(
    ["sh", "-c", `cp -p ${file} ${file}.was; { cat; cat ${file}.was; } >${file}; ${reload}`],
    `${lines.join("\n")}\n`,
  );
  try {
    await use(file);
  } finally {
    await server.sh(`mv ${file}.was ${file}; ${reload}`);
  }
}

/** Lines of shell in front of every psql, which have its standard input as $text. */
async function withPsql(server: Server, shell: string, use: () => Promise<void>): Promise<void> {
  const program = `#!/bin/sh\n[ "$1" = --version ] || text=$(cat)\n${shell}\nprintf '%s\\n' "$text" | /usr/bin/psql "$@"\n`;
  await server.exec(["sh", "-c", "cat >/usr/sbin/psql; chmod 755 /usr/sbin/psql"], program);
  try {
    await use();
  } finally {
    await server.sh("rm /usr/sbin/psql");
  }
}

describe.each(ends)("$flavour $version", (kind) => {
  let server: Server;
  let before: { catalogue: string; files: string };
  const state = async () => ({ catalogue: await server.catalogue(), files: await server.files() });

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await state();
  });
  // No test leaves a trace, whatever it makes.
  afterAll(async () => {
    expect(await state()).toEqual(before);
  });

  test("an administrator who is no superuser ends the role's sessions", async () => {
    await withBoss(server, async () => {
      await server.make({ admin }, PASSWORD, adminSecret);
      const sleeping = server.as("datadog", PASSWORD, "SELECT pg_sleep(60)");
      const sessions = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'datadog'";
      await expect.poll(() => server.sql(sessions)).toBe("1");
      expect(await server.remove({ admin }, adminSecret)).toBe("");
      expect((await sleeping).exitCode).not.toBe(0);
    });
  });

  test("an adopted role gets what it lacks, and nothing of it is left", async () => {
    await server.sql(`CREATE DATABASE "it's ""closed";`);
    await server.sql(
      `REVOKE CONNECT ON DATABASE "it's ""closed" FROM PUBLIC; REVOKE USAGE ON SCHEMA public FROM PUBLIC;
      CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO postgres; CREATE EXTENSION pg_stat_statements SCHEMA elsewhere;
      CREATE ROLE datadog NOLOGIN ${kind.version === "15" ? "" : "NOINHERIT"} PASSWORD 'an-old-password'`,
      `it's "closed`,
    );
    const theirs = await server.catalogue();
    const wanted = { adopt: true, dbm: true, moreDatabases: [{ database: `it's "closed` }] };
    const { proof } = await server.make(wanted, PASSWORD);
    expect(proof.withheld.map(({ what }) => what)).toContain(`search_path in database it's "closed`);
    expect(await server.explains(`it's "closed`)).toBe(true);
    const { stdout } = await server.as(
      "datadog",
      PASSWORD,
      "SELECT has_schema_privilege('elsewhere', 'USAGE')",
      `it's "closed`,
    );
    expect(stdout.trim()).toBe("t");
    await server.make(wanted, PASSWORD);
    await server.remove({});
    expect(await server.catalogue()).toBe(theirs);

    await server.sql("DROP ROLE datadog");
    const made = await server.make({ ...wanted, adopt: false }, PASSWORD);
    expect(made.proof.withheld.map(({ what }) => what)).not.toContain(`search_path in database it's "closed`);
    expect(await server.remove({})).toBe("");
    await server.sql(`DROP DATABASE "it's ""closed"`);
  });
});

describe.each(ends.slice(0, 1))("$flavour $version", (kind) => {
  let server: Server;
  let before: { catalogue: string; files: string };
  const state = async () => ({ catalogue: await server.catalogue(), files: await server.files() });

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await state();
  });
  afterAll(async () => {
    expect(await state()).toEqual(before);
  });

  test("an entry under another name takes over role, schema and extension, and takes them away", async () => {
    await server.make({ dbm: true }, PASSWORD);
    for (const what of ["ROLE datadog", "SCHEMA datadog", "EXTENSION pg_stat_statements"]) {
      await server.sql(`COMMENT ON ${what} IS 'made by Lookout for db9'`);
    }
    await server.make({ dbm: true }, PASSWORD);
    expect(await server.remove({})).toBe("");
  });

  test("where this host's notes are lost, the marks tell what to take away", async () => {
    await server.make({ dbm: true }, PASSWORD);
    await server.sh("rm -r /var/lib/lookout");
    await server.sql("DROP OWNED BY datadog; DROP EXTENSION pg_stat_statements; CREATE EXTENSION pg_stat_statements");
    const theirs = await server.sql("SELECT oid FROM pg_extension WHERE extname = 'pg_stat_statements'");
    expect(await server.remove({})).toBe("");
    expect(await server.sql("SELECT oid FROM pg_extension WHERE extname = 'pg_stat_statements'")).toBe(theirs);
    await server.sql("DROP EXTENSION pg_stat_statements");
  });

  test("where somebody dropped the role, what was made beside it goes all the same", async () => {
    await server.make({ dbm: true }, PASSWORD);
    for (const database of ["postgres", "template1"]) await server.sql("DROP OWNED BY datadog", database);
    await server.sql("DROP ROLE datadog");
    expect(await server.remove({})).toMatch(/or is gone/);
  });

  test("any password of one line is set and lets in, and is the only one", async () => {
    await server.make({}, PASSWORD);
    const anyLine = fc.string({ unit: "binary", minLength: 8, maxLength: 60 }).filter((text) => !/[\0\r\n]/.test(text));
    const { create } = postgresRole({});
    const files = create.files.filter((file) => ["connection.sh", "role.sh"].includes(path.basename(file)));
    const lines = fc.sample(anyLine, 30).map((password) => `${Buffer.from(password).toString("base64")}\n`);
    const { stdout, stderr } = await server.withFiles({ ...create, files }, eachPassword, lines.join(""));
    expect({ stdout, stderr }).toEqual({ stdout: "lets in\n".repeat(30), stderr: "" });
    await server.remove({});
  });
  const eachPassword = `
    cd /; mkdir "$scratch/secrets"; touch "$scratch/right"
    while read -r line; do
      printf '%s' "$line" | base64 -d >"$scratch/secrets/password"
      cp "$scratch/right" "$scratch/before"
      write_passfile right "$scratch/secrets/password"
      set_password
      if logs_in postgres && ! role_sql before postgres "SELECT 1" 2>/dev/null; then echo "lets in"; else echo "$line: $(said)"; fi
    done`;

  test("what the role owns is not dropped where the question for it fails, or is answered too early", async () => {
    await server.make({}, PASSWORD);
    await server.sql("CREATE TABLE kept (a int); ALTER TABLE kept OWNER TO datadog");
    await withPsql(
      server,
      `case $text in *pg_describe_object*) echo "lost the server" >&2; exit 2 ;; esac`,
      async () => {
        expect(await server.refuse("delete", {})).toMatch(
          /owns what Lookout did not make.*\n.*postgres \(lost the server\)/,
        );
      },
    );
    await withPsql(server, `case $text in *datname*pg_shdepend*"ORDER BY datname"*) exit 0 ;; esac`, async () => {
      expect(await server.refuse("delete", {})).toMatch(/can't be dropped: .*table public\.kept/);
    });
    expect(await server.sql("SELECT count(*) FROM kept")).toBe("0");
    await server.sql("DROP TABLE kept");
    await server.remove({});
  });

  test("a removal that is refused has done nothing", async () => {
    await server.make({ ...all, allowRestart: false }, PASSWORD);
    await server.sql("CREATE TABLE kept (a int); ALTER TABLE kept OWNER TO datadog");
    const before = [await server.catalogue(), await server.files()];
    await server.refuse("delete", {});
    expect([await server.catalogue(), await server.files()]).toEqual(before);
    await server.sql("DROP TABLE kept");
    // Nor is the drop-in forgotten with this host's notes.
    await server.sh("rm -r /var/lib/lookout");
    await server.remove({});
  });

  test("an object that can't be dropped for another reason than others' use stops the removal before the role", async () => {
    const before = await server.catalogue();
    await server.make({ dbm: true }, PASSWORD);
    await server.sql(`
      CREATE FUNCTION not_now() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
      CREATE EVENT TRIGGER not_now ON ddl_command_start WHEN TAG IN ('DROP SCHEMA') EXECUTE FUNCTION not_now();`);
    expect(await server.refuse("delete", {})).toMatch(/in database postgres can't be dropped.*not now/);
    await server.sql("DROP EVENT TRIGGER not_now; DROP FUNCTION not_now()");
    expect(await server.remove({})).toBe("");
    expect(await server.catalogue()).toBe(before);
  });

  test("a database that the administrator can't enter is withheld, and left at the removal", async () => {
    await server.sql("CREATE DATABASE providers TEMPLATE template0");
    await withBoss(server, async () => {
      await withRules(server, ["host providers boss all reject"], async () => {
        const { proof } = await server.make({ admin, dbm: true }, PASSWORD, adminSecret);
        expect(proof.withheld).toContainEqual({
          what: "Database Monitoring in database providers",
          why: expect.stringMatching(/pg_hba\.conf rejects/) as string,
        });
        expect(await server.remove({ admin }, adminSecret)).toMatch(/database providers lets boss not in/);
      });
    });
    await server.sql("DROP DATABASE providers");
  });

  test("a NOINHERIT role can't be adopted, with what to do", async () => {
    await server.sql("CREATE ROLE datadog NOINHERIT");
    expect(await server.refuse("create", { adopt: true })).toMatch(/is NOINHERIT.*ALTER ROLE datadog INHERIT/);
    await server.sql("DROP ROLE datadog");
  });

  test("an old client's limit for passwords is said before anything changes", async () => {
    const before = await server.catalogue();
    await withPsql(server, '[ "$1" != --version ] || { echo "psql (PostgreSQL) 13.9 (Debian)"; exit; }', async () => {
      const said = await server.refuse("create", {}, { password: "x".repeat(100) });
      expect(said).toMatch(/psql 13 here sends no password longer than 99 bytes/);
      await server.make({}, "x".repeat(99));
      await server.remove({});
    });
    expect(await server.catalogue()).toBe(before);
  });

  test("what another file or ALTER SYSTEM says after the drop-in is named, and the drop-in not left", async () => {
    await server.sql("ALTER SYSTEM SET track_activity_query_size = 2048");
    await server.sql("ALTER SYSTEM SET shared_preload_libraries = 'auto_explain'");
    const said = await server.refuse("create", all);
    expect(said).toMatch(/track_activity_query_size in \S+\/postgresql\.auto\.conf line \d.*ALTER SYSTEM RESET/);
    expect(said).toContain("shared_preload_libraries = 'auto_explain,pg_stat_statements'");
    expect(await server.files()).not.toContain("lookout.conf");
    const { proof } = await server.make({ dbm: true }, PASSWORD);
    expect(proof.missingSettings.map(({ line }) => line)).toContain(
      "shared_preload_libraries = 'auto_explain,pg_stat_statements'",
    );
    await server.sql("ALTER SYSTEM RESET ALL");
    await server.remove({});
  });

  test("what waits for a restart of others' is neither restarted nor reloaded for", async () => {
    const person = `/etc/postgresql/${kind.version}/main/conf.d/person.conf`;
    await server.make(all, PASSWORD);
    await server.sh(`echo 'max_connections = 77' >${person}; chmod 644 ${person}; systemctl reload ${server.unit}`);
    await expect.poll(() => server.sql("SELECT count(*) FROM pg_settings WHERE pending_restart")).toBe("1");
    const times = () => server.sql("SELECT pg_postmaster_start_time(), pg_conf_load_time()");
    const before = await times();
    await server.make(all, PASSWORD);
    expect(await times()).toBe(before);

    // From here the drop-in is another one, with which the server does not start: the one before comes back.
    const broken = `/etc/postgresql/${kind.version}/main/conf.d/broken.conf`;
    await server.sh(`echo "shared_preload_libraries = 'not_there'" >${broken}; chmod 644 ${broken}`);
    expect(await server.refuse("create", all)).toMatch(/which were taken back: .*not_there,pg_stat_statements/);
    await server.sh(`rm ${broken} ${person}; systemctl reset-failed ${server.unit} 2>/dev/null || :`);
    expect(await server.sql("SHOW shared_preload_libraries")).toBe("pg_stat_statements");
    await server.remove(all);
    expect(await server.files()).not.toContain("lookout.conf");
  });
});

describe.each(ends.slice(1))("$flavour $version", (kind) => {
  let server: Server;
  let before: { catalogue: string; files: string };
  const state = async () => ({ catalogue: await server.catalogue(), files: await server.files() });

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await state();
  });
  afterAll(async () => {
    expect(await state()).toEqual(before);
  });

  test("a role of another entry is refused with the name of that entry, until it is handed over", async () => {
    await server.make({ dbm: true }, PASSWORD);
    await server.sh("rm -r /var/lib/lookout");
    await server.sql("COMMENT ON ROLE datadog IS 'made by Lookout for db9'");
    const said = await server.refuse("create", {});
    expect(said).toMatch(
      /made by the stack's entry db9.*if db9 is gone, hand the role over: COMMENT ON ROLE datadog IS/,
    );
    expect(await server.remove({})).toMatch(/is not of this entry/);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    await server.sql(`COMMENT ON ROLE datadog IS 'adopted by Lookout for db9'`);
    expect(await server.refuse("create", { adopt: true })).toMatch(
      /adopted by the stack's entry db9.* IS NULL, and say/,
    );

    await server.sql(/hand the role over: (.*?)\. Then run/.exec(said)?.[1] ?? "");
    await server.sql("COMMENT ON SCHEMA datadog IS 'made by Lookout for db9'");
    expect(await server.refuse("create", { dbm: true })).toMatch(/schema datadog of the stack's entry db9/);
    // Refused once, it is refused again.
    expect(await server.refuse("create", { dbm: true })).toMatch(/schema datadog of the stack's entry db9/);
    await server.sql(`COMMENT ON SCHEMA datadog IS 'made by Lookout for ${server.name}'`);
    await server.remove({});
  });

  test("a database that is not there is named, without advice for pg_hba.conf", async () => {
    const said = await server.refuse("create", {
      moreDatabases: [{ database: "template1" }, { database: "not there" }],
    });
    expect(said).toMatch(/can't log in to not there at .*database "not there" does not exist\)/m);
    expect(said).not.toMatch(/pg_hba/);
    await server.remove({});
  });

  test("an administrator and a superuser are not adopted", async () => {
    expect(await server.refuse("create", { user: "postgres", adopt: true })).toMatch(/is a superuser/);
    await withBoss(server, async () => {
      const wanted = { user: "boss", adopt: true, admin };
      expect(await server.refuse("create", wanted, adminSecret)).toMatch(/is admin\.user itself/);
    });
  });

  test("the rule that decides is shown with its file, and no secret of it", async () => {
    const included = `/etc/postgresql/${kind.version}/main/more_hba.conf`;
    await server.exec(
      ["sh", "-c", `cat >${included}; chmod 644 ${included}`],
      'hostnossl all datadog all reject\nhost "postgres" /^data 127.0.0.0/8 ldap ldapserver=127.0.0.1 ldapbasedn="dc=x" ldapbinddn="cn=x" ldapbindpasswd=a-directory-secret ldapsearchattribute=uid\n',
    );
    await withRules(server, ["host all nobody_here all reject", "include more_hba.conf"], async () => {
      const said = await server.refuse("create", { tls: { mode: "require" } });
      expect(said).toContain(`line 2 of ${included} decides: host postgres /^data 127.0.0.0/8 ldap;`);
      expect(said).not.toContain("a-directory-secret");
    });
    await server.sh(`rm ${included}`);
    await server.remove({});
  });

  test.each(["localhost", "127.0.0.1"])("a refusal at %s has advice for an address", async (address) => {
    const rules = ["host all datadog ::1/128 reject", "host all datadog 127.0.0.0/8 reject"];
    await withRules(server, rules, async () => {
      const said = await server.refuse("create", { address, database: "a b", moreDatabases: [] });
      expect(said).toMatch(/line (1|2) of .* decides: host all datadog (::1\/128|127\.0\.0\.0\/8) reject/);
      expect(said).toMatch(/above it: host "a b" datadog (::1\/128|127\.0\.0\.1\/32) scram/);
    });
    await server.remove({ address });
  });

  test("a database made from template1 is prepared without another run", async () => {
    await server.make({ dbm: true }, PASSWORD);
    await server.sql("CREATE DATABASE made_later");
    expect(await server.explains("made_later")).toBe(true);
    expect(await server.remove({})).toBe("");
    expect(await server.sql("SELECT nspname FROM pg_namespace WHERE nspname = 'datadog'", "made_later")).toBe("");
    await server.sql("DROP DATABASE made_later");
  });

  test("the removal on a server that has become a standby names its primary; a replica's is none", async () => {
    await server.make({}, PASSWORD);
    const signal = `/var/lib/postgresql/${kind.version}/main/standby.signal`;
    await server.sh(`touch ${signal}`);
    await server.configure(["primary_conninfo = 'host=db9.example.com password=a-replication-password'"]);
    const said = await server.refuse("delete", {});
    expect(said).toMatch(/has become a standby.*its primary is db9\.example\.com: declare/);
    expect(said).not.toContain("a-replication-password");
    await server.remove({ replica: true });
    await server.sh(`rm ${signal}`);
    await server.configure([]);
    await server.remove({});
  });
});
