import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect } from "vitest";
import { mysqlUser, type MysqlUser } from "../../components/packs/mysql/user";
import { postgresRole, type PostgresRole } from "../../components/packs/postgres/role";
import { printedByScript } from "../../components/host/mark";
import { commandInput, commandText, type Script, type Scripts } from "../../components/host/script";
import type { CommandResult } from "../../sandbox/command.js";
import { containerName } from "../../sandbox/hosts/container.js";
import { hostExec } from "../../sandbox/hosts/hosts.js";
import { findInstance, type Instance, type InstanceHost } from "../../sandbox/instance.js";
import type { Proof } from "../../components/packs/databases/proof";

const COMMAND = "the-login";

export type Flavour = "PostgreSQL" | "MariaDB" | "MySQL";

/** A server that the sandbox has: its host's name and what Debian packages there. */
export interface Kind {
  readonly flavour: Flavour;
  /** As far as it is known beforehand. */
  readonly version: string;
  readonly host: string;
}

export const postgresServers: readonly Kind[] = [
  { flavour: "PostgreSQL", version: "15", host: "bookworm" },
  { flavour: "PostgreSQL", version: "17", host: "trixie" },
  { flavour: "PostgreSQL", version: "18", host: "unstable" },
];

export const mysqlServers: readonly Kind[] = [
  { flavour: "MariaDB", version: "10.11", host: "bookworm" },
  { flavour: "MariaDB", version: "11.8", host: "trixie" },
  { flavour: "MySQL", version: "9.7", host: "unstable" },
];

/** One server of each flavour, for what does not differ between its versions. */
export const oneOfEach: readonly Kind[] = [...postgresServers.slice(0, 1), mysqlServers[0], mysqlServers[2]].filter(
  (kind) => kind !== undefined,
);

/** How the product is asked to monitor a server: the user's arguments, whichever the server is. */
export type Wanted = Omit<PostgresRole & MysqlUser, "tls"> & Pick<PostgresRole | MysqlUser, "tls">;

/** What a script that succeeded said. */
export interface Made {
  readonly proof: Proof;
  readonly warnings: string;
}

/** A server as the product's own scripts meet it on a host, past SSH and past the engine. */
export class Server {
  private constructor(
    readonly kind: Kind,
    private readonly instance: Instance,
    private readonly host: InstanceHost,
  ) {}

  static async of(kind: Kind): Promise<Server> {
    const instance = await findInstance("servers");
    const host = instance?.hosts.find(({ name }) => name === kind.host);
    if (instance === undefined || host === undefined) throw new Error("the servers' hosts are not up");
    return new Server(kind, instance, host);
  }

  get name(): string {
    return this.host.name;
  }

  get address(): string {
    return this.host.address;
  }

  /** As podman calls its host. */
  get container(): string {
    return containerName(this.instance, this.host);
  }

  get isPostgres(): boolean {
    return this.kind.flavour === "PostgreSQL";
  }

  /** The product's script for this server, as the stack would run it. */
  async run(what: "create" | "delete", wanted: Wanted, secrets: Record<string, string>): Promise<CommandResult> {
    return this.exec(["/bin/sh", "-c", this.text(what, wanted)], commandInput(this.scripts(wanted), secrets));
  }

  /** {@link run} that is killed after so many statements that write; see killer.py. */
  async runKilled(
    what: "create" | "delete",
    wanted: Wanted,
    secrets: Record<string, string>,
    writes: number,
  ): Promise<CommandResult> {
    const text = Buffer.from(this.text(what, wanted)).toString("base64");
    return this.exec(
      ["python3", "/run/killer.py", "run", String(writes)],
      `${text}\n${commandInput(this.scripts(wanted), secrets)}`,
    );
  }

  private text(what: "create" | "delete", wanted: Wanted): string {
    return commandText(this.name, COMMAND, what, this.scripts(wanted)[what]);
  }

  private scripts(wanted: Wanted): Scripts {
    return this.isPostgres ? postgresRole(wanted as PostgresRole) : mysqlUser(wanted as MysqlUser);
  }

  /** {@link run} of a creation that must succeed. */
  async make(wanted: Wanted, password: string, secrets: Record<string, string> = {}): Promise<Made> {
    const { exitCode, stdout, stderr } = await this.run("create", wanted, { password, ...secrets });
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    return { proof: JSON.parse(this.printed(stdout)) as Proof, warnings: stderr };
  }

  /** {@link run} of a removal that must succeed; what it said. */
  async remove(wanted: Wanted, secrets: Record<string, string> = {}): Promise<string> {
    const { exitCode, stderr } = await this.run("delete", wanted, { password: "unused", ...secrets });
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stderr;
  }

  /** {@link run} of something that must fail; what it said. */
  async refuse(what: "create" | "delete", wanted: Wanted, secrets: Record<string, string> = {}): Promise<string> {
    const { exitCode, stderr } = await this.run(what, wanted, { password: "some-password", ...secrets });
    expect(exitCode, stderr).not.toBe(0);
    return stderr;
  }

  /** A text of shell with the functions of MySQL's script, on its own standard input. */
  async withFunctions(shell: string, input: string): Promise<CommandResult> {
    const { create } = mysqlUser({});
    const connection = create.files.filter((file) => file.endsWith("connection.sh"));
    return this.withFiles({ ...create, files: connection }, `find_client\n${shell}`, input);
  }

  /** Files of the product's and shell after them, which reads the input; all that it prints is the answer's. */
  async withFiles(script: Script, shell: string, input: string): Promise<CommandResult> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-server-"));
    try {
      const file = path.join(folder, "more.sh");
      fs.writeFileSync(file, `exec >&3 <"$scratch/bodies/input"\n${shell}\nrm "$scratch/output"\n`);
      const more = { ...script, files: [...script.files, file], bodies: { input } };
      return await this.exec(
        ["/bin/sh", "-c", commandText(this.name, COMMAND, "create", more)],
        commandInput({ create: more, delete: { files: [] } }, {}),
      );
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }

  /** What a script printed that came to its end. */
  printed(stdout: string): string {
    return printedByScript(stdout, { host: this.name, command: COMMAND, again: "make" });
  }

  async exec(argv: readonly string[], input?: string): Promise<CommandResult> {
    return hostExec(this.instance, this.host, argv, { timeoutSeconds: 180, ...(input !== undefined && { input }) });
  }

  /** What a shell as root prints; the script must succeed. */
  async sh(script: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.exec(["sh", "-c", script]);
    expect({ script, exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ script, exitCode: 0, stderr: "" });
    return stdout.trim();
  }

  /** Statements as the superuser, on standard input; what they print, without decoration. */
  async sql(statements: string, database?: string): Promise<string> {
    const argv = this.isPostgres
      ? ["runuser", "-u", "postgres", "--", "env", "-C", "/", `PGDATABASE=${database ?? "postgres"}`]
      : [];
    const client = this.isPostgres
      ? ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
      : [...this.mysqlClient(), ...(database === undefined ? [] : [database])];
    const { exitCode, stdout, stderr } = await this.exec([...argv, ...client], statements);
    expect({ statements, exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({
      statements,
      exitCode: 0,
      stderr: "",
    });
    return stdout.replace(/\n$/, "");
  }

  private mysqlClient(): string[] {
    const client = this.kind.flavour === "MySQL" ? "mysql" : "mariadb";
    return [client, "--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4"];
  }

  /** The server's unit, as systemd knows it. */
  get unit(): string {
    if (this.isPostgres) return `postgresql@${this.kind.version}-main`;
    return this.kind.flavour === "MySQL" ? "mysql" : "mariadb";
  }

  /** Lines of the server's configuration that a person adds, and the restart for them; none takes them away. */
  async configure(lines: readonly string[]): Promise<void> {
    const file = this.isPostgres
      ? `/etc/postgresql/${this.kind.version}/main/conf.d/person.conf`
      : `/etc/mysql/${this.kind.flavour === "MySQL" ? "mysql" : "mariadb"}.conf.d/y-person.cnf`;
    const text = this.isPostgres ? lines : ["[mysqld]", ...lines];
    await this.exec(["sh", "-c", `cat > ${file} && chmod 644 ${file}`], `${text.join("\n")}\n`);
    if (lines.length === 0) await this.sh(`rm ${file}`);
    // systemd counts a test's restarts too.
    await this.sh(`systemctl reset-failed ${this.unit} 2>/dev/null || :; systemctl restart ${this.unit}`);
  }

  /** Whether a person who has this password gets in, at 127.0.0.1 as the Agent. */
  async logsIn(password: string, user = "datadog"): Promise<boolean> {
    return (await this.as(user, password, "SELECT 1")).exitCode === 0;
  }

  /** A statement as the monitoring user, over TCP. The test's own login: not the product's way of passing passwords. */
  async as(user: string, password: string, statement: string, database?: string): Promise<CommandResult> {
    const argv = this.isPostgres
      ? [
          "env",
          `PGPASSWORD=${password}`,
          `PGDATABASE=${database ?? "postgres"}`,
          "psql",
          "-XAtw",
          "-h",
          "127.0.0.1",
          "-U",
          user,
        ]
      : [
          ...[
            "env",
            `MYSQL_PWD=${password}`,
            this.kind.flavour === "MySQL" ? "mysql" : "mariadb",
            "--no-defaults",
            "--default-character-set=utf8mb4",
          ],
          ...["--batch", "--skip-column-names", "--protocol=tcp", "--host=127.0.0.1", `--user=${user}`],
        ];
    return this.exec(argv, statement);
  }

  /** Whether the procedure for plans works in a database; MySQL's name is quoted already. */
  async explains(database: string, password = "the-second-password"): Promise<boolean> {
    const { exitCode, stdout } = this.isPostgres
      ? await this.as("datadog", password, "SELECT datadog.explain_statement('SELECT 1')", database)
      : await this.as("datadog", password, `CALL ${database}.explain_statement('SELECT 1')`);
    return exitCode === 0 && /Plan|query_block|query_plan/.test(stdout);
  }

  /** Every command line and environment on the host until the end, by the host itself. */
  sampleProcesses(): { end: () => Promise<string> } {
    const loop = `while [ ! -e /run/sampled ]; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; done | tr '\\0' '\\n' | sort -u`;
    const sampled = this.exec(["sh", "-c", `rm -f /run/sampled; ${loop}`]);
    return {
      end: async () => {
        await this.sh("touch /run/sampled");
        return (await sampled).stdout;
      },
    };
  }

  /** When the server's main process started. */
  async startedAt(): Promise<string> {
    return this.sh(`systemctl show --value --property=ExecMainStartTimestampMonotonic ${this.unit}`);
  }

  /** All that monitoring could leave in the server; two of them can be compared. */
  async catalogue(): Promise<string> {
    return this.isPostgres ? this.postgresCatalogue() : this.mysqlCatalogue();
  }

  /** Paths and checksums of files that monitoring could leave on the host. */
  async files(): Promise<string> {
    const folders = "/etc/postgresql /etc/mysql /var/lib/lookout /root";
    const own = "-not -path '*/.cache/*'";
    return this.sh(
      `find ${folders} ${own} -type f -exec sha256sum {} + 2>/dev/null | sort -k 2 || :; ls /run/lookout* 2>/dev/null || :`,
    );
  }

  private async postgresCatalogue(): Promise<string> {
    const shared = await this.sql(`
      SELECT 'role', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolconnlimit, rolvaliduntil, rolpassword, shobj_description(oid, 'pg_authid')
        FROM pg_authid WHERE rolname !~ '^pg_' ORDER BY rolname;
      SELECT 'member', roleid::regrole, member::regrole, admin_option FROM pg_auth_members ORDER BY 2, 3;
      SELECT 'setting', setdatabase, setrole::regrole, setconfig FROM pg_db_role_setting ORDER BY 2, 3;
      SELECT 'database', datname, datdba::regrole, datconnlimit, datacl FROM pg_database ORDER BY 2;
      SELECT 'file', sourcefile, name, setting, applied FROM pg_file_settings ORDER BY 2, 3;`);
    const names = await this.sql("SELECT datname FROM pg_database WHERE datallowconn ORDER BY 1");
    const each = [];
    for (const database of names.split("\n")) {
      each.push(
        `-- ${database}`,
        await this.sql(
          `SELECT 'schema', nspname, nspowner::regrole, nspacl, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname !~ '^pg_toast|^pg_temp' ORDER BY 2;
          SELECT 'function', oid::regprocedure, proacl, md5(prosrc) FROM pg_proc WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) ORDER BY 2;
          SELECT 'relation', oid::regclass, relowner::regrole, relacl FROM pg_class WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace) ORDER BY 2;
          SELECT 'extension', extname, extversion, extnamespace::regnamespace, obj_description(oid, 'pg_extension') FROM pg_extension ORDER BY 2;
          SELECT 'default', defaclrole::regrole, defaclacl FROM pg_default_acl ORDER BY 2;`,
          database,
        ),
      );
    }
    return [shared, ...each].join("\n");
  }

  private async mysqlCatalogue(): Promise<string> {
    const accounts = (await this.sql("SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.user ORDER BY 1")).split(
      "\n",
    );
    const hex = this.kind.flavour === "MySQL" ? "SET print_identified_with_as_hex = 1;" : "";
    // Roles have no SHOW CREATE USER: --force goes on.
    const { stdout: privileges } = await this.exec(
      [...this.mysqlClient(), "--force"],
      hex + accounts.map((account) => `SHOW CREATE USER ${account}; SHOW GRANTS FOR ${account};`).join("\n"),
    );
    const objects = await this.sql(`
      SELECT 'schema', SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY 2;
      SELECT 'routine', ROUTINE_SCHEMA, ROUTINE_NAME, SHA2(ROUTINE_DEFINITION, 256), ROUTINE_COMMENT FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA NOT IN ('sys', 'mysql') ORDER BY 2, 3;
      SELECT 'event', EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS ORDER BY 2, 3;
      SELECT 'table', TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ('sys', 'mysql', 'information_schema', 'performance_schema') ORDER BY 2, 3;
      SHOW GLOBAL VARIABLES WHERE Variable_name IN ('performance_schema', 'max_digest_length', 'performance_schema_max_digest_length', 'performance_schema_max_sql_text_length', 'sql_log_off', 'sql_mode');`);
    return [...accounts, privileges, objects].join("\n");
  }
}
