import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Run } from "./spawned.js";
import { TestStack } from "./stack.js";

let stack: TestStack;
/** By name, so that a failing test names what leaked and not its value. */
const secrets = new Map<string, string>();
const outputs: Record<string, Run> = {};
let processes: Set<string>;

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  const { ssh } = parse(fs.readFileSync(stack.overlay, "utf8")) as { ssh: { privateKey: string } };
  secrets.set("API key", stack.datadog.keys.apiKey);
  secrets.set("application key", stack.datadog.keys.appKey);
  // A line from the middle: the first and last are the same in every key's file.
  secrets.set("private key", ssh.privateKey.split("\n")[2] ?? "");

  // The most that PostgreSQL can be made to write down.
  await stack.host.sh(`
    cat > /etc/postgresql/15/main/conf.d/everything.conf <<'END'
log_statement = all
log_min_duration_statement = 0
log_min_error_statement = debug5
shared_preload_libraries = pg_stat_statements
pg_stat_statements.track_utility = on
END
    systemctl restart postgresql
    cd / && runuser -u postgres -- psql -qc 'CREATE EXTENSION pg_stat_statements'`);

  // And MariaDB.
  await stack.mariadb.sh(`
    cat > /etc/mysql/mariadb.conf.d/z-everything.cnf <<'END'
[mysqld]
general_log = ON
general_log_file = general.log
slow_query_log = ON
long_query_time = 0
log_bin = binary
performance_schema = ON
performance_schema_consumer_events_statements_current = ON
performance_schema_consumer_events_statements_history_long = ON
END
    systemctl restart mariadb`);

  outputs["the plan"] = await stack.preview("--diff", "--show-full-output");
  outputs["the plan as JSON"] = await stack.preview("--json");
  const sampling = [stack.host, stack.mariadb].map(async (host) => sampleProcesses(await host.mainPid()));
  // All that the engine can be asked to show. Its own tracing, --debug and --verbose, prints secrets by design of
  // the SDK's and the engine's; docs/secrets.md says so.
  outputs["up with everything shown"] = await stack.pulumi(
    ...["up", "--yes", "--stack", "dev", "--diff", "--show-full-output", "--show-config"],
    ...["--show-reads", "--show-sames", "--show-replacement-steps"],
  );
  processes = new Set();
  for (const started of sampling) for (const line of await (await started).end()) processes.add(line);
  for (const [host, check] of [
    [stack.host, "postgres"],
    [stack.mariadb, "mysql"],
  ] as const) {
    const conf = await host.sh(`cat /etc/datadog-agent/conf.d/${check}.d/conf.yaml`);
    secrets.set(`password for ${check}`, (parse(conf) as { instances: [{ password: string }] }).instances[0].password);
  }
});

function leaks(text: string): string[] {
  return [...secrets].filter(([, value]) => text.includes(value) || text.includes(base64(value))).map(([name]) => name);
}

/** As it travels to a host. */
function base64(value: string): string {
  return Buffer.from(value).toString("base64").replace(/=+$/, "");
}

/** Every command line and environment on the host during a run; its processes share a name space of pids. */
function sampleProcesses(mainPid: number): { end: () => Promise<Set<string>> } {
  const seen = new Set<string>();
  const namespace = fs.readlinkSync(`/proc/${mainPid}/ns/pid`);
  const stop = new AbortController();
  const sampling = (async () => {
    while (!stop.signal.aborted) {
      for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
        try {
          if (fs.readlinkSync(`/proc/${pid}/ns/pid`) !== namespace) continue;
          for (const list of ["cmdline", "environ"]) seen.add(fs.readFileSync(`/proc/${pid}/${list}`, "latin1"));
        } catch {
          // It has ended meanwhile.
        }
      }
      await sleep(5);
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await sampling;
      return seen;
    },
  };
}

test("the secrets are known, and the run did succeed", () => {
  expect([...secrets].filter(([, value]) => value.length < 20)).toEqual([]);
  expect(secrets.size).toBe(5);
  for (const [name, { code, output }] of Object.entries(outputs))
    expect(code, `${name}\n${output.slice(-2000)}`).toBe(0);
});

test.each(["the plan", "the plan as JSON", "up with everything shown"])("no secret is in %s", (name) => {
  expect(leaks(outputs[name]?.output ?? "")).toEqual([]);
});

test("no secret is in the process list of the host during up", () => {
  expect([...processes].some((line) => line.includes("/run/lookout"))).toBe(true);
  expect(processes.size).toBeGreaterThan(50);
  expect(leaks([...processes].join("\n"))).toEqual([]);
});

describe("on the host", () => {
  test("no secret is in a shell's history", async () => {
    const history =
      "find / -xdev \\( -name '.*history' -o -name '.lesshst' -o -name '.viminfo' \\) -type f -exec cat {} +";
    expect(leaks(await stack.host.sh(history))).toEqual([]);
  });

  test("no secret is in the journal, where sshd and sudo write", async () => {
    const journal = await stack.host.sh("journalctl --quiet --all --output cat");
    expect(journal).toContain("COMMAND=");
    expect(leaks(journal)).toEqual([]);
    expect(leaks(await stack.host.sh("cat /var/log/*.log /var/log/apt/* 2>/dev/null || :"))).toEqual([]);
  });

  test("no secret is in PostgreSQL's log or in pg_stat_statements", async () => {
    const log = await stack.host.sh("cat /var/log/postgresql/*.log");
    expect(log).toMatch(/statement: .*ROLE/);
    expect(leaks(log)).toEqual([]);
    const statements = await stack.host.sql("SELECT query FROM pg_stat_statements");
    expect(statements).toContain("ROLE");
    expect(leaks(statements)).toEqual([]);
  });

  test("no secret is in MariaDB's logs, in clear or in its statement tables", async () => {
    const logs = await stack.mariadb.sh("cat /var/lib/mysql/*.log /var/lib/mysql/binary.0*");
    expect(logs).toMatch(/GRANT PROCESS/);
    expect(leaks(logs)).toEqual([]);
    const statements = await stack.mariadb.mariadb(
      "SELECT SQL_TEXT FROM performance_schema.events_statements_history_long",
    );
    expect(statements).toContain("GRANT");
    expect(leaks(statements)).toEqual([]);
  });

  test("no secret is in the Agent's log", async () => {
    expect(leaks(await stack.host.sh("cat /var/log/datadog/*"))).toEqual([]);
  });

  test("no secret is in a file that others may read, or in memory's file systems", async () => {
    const readable = await stack.host.sh(
      "find / /run /tmp /dev/shm -xdev -type f -perm -004 -not -path '/usr/*' -not -path '/proc/*' -not -path '/sys/*' -print0 | xargs -0 cat 2>/dev/null || :",
    );
    expect(leaks(readable)).toEqual([]);
    expect(await stack.host.sh("ls /run | grep '^lookout\\.' || :")).toBe("");
  });
});

test("no secret is in the state in clear, nor in a file of the sandbox that others may read", () => {
  const text = fs
    .readdirSync(stack.state, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(stack.state, file))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file, "utf8"))
    .join("\n");
  expect(text).toContain("db1-configuration");
  expect(leaks(text)).toEqual([]);
  expect(fs.statSync(stack.instance.folder).mode & 0o077).toBe(0);
});

describe("no secret is in the error", () => {
  const host = (over: object) => [
    { name: "db1", tags: ["role:x"], databases: [{ type: "postgres", ...over }] },
    { name: "db2", databases: [{ type: "mysql" }] },
  ];

  test("of a database's command that fails with the password in its hands", async () => {
    stack.settings = { hosts: host({ connectionLimit: 5 }) };
    await stack.host.sh(
      "sed -i '1i host all datadog 127.0.0.1/32 reject' /etc/postgresql/15/main/pg_hba.conf && systemctl reload postgresql",
    );
    const failed = await stack.pulumi("up", "--yes", "--stack", "dev", "--diff", "--show-full-output");
    expect(failed.output).toMatch(/db1: datadog can't log in to postgres/);
    expect(leaks(failed.output)).toEqual([]);
  });

  test("of a configuration that fails with all of them in its hands", async () => {
    await stack.host.sh("sed -i 1d /etc/postgresql/15/main/pg_hba.conf && systemctl reload postgresql");
    await stack.host.sh("mv /usr/bin/datadog-agent /usr/bin/datadog-agent.away");
    stack.settings = { hosts: host({}) };
    const failed = await stack.pulumi("up", "--yes", "--stack", "dev", "--diff", "--show-full-output");
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain("datadog-agent");
    expect(leaks(failed.output)).toEqual([]);
  });
});
