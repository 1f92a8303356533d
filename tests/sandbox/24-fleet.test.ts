import { stringify } from "yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { eventually } from "./eventually.js";
import { TestFleet } from "./fleet.js";

const OLD = "1:7.70.1-1";
const NEW = "1:7.71.0-1";
const SHARED = "organization/lookout/prod";

const HOSTS = {
  db1: { name: "db1", databases: [{ type: "postgres" }] },
  db2: { name: "db2" },
  cache1: { name: "cache1" },
};
const WAVES = [
  { name: "shared", stacks: ["prod"] },
  { name: "canary", stacks: ["canary"] },
  { name: "europe", stacks: ["eu"] },
  { name: "america", stacks: ["us"] },
];

let fleet: TestFleet;

async function declare(versions: Readonly<Record<string, string>> = {}): Promise<void> {
  const of = (stack: string) => ({ agent: { version: versions[stack] ?? OLD }, sharedStack: SHARED });
  await fleet.declare("prod", Object.values(HOSTS), { ...of("prod"), sharedStack: undefined, manageHosts: false });
  await fleet.declare("canary", [HOSTS.db1], of("canary"));
  await fleet.declare("eu", [HOSTS.db2], of("eu"));
  await fleet.declare("us", [HOSTS.cache1], of("us"));
}

const file = (more: object = {}) => {
  fleet.write("fleet.yaml", stringify({ atOnce: 2, monitorsOf: "prod", waves: WAVES, ...more }));
};

beforeAll(async () => {
  fleet = await TestFleet.fresh(Object.keys(HOSTS));
  await declare();
  file();
});

const version = (host: string) => fleet.host(host).sh("dpkg-query -W -f '${Version}' datadog-agent 2>/dev/null || :");

describe("a preview of the fleet", () => {
  test("works before there is anything, says that nothing watches the hosts yet, and changes nothing", async () => {
    const { code, output } = await fleet.fleet("preview");
    expect(code, output).toBe(0);
    expect(output).toMatch(/america +│ us +│ +\d+ │/);
    expect(output).toMatch(/4 stacks: \d+ create, 0 update, 0 replace, 0 delete, 0 same\./);
    expect(["prod", "canary", "eu", "us"].map((stack) => fleet.updates(stack))).toEqual([0, 0, 0, 0]);
    const alone = await fleet.ran("preview", "--stack", "canary");
    expect(alone).toContain(`the shared stack ${SHARED} has no outputs yet`);
    expect(fleet.locks).toEqual([]);
  });

  test("ends with 1 where one stack fails, and says of that one why", async () => {
    await fleet.declare("eu", [HOSTS.db2], { agent: { version: "seven" }, sharedStack: SHARED });
    const { code, output } = await fleet.fleet("preview", "--json");
    expect(code).toBe(1);
    const { stacks } = JSON.parse(output) as { stacks: { stack: string; errors: string[] }[] };
    expect(stacks.filter(({ errors }) => errors.length > 0)).toEqual([
      expect.objectContaining({ stack: "eu", errors: [expect.stringMatching(/agent\.version/)] }),
    ]);
    await declare();
  });

  test("names a shared stack that there is not", async () => {
    await fleet.declare("us", [HOSTS.cache1], {
      env: "prod",
      agent: { version: OLD },
      sharedStack: "organization/lookout/nowhere",
    });
    const { code, output } = await fleet.fleet("preview");
    expect(code).toBe(1);
    expect(output).toMatch(/^us:\n.*unknown stack "organization\/lookout\/nowhere"; see sharedStack/m);
    expect(output).not.toMatch(/\n\s+at .*:\d+:\d+/);
    await declare();
  });
});

describe("up of the fleet", () => {
  test("asks somebody, unless told not to", async () => {
    const { code, output } = await fleet.fleet("up");
    expect({ code, output }).toEqual({
      code: 1,
      output: "error: there is nobody to ask; to bring it up without a question add --yes\n",
    });
  });

  test("stops at a host that is down: what was before is done, what comes after is not touched", async () => {
    await fleet.host("db2").sh("systemctl stop ssh.socket ssh 2>/dev/null || systemctl stop ssh");
    const { code, output } = await fleet
      .fleet("up", "--yes")
      .finally(() => fleet.host("db2").sh("systemctl start ssh"));
    expect(code, output).toBe(1);
    expect(output).toMatch(/^ {2}✔ prod: \d+ made/m);
    expect(output).toMatch(
      /^ {2}proved: \d+ checks? of 1 host OK\n {2}proved: nothing alerts\nwave 3 of 4, europe: eu$/m,
    );
    expect(output).toMatch(/^ {2}✖ eu: .*db2.*nothing listens there/m);
    expect(output).toContain(
      "Stopped in the wave europe.\nDone: prod and canary.\nFailed: eu.\nNot begun: us.\nTo go on, once that is mended: lookout fleet up --yes\n",
    );
    expect(await version("db1")).toBe(OLD);
    expect(fleet.updates("us")).toBe(0);
    expect(await version("cache1")).toBe("");
    expect(fleet.locks).toEqual([]);
  });

  test("goes on from there", async () => {
    const { code, output } = await fleet.fleet("up", "--yes");
    expect(code, output).toBe(0);
    expect(output).toMatch(/^ {2}✔ prod: \d+ unchanged \[/m);
    expect(output).toMatch(/^ {2}✔ canary: \d+ unchanged \[/m);
    expect(output).toMatch(/^ {2}✔ eu: \d+ made/m);
    expect(output).toMatch(/^ {2}✔ us: \d+ made/m);
    expect(output).toMatch(/All 4 stacks of 4 waves are done and proved\.\n$/);
    expect(await version("cache1")).toBe(OLD);
  });

  test("changes nothing a second time", async () => {
    const { code, output } = await fleet.fleet("up", "--yes", "--json");
    expect(code, output).toBe(0);
    const report = JSON.parse(output.slice(output.indexOf("\n{\n") + 1)) as {
      result: string;
      waves: { stacks: { state: string }[] }[];
    };
    expect(report.result).toBe("done");
    expect(report.waves.flatMap(({ stacks }) => stacks.map(({ state }) => state))).toEqual(
      Array<string>(4).fill("unchanged"),
    );
  });
});

describe("what is shared", () => {
  test("is in Datadog once, of the shared stack, and each stack of hosts links to it", async () => {
    const { monitors, dashboards } = await fleet.datadog.objects();
    expect(monitors.length).toBeGreaterThan(5);
    expect(new Set(monitors.map(({ name }) => name)).size).toBe(monitors.length);
    expect(dashboards.map(({ title }) => title).sort()).toEqual([
      "Lookout: databases of prod",
      "Lookout: hosts of prod",
    ]);
    const shared = await fleet.outputs<Record<string, unknown>>("prod");
    for (const stack of ["canary", "eu", "us"]) {
      const { dashboardUrl, hostMonitorUrls, databaseMonitorUrls, env } =
        await fleet.outputs<Record<string, unknown>>(stack);
      expect({ dashboardUrl, hostMonitorUrls, databaseMonitorUrls, env }).toEqual({
        dashboardUrl: shared.dashboardUrl,
        hostMonitorUrls: shared.hostMonitorUrls,
        databaseMonitorUrls: shared.databaseMonitorUrls,
        env: "prod",
      });
      expect(await fleet.ran("stack", "export", "--stack", stack)).not.toContain('"datadog:index');
    }
    expect(shared.checks).toEqual({});
  });

  test("sees the hosts of all: each sends env:prod", async () => {
    for (const host of ["db1", "db2", "cache1"]) {
      expect(await fleet.host(host).sh("grep -A9 '^tags:' /etc/datadog-agent/datadog.yaml")).toContain("env:prod");
    }
  });
});

describe("an upgrade of the Agent", () => {
  test("of the canary alone leaves the others as they are", async () => {
    await declare({ canary: NEW });
    file({ waves: WAVES.map((wave) => ({ ...wave, soakMinutes: wave.name === "canary" ? 1 : 0 })) });
    const began = performance.now();
    const { code, output } = await fleet.fleet("up", "--yes");
    expect(code, output).toBe(0);
    expect(output).toContain("proved: nothing alerts 1 minute after its last change\nwave 3 of 4");
    expect(performance.now() - began).toBeGreaterThan(60_000);
    expect(output).toMatch(/^ {2}✔ canary: .*changed/m);
    expect([await version("db1"), await version("db2"), await version("cache1")]).toEqual([NEW, OLD, OLD]);
  });

  test("that is interrupted ends what it is at, leaves no lock, and is finished by the next", async () => {
    await declare({ canary: NEW, eu: NEW, us: NEW });
    const { child, ended } = fleet.start("up", "--yes");
    let printed = "";
    child.stdout?.on("data", (text: string) => (printed += text));
    const before = await fleet.host("db2").logins();
    await eventually("the canary's end", 120, () => Promise.resolve(printed.includes("europe: eu") ? true : undefined));
    await eventually("a login", 60, async () => ((await fleet.host("db2").logins()) > before ? true : undefined));
    // One press, which npm hands on once more.
    process.kill(-(child.pid ?? 0), "SIGINT");
    process.kill(-(child.pid ?? 0), "SIGINT");
    const { code, output } = await ended;
    expect(code, output).toBe(1);
    expect(output).toContain("interrupted: what is begun is finished, and nothing more is begun");
    expect(output).toMatch(/Interrupted in the wave (europe|america)\.\n/);
    expect(output).toContain("To go on: lookout fleet up --yes\n");
    expect(fleet.locks).toEqual([]);
    expect(await version("cache1")).toBe(OLD);

    const next = await fleet.fleet("up", "--yes");
    expect(next.code, next.output).toBe(0);
    expect([await version("db2"), await version("cache1")]).toEqual([NEW, NEW]);
  });
});

describe("monitors", () => {
  test("that alert for a host of a wave hold the fleet there, though all is unchanged", async () => {
    const [us, canary] = [fleet.updates("us"), fleet.updates("canary")];
    const { id } = await fleet.datadog.create<{ id: number }>("/api/v1/monitor", {
      ...{ name: "Somebody waits", type: "query alert", message: "@oncall@example.com" },
      query: "avg(last_5m):avg:system.load.1{env:prod} by {host} > -1",
      options: { thresholds: { critical: -1 } },
      tags: ["pulumi_stack:lookout/prod"],
    });
    await eventually("the alert", 180, async () =>
      (await fleet.datadog.groupStates(id))["host:db1"] === "Alert" ? true : undefined,
    );
    const { code, output } = await fleet.fleet("up", "--yes");
    await fleet.datadog.remove(`/api/v1/monitor/${id}`);
    expect(code, output).toBe(1);
    expect(output).toMatch(/^ {2}✖ the monitor "Somebody waits" alerts for host:db1$/m);
    expect(output).toContain("Stopped in the wave canary.\nDone: prod and canary.\nNot begun: eu and us.\n");
    expect([fleet.updates("us"), fleet.updates("canary")]).toEqual([us, canary + 1]);
  });

  test("that can't be asked stop it before anything", async () => {
    const updates = fleet.updates("prod");
    const keys = { apiKey: "0".repeat(32), appKey: "0".repeat(40) };
    await fleet.declare("prod", Object.values(HOSTS), { agent: { version: OLD }, manageHosts: false }, keys);
    const { code, output } = await fleet.fleet("up", "--yes");
    await declare();
    expect(code, output).toBe(1);
    expect(output).toMatch(/^error: Datadog at \S+ does not know the API key of datadog\.apiKey/);
    expect(fleet.updates("prod")).toBe(updates);
  });
});
