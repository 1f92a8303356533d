import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "./eventually.js";
import { TestStack } from "./stack.js";

/** Of the check `postgres`, where nothing says otherwise. */
const INTERVAL_SECONDS = 15;
/** The load's, and another that is run so often: to pg_stat_statements an alias makes no difference. */
const BUSY_WITH = "SELECT count(*) FROM pg_class";
const COUNTED = "SELECT count(*) FROM pg_opclass";
const TIMES = 20;

/** In each of them something runs all the time. */
const DATABASES: Readonly<Record<number, readonly string[]>> = {
  5432: Array.from({ length: 14 }, (_, i) => `app_${String(i + 1).padStart(2, "0")}`),
  5433: ["app_01", "app_02"],
};
const each = Object.entries(DATABASES).flatMap(([port, databases]) =>
  databases.map((database) => ({ port, database })),
);

let stack: TestStack;
const now = () => Math.floor(Date.now() / 1000);
/** In seconds: when the Agent was proved, and when the statement had been run so often. */
let proved: number;
let ran: number;
/** By cluster, how long its log was when the Agent was proved. */
const proofsLines: Record<string, number> = {};

/** As the superuser, past the Agent; prints rows, columns apart by `|`. */
const sql = (port: number | string, database: string, query: string) =>
  stack.host.sh(`cd / && runuser -u postgres -- psql -XAtq -p ${port} -d ${database} -c "${query}"`);

const sessions = (port: number) =>
  sql(port, "postgres", "SELECT datname FROM pg_stat_activity WHERE usename = 'datadog' ORDER BY 1").then((names) =>
    names.split("\n"),
  );

const CLUSTERS = ["main", "second"];
const log = async (cluster: string) =>
  (await stack.host.sh(`cat /var/log/postgresql/postgresql-15-${cluster}.log`)).split("\n");

/** A session in every busy database, beside the three of the check itself. */
const inAllDatabases = (port: number) =>
  eventually(`a session in each database of ${port}`, 60, async () => {
    const open = await sessions(port);
    return DATABASES[port]?.every((database) => open.includes(database)) === true ? open : undefined;
  });

/** One statement in every busy database, so often. */
async function everywhere(statement: string, times: number): Promise<void> {
  const statements = Array.from({ length: times }, () => `-c "${statement}"`).join(" ");
  const runs = each.map(({ port, database }) => `psql -XAtq -p ${port} -d ${database} ${statements} >/dev/null`);
  await stack.host.sh(`cd / && runuser -u postgres -- sh -euc '${runs.join("\n")}'`);
}

/** How often the statement was run, as Datadog adds up what it is told, by server and database. */
async function counted(text: string, since: number): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const count of await stack.datadog.statements("db1")) {
    if (!count.text.includes(text) || count.time < since) continue;
    const server = count.tags.find((tag) => tag.startsWith("database_instance:")) ?? "";
    const key = `${server.slice("database_instance:".length)} ${count.database}`;
    sums[key] = (sums[key] ?? 0) + count.calls;
  }
  return sums;
}
const everyDatabase = (calls: number) =>
  Object.fromEntries(each.map(({ port, database }) => [`db1:${port} ${database}`, calls]));

/** Statements all the time, also after the server was away; ends by itself after six minutes. */
async function keepBusy(): Promise<void> {
  await stack.host.write("/tmp/busy.sql", `${BUSY_WITH};\n`);
  const loops = each.map(
    ({ port, database }) =>
      `while :; do pgbench --no-vacuum --rate=3 --time=360 --file=/tmp/busy.sql -p ${port} ${database}; sleep 0.5; done &`,
  );
  await stack.host.write("/tmp/busy", [...loops, "wait", ""].join("\n"));
  await stack.host.sh(
    "systemd-run --quiet --collect --unit=busy --uid=postgres --property=RuntimeMaxSec=360 --working-directory=/ " +
      "--property=StandardOutput=null --property=StandardError=null sh /tmp/busy",
  );
}

beforeAll(async () => {
  stack = await TestStack.fresh(["db1"]);
  await stack.host.sh("pg_createcluster 15 second --port 5433 --start");
  for (const [port, databases] of Object.entries(DATABASES)) {
    await sql(port, "postgres", databases.map((database) => `CREATE DATABASE ${database}`).join('" -c "'));
  }
  const common = { type: "postgres", dbm: true, manageServerSettings: true, allowRestart: true };
  stack.settings = {
    hosts: [
      {
        name: "db1",
        databases: [
          { ...common, moreDatabases: [{ database: "app_01" }] },
          { ...common, name: "second", port: 5433 },
        ],
      },
    ],
  };
  await keepBusy();
  await stack.up();
  proved = now();
  for (const cluster of CLUSTERS) proofsLines[cluster] = (await log(cluster)).length;
});

afterAll(() => stack.host.sh("systemctl stop busy"));

// field/agent.md 1 and 5
test("both servers are proved while statements run in all of their databases", async () => {
  const { checks } = await stack.outputs<{ checks: { db1: { postgres: string } } }>();
  expect(checks.db1.postgres).toBe("OK");
  // The Agent's own way of counting: a further instance for app_01, and its proof beside it.
  const limit = "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'datadog'";
  expect([await sql(5432, "postgres", limit), await sql(5433, "postgres", limit)]).toEqual(["57", "55"]);
});

// field/agent.md 5
test("the Agent has a session in each of 14 busy databases", async () => {
  await everywhere(COUNTED, 1);
  const once = now();
  const open = await inAllDatabases(5432);
  expect(open.filter((database) => database === "postgres")).toHaveLength(3);
  expect(await inAllDatabases(5433)).toHaveLength(3 + 2);
  // From here on the Agent knows that the statement was run once.
  await eventually("statements of each database", 60, async () => {
    const since = await counted(BUSY_WITH, once + 1);
    return Object.keys(everyDatabase(0)).every((database) => database in since) ? true : undefined;
  });
});

// field/agent.md 5
test("a restart is over for the Agent within two intervals", async () => {
  const restarted = now();
  await stack.host.sh("systemctl restart postgresql@15-main");
  const back = now();
  await everywhere(COUNTED, TIMES);
  ran = now();
  for (const database of ["postgres", "app_01"]) {
    const after = async () => {
      const runs = await stack.datadog.checkRuns("postgres.can_connect", "db1");
      const ofIt = (tags: readonly string[]) => tags.includes("port:5432") && tags.includes(`db:${database}`);
      return runs.filter(({ time, tags }) => time > restarted && ofIt(tags));
    };
    const good = await eventually(`a good run in ${database}`, 4 * INTERVAL_SECONDS, async () =>
      (await after()).find(({ status }) => status === 0),
    );
    // One run notices that its session is gone, the next one has another. A run may be late by as much as it takes.
    expect((await after()).filter(({ status, time }) => status !== 0 && time > back).length).toBeLessThanOrEqual(1);
    expect(good.time - back).toBeLessThanOrEqual(2 * INTERVAL_SECONDS + 5);
  }
  const untouched = await stack.datadog.checkRuns("postgres.can_connect", "db1");
  expect(
    untouched.filter(({ time, status, tags }) => time > proved && status !== 0 && tags.includes("port:5433")),
  ).toEqual([]);
});

/** What any server says to whoever is there while it stops and starts. Only until it is ready again. */
const OF_A_RESTART =
  /terminating connection due to administrator command|database system is (starting up|shutting down|not yet accepting)/;

// field/agent.md 5
test("none of the Agent's sessions is refused, not even right after the restart", async () => {
  await inAllDatabases(5432);
  for (const cluster of CLUSTERS) {
    const lines = await log(cluster);
    // Before the proof too, while all is busy: but then, that the role's new password is not there yet is no fault.
    expect(lines.filter((line) => line.includes("too many connections"))).toEqual([]);
    const since = lines.slice(proofsLines[cluster]);
    const ready = since.findIndex((line) => line.includes("database system is ready to accept connections"));
    expect(ready >= 0).toBe(cluster === "main");
    // Of the Agent's user, whatever it is: the load's own sessions are cut off by the restart.
    const fatal = since.filter(
      (line, at) => /datadog@\S+ FATAL:/.test(line) && !(at < ready && OF_A_RESTART.test(line)),
    );
    expect(fatal).toEqual([]);
  }
});

// field/agent.md 4 and 8
test("each statement is counted once, under its own server", async () => {
  const seen = () => counted(COUNTED, proved);
  await eventually("the statement's calls", 60, async () =>
    Object.values(await seen()).filter((calls) => calls >= TIMES).length === each.length ? true : undefined,
  );
  // Another instance that counts has its own ten seconds, and five until it sends: long gone.
  await sleep(Math.max(0, ran + 20 - now()) * 1000);
  expect(await seen()).toEqual(everyDatabase(TIMES));
});
