import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mysqlServers, oneOfEach, type Kind, Server, type Wanted } from "./server.js";

const FIRST = "the-first-password";
const SECOND = "the-second-password";

/** Makes a replica of a host's server beside it, and takes it away again. */
interface Replica {
  /** How it is reached. */
  readonly wanted: Wanted;
  readonly start: (server: Server) => Promise<void>;
  readonly stop: (server: Server) => Promise<void>;
}

const standby: Replica = {
  wanted: { port: 5433 },
  start: async (server) => {
    await server.sh(`
      cd /
      pg_createcluster ${server.kind.version} standby --port 5433 >/dev/null
      data=/var/lib/postgresql/${server.kind.version}/standby
      pg_conftool ${server.kind.version} standby set shared_preload_libraries pg_stat_statements
      rm -rf $data
      runuser -u postgres -- pg_basebackup --checkpoint=fast -D $data -R
      systemctl start postgresql@${server.kind.version}-standby`);
  },
  stop: async (server) => {
    await server.sh(`cd / && pg_dropcluster --stop ${server.kind.version} standby`);
  },
};

/** A second server of the same kind, fed from where the first one's binary log is now. */
const replica: Replica = {
  wanted: { port: 3307, socket: "/run/mysqld/replica.sock" },
  start: async (server) => {
    const mysql = server.kind.flavour === "MySQL";
    await server.configure(["log_bin = binary", "server_id = 1"]);
    await server.sql(
      "CREATE USER feeder@'127.0.0.1' IDENTIFIED BY 'a-feeding-password'; GRANT REPLICATION SLAVE ON *.* TO feeder@'127.0.0.1'",
    );
    const [file = "", position = ""] = (
      await server.sql(mysql ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS")
    ).split("\t");
    const data = "--datadir=/var/lib/mysql-replica";
    const where = `${data} --port=3307 --socket=/run/mysqld/replica.sock --pid-file=/run/mysqld/replica.pid`;
    await server.sh(`
      install -d -o mysql -g mysql -m 0700 /var/lib/mysql-replica
      ${mysql ? `mysqld --no-defaults --initialize-insecure --user=mysql ${data}` : `mariadb-install-db --no-defaults --user=mysql ${data} --auth-root-authentication-method=socket --skip-test-db`} >/dev/null 2>&1
      systemd-run --quiet --unit=replica ${mysql ? "mysqld" : "mariadbd"} --no-defaults --user=mysql ${where} --server-id=2 --bind-address=127.0.0.1 ${mysql ? "--mysqlx=OFF" : ""}
      for _ in $(seq 60); do [ -S /run/mysqld/replica.sock ] && break; sleep 0.5; done`);
    const word = mysql ? "SOURCE" : "MASTER";
    const change = `CHANGE ${mysql ? "REPLICATION SOURCE" : "MASTER"} TO ${word}_HOST = '127.0.0.1', ${word}_PORT = 3306, ${word}_USER = 'feeder', ${word}_PASSWORD = 'a-feeding-password', ${word}_LOG_FILE = '${file}', ${word}_LOG_POS = ${position}${mysql ? ", GET_SOURCE_PUBLIC_KEY = 1" : ""}`;
    await server.exec(
      [mysql ? "mysql" : "mariadb", "--no-defaults", "--socket=/run/mysqld/replica.sock"],
      `${change}; START ${mysql ? "REPLICA" : "SLAVE"}; SET GLOBAL read_only = 1;`,
    );
  },
  stop: async (server) => {
    await server.sh("systemctl stop replica; rm -rf /var/lib/mysql-replica");
    await server.sql("DROP USER feeder@'127.0.0.1'");
    await server.configure([]);
  },
};

describe.each(oneOfEach)("a replica of $flavour $version", (kind: Kind) => {
  let server: Server;
  let before: string;
  const { wanted, start, stop } = kind.flavour === "PostgreSQL" ? standby : replica;
  const dbm = { dbm: true } as const;

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await server.catalogue();
    await start(server);
  });
  afterAll(async () => {
    await stop(server);
    await server.remove(dbm);
    expect(await server.catalogue()).toBe(before);
    expect(await server.files()).not.toContain("/var/lib/lookout/");
  });

  test("is refused where it is declared as if users were made there", async () => {
    expect(await server.refuse("create", wanted)).toMatch(/is a standby|is read-only/);
  });

  test("has its source's user, which is proved there and not made", async () => {
    await server.make(dbm, FIRST);
    const { proof, warnings } = await server.make({ ...wanted, ...dbm, replica: true }, FIRST);
    expect(proof).toMatchObject({ server: kind.flavour, user: "datadog", withheld: [], databaseMonitoring: true });
    expect(warnings).not.toMatch(/lacks/);
  });

  test("follows a rotation on its source", async () => {
    await server.make(dbm, SECOND);
    await server.make({ ...wanted, ...dbm, replica: true }, SECOND);
  });

  test("taken out of the stack, it leaves the user", async () => {
    expect(await server.remove({ ...wanted, replica: true })).toBe("");
    expect(await server.logsIn(SECOND)).toBe(true);
  });
});

test.each([...oneOfEach.slice(0, 1), ...mysqlServers.slice(0, 1)])(
  "$flavour: a server that is no replica is not taken for one",
  async (kind) => {
    const server = await Server.of(kind);
    expect(await server.refuse("create", { replica: true })).toMatch(/is no (standby|replica); drop replicaOf/);
    await server.remove({ replica: true });
  },
);
