import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../../sandbox/instance.js";
import type { Trace } from "./datadog.js";
import { TestStack } from "./stack.js";

const URL = "http://127.0.0.1:5050";
const ROUTES = ["/", "/api/apm", "/api/trace"];

let stack: TestStack;
/** A copy of the application, which a test may change. */
let app: string;
const began = Date.now() / 1000;

const host = (over: object = {}) => [
  {
    name: "db1",
    tags: ["role:db"],
    databases: [{ type: "postgres" }],
    services: [
      {
        name: "flask",
        source: app,
        command: ["waitress-serve", "--listen=127.0.0.1:5050", "--call", "app:from_environment"],
        variables: { DATABASE_DSN: "host=/var/run/postgresql dbname=postgres user=flask" },
        databasePort: 5432,
        healthUrl: `${URL}/`,
        ...over,
      },
    ],
  },
];

beforeAll(async () => {
  stack = await TestStack.fresh();
  app = path.join(path.dirname(stack.state), "app");
  fs.cpSync(path.join(repositoryRoot, "apps/flask"), app, { recursive: true });
  stack.settings = { hosts: host() };
  await stack.up();
});

/**
 * Requests from the host itself, so many a second, or fewer where the machine is too busy to
 * answer them; how many were answered below 400.
 */
async function request(urls: readonly string[], times: number, perSecond = 20): Promise<number> {
  const program = `
import sys, threading, time, urllib.request
times, gap, urls = int(sys.argv[1]), 1 / float(sys.argv[2]), sys.argv[3:]
answered, start = [], time.monotonic()
under_way = threading.Semaphore(50)
def one(url):
    try:
        urllib.request.urlopen(url, timeout=20).read()
        answered.append(url)
    except Exception:
        pass
    under_way.release()
threads = []
for i in range(times):
    time.sleep(max(0, start + i * gap - time.monotonic()))
    under_way.acquire()
    threads.append(threading.Thread(target=one, args=(urls[i % len(urls)],)))
    threads[-1].start()
for thread in threads:
    thread.join()
print(len(answered))`;
  await stack.host.write("/root/request.py", program);
  return Number(await stack.host.sh(`python3 /root/request.py ${times} ${perSecond} ${urls.join(" ")}`));
}

/** Once so many traces of the service have come, or two minutes have gone. */
async function traces(atLeast: number, since = began): Promise<Trace[]> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const found = await stack.datadog.traces("flask", since);
    if (found.length >= atLeast || Date.now() > deadline) return found;
    await sleep(500);
  }
}

const startedAt = (unit: string) =>
  stack.host.sh(`systemctl show --value --property=ExecMainStartTimestampMonotonic ${unit}`);

describe("the application's traces", () => {
  let found: Trace[];
  beforeAll(async () => {
    expect(
      await request(
        ROUTES.map((route) => URL + route),
        6,
      ),
    ).toBe(6);
    found = await traces(6);
  });

  test("arrive with service, resources, env, version and host", () => {
    const roots = found.map((trace) => trace.spans.find(({ name }) => name === "flask.request"));
    expect([...new Set(roots.map((root) => root?.resource))].sort()).toEqual(ROUTES.map((route) => `GET ${route}`));
    for (const [i, root] of roots.entries()) {
      expect(root).toMatchObject({
        service: "flask",
        meta: { env: "dev", version: expect.stringMatching(/^[0-9a-f]{12}$/) as string },
      });
      expect(found[i]).toMatchObject({ host: "db1" });
    }
  });

  test("have the database's span below the request that asked it", () => {
    const trace = found.find(({ spans }) => spans.some(({ resource }) => resource === "GET /api/trace"));
    const query = trace?.spans.find(({ type }) => type === "sql");
    expect(query).toMatchObject({ name: "postgres.query", meta: { "db.name": "postgres", "db.user": "flask" } });
    const parents = new Map(trace?.spans.map(({ spanID, parentID }) => [spanID, parentID]));
    let above = query?.spanID;
    while (above !== undefined && parents.get(above) !== "0") above = parents.get(above);
    expect(trace?.spans.find(({ spanID }) => spanID === above)?.name).toBe("flask.request");
  });

  test("become metrics of the service and its resources", async () => {
    for (const query of [
      "sum:trace.flask.request.hits{env:dev,service:flask} by {resource_name}.as_count()",
      "p95:trace.flask.request{env:dev,service:flask,host:db1} by {resource_name}",
    ]) {
      await expect.poll(() => stack.datadog.query(query), { timeout: 120_000 }).toHaveLength(3);
    }
  });

  test("have the ids that stand in the application's log lines", async () => {
    // Of all lines: the last one's trace may not have arrived yet.
    const logged = async () => {
      const log = await stack.host.sh("journalctl --quiet --output cat --unit flask | grep 'Trace requested' || :");
      return log.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Record<string, string>]));
    };
    const withDatabase = found.filter(({ spans }) => spans.some(({ resource }) => resource === "GET /api/trace"));
    expect(withDatabase).not.toEqual([]);
    await expect
      .poll(
        async () => (await logged()).map((line) => BigInt(`0x${(line["dd.trace_id"] ?? "").slice(-16)}`).toString()),
        { timeout: 60_000 },
      )
      .toEqual(expect.arrayContaining(withDatabase.map(({ id }) => id)));
    expect((await logged()).at(-1)).toMatchObject({ "dd.service": "flask", "dd.env": "dev" });
  });

  test("a second up has nothing to do, and its pages answer", async () => {
    expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
    const outputs = await stack.outputs<{
      serviceUrls: Record<string, string>;
      traceUrls: Record<string, string>;
      serviceDashboardUrl: string;
    }>();
    for (const url of [
      ...Object.values(outputs.serviceUrls),
      ...Object.values(outputs.traceUrls),
      outputs.serviceDashboardUrl,
    ]) {
      expect(await fetch(url), url).toMatchObject({ status: 200 });
    }
  });
});

describe("the application's process", () => {
  test("is its own user's, and reads neither the Agent's files nor the database's", async () => {
    expect(await stack.host.sh("ps -o user= -p $(systemctl show --value --property=MainPID flask)")).toBe("flask");
    const may = (file: string) => stack.host.sh(`runuser -u flask -- test -r ${file} && echo yes || echo no`);
    expect(await may("/etc/datadog-agent/datadog.yaml")).toBe("no");
    expect(await may("/etc/datadog-agent/conf.d/postgres.d/conf.yaml")).toBe("no");
    expect(await may("/opt/lookout/flask")).toBe("yes");
    expect(await stack.host.sh("runuser -u flask -- touch /opt/lookout/flask/x 2>&1 || :")).toMatch(/denied/);
  });

  test("listens where it was declared to, and nowhere else", async () => {
    const pid = await stack.host.sh("systemctl show --value --property=MainPID flask");
    const listening = await stack.host.sh(`ss -ltnpH | grep 'pid=${pid},' | awk '{ print $4 }'`);
    expect(listening).toBe("127.0.0.1:5050");
  });

  test("is hardened, as systemd itself judges", async () => {
    const exposure = await stack.host.sh(
      "systemd-analyze security flask --no-pager | sed -n 's/.*exposure level.*: \\([0-9.]*\\) .*/\\1/p'",
    );
    expect(exposure).not.toBe("");
    expect(Number(exposure)).toBeLessThan(3);
  });

  test("gets a secret as a file of its own, and has it in no environment", async () => {
    const token = "a-secret-that-nobody-else-reads";
    stack.settings = { hosts: host({ credentials: { database_password: token } }) };
    const { output } = await stack.preview("--diff", "--show-full-output");
    expect(output).toContain("LoadCredential=database_password:/etc/lookout/flask/database_password");
    expect(output).not.toContain(token);
    await stack.up();
    const pid = await stack.host.sh("systemctl show --value --property=MainPID flask");
    const environment = await stack.host.sh(`tr '\\0' '\\n' </proc/${pid}/environ`);
    expect(environment).toMatch(/^CREDENTIALS_DIRECTORY=\/run\/credentials\/flask\.service$/m);
    expect(environment).not.toContain(token);
    expect(await stack.host.sh("cat /run/credentials/flask.service/database_password")).toBe(token);
    expect(await stack.host.sh("stat -c '%U %a' /etc/lookout/flask/database_password")).toBe("root 600");
    stack.settings = { hosts: host() };
    await stack.up();
    expect(await stack.host.sh("ls -A /etc/lookout/flask")).toBe("");
  });

  test("is hardly slowed down by being traced", async () => {
    // The same code and environment without ddtrace-run, each asked in turn.
    await stack.host.sh(`
      folder=$(systemctl show --value --property=WorkingDirectory flask)
      environment=$(ls -d /opt/lookout/flask/environment-*)
      systemd-run --quiet --unit=untraced --uid=flask --working-directory="$folder" \
        "$environment/bin/waitress-serve" --listen=127.0.0.1:5051 --call app:from_environment
      for _ in $(seq 50); do ss -ltnH | grep -q 127.0.0.1:5051 && break; sleep 0.2; done`);
    const program = `
import statistics, time, urllib.request
def one(port):
    start = time.perf_counter()
    urllib.request.urlopen(f"http://127.0.0.1:{port}/api/apm").read()
    return 1000 * (time.perf_counter() - start)
times = {5050: [], 5051: []}
for i in range(600):
    for port in times:
        times[port].append(one(port))
print(*(f"{statistics.median(times[port][100:]):.2f}" for port in times))`;
    await stack.host.write("/root/latency.py", program);
    const [traced = NaN, untraced = NaN] = (await stack.host.sh("python3 /root/latency.py")).split(" ").map(Number);
    await stack.host.sh("systemctl stop untraced");
    console.log(`a request takes ${traced} ms traced, ${untraced} ms untraced (medians of 500)`);
    expect(traced - untraced).toBeLessThan(10);
  });

  test("sends as large a share of its traces as was declared: none at 0", async () => {
    stack.settings = { hosts: host({ sampleRate: 0 }) };
    await stack.up();
    const since = Date.now() / 1000;
    expect(await request([`${URL}/api/apm`], 20)).toBe(20);
    // The Agent sends what it takes every 2 s.
    await sleep(10_000);
    expect(await stack.datadog.traces("flask", since)).toEqual([]);
    stack.settings = { hosts: host() };
    await stack.up();
  });

  test("is taken back with its secrets where another one breaks it", async () => {
    const before = await startedAt("flask");
    // The application reads a password in UTF-8 alone, of a database that it has.
    stack.settings = { hosts: host({ credentials: { database_password: "one line\nand another" } }) };
    const failed = await stack.tryUp();
    expect(failed.output).toMatch(/db1: flask does not become healthy .*The version before runs on/);
    expect(await startedAt("flask")).not.toBe(before);
    expect(await stack.host.sh("ls -A /etc/lookout/flask")).toBe("");
    expect(await request([`${URL}/`], 1)).toBe(1);
    stack.settings = { hosts: host() };
    await stack.up();
  });

  test("loses no trace at 200 requests a second for 30 s", async () => {
    const since = Date.now() / 1000;
    const answered = await request([`${URL}/api/apm`], 6000, 200);
    expect(answered).toBe(6000);
    expect(await traces(answered, since)).toHaveLength(answered);
  });
});

describe("a change", () => {
  test("in the Agent does not restart the application", async () => {
    const before = await startedAt("flask");
    stack.settings = { hosts: host(), agent: { version: "1:7.70.1-1", logLevel: "debug" } };
    await stack.up();
    expect(await startedAt("flask")).toBe(before);
  });

  test("in the application restarts it alone, and its old code goes", async () => {
    const before = { app: await startedAt("flask"), agent: await startedAt("datadog-agent") };
    const routes = path.join(app, "app/routes.py");
    fs.writeFileSync(
      routes,
      fs.readFileSync(routes, "utf8").replace("Getting APM Started", "Getting APM Started again"),
    );
    await stack.up();
    expect(await startedAt("flask")).not.toBe(before.app);
    expect(await startedAt("datadog-agent")).toBe(before.agent);
    expect(
      await stack.host.sh(
        `python3 -c "import urllib.request; print(urllib.request.urlopen('${URL}/api/apm').read().decode())"`,
      ),
    ).toBe("Getting APM Started again");
    expect(await stack.host.sh("ls -d /opt/lookout/flask/code-* | wc -l")).toBe("1");
  });

  test("that breaks the application fails with its traceback, and the version before runs on", async () => {
    const main = path.join(app, "app/__init__.py");
    const whole = fs.readFileSync(main, "utf8");
    fs.writeFileSync(main, `${whole}\n\nraise RuntimeError("made to fail")\n`);
    const failed = await stack.tryUp();
    expect(failed.code).not.toBe(0);
    expect(failed.output).toMatch(/RuntimeError: made to fail/);
    expect(failed.output).toMatch(
      /db1: flask does not become healthy at http:\/\/127\.0\.0\.1:5050\/.*The version before runs on/,
    );
    expect(await request([`${URL}/api/apm`], 1)).toBe(1);
    fs.writeFileSync(main, whole);
    await stack.up();
    expect(await request([`${URL}/api/apm`], 1)).toBe(1);
  });

  test("to a name that a unit or a user of the host has is refused, and theirs is left alone", async () => {
    for (const [name, words] of [
      ["ssh", /db1: the unit ssh is there already, and not by Lookout/],
      ["postgres", /db1: the user or group postgres is there already, and not by Lookout/],
    ] as const) {
      const services = [{ ...host()[0]?.services[0], name }];
      stack.settings = { hosts: [{ ...host()[0], services: [...(host()[0]?.services ?? []), ...services] }] };
      const failed = await stack.tryUp();
      expect(failed.output).toMatch(words);
    }
    expect(await stack.host.sh("systemctl is-active ssh postgresql")).toBe("active\nactive");
    stack.settings = { hosts: host() };
    await stack.up();
    expect(await stack.host.sh("systemctl is-active ssh postgresql && id -u postgres >/dev/null")).toBe(
      "active\nactive",
    );
  });

  test("beside single-step instrumentation is refused with the reason", async () => {
    const library = "/opt/datadog-packages/datadog-apm-inject/stable/inject/launcher.preload.so";
    await stack.host.write("/etc/ld.so.preload", `# ${library}\n`);
    stack.settings = { hosts: host({ healthSeconds: 31 }) };
    const failed = await stack.tryUp();
    await stack.host.sh("rm /etc/ld.so.preload");
    expect(failed.output).toMatch(
      /db1: single-step instrumentation is on here \(\/etc\/ld\.so\.preload\), and ddtrace-run can't be beside it/,
    );
  });
});
