import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { resourceNamedIn } from "../../datadog/mark";
import { type Settings, TestStack } from "./stack.js";

/** How long Datadog takes for each answer to what changes something. */
const DELAY = 5;

/** So few at once that no run comes to its end before it is killed, on whatever machine. */
const PARALLEL = ["--parallel", "2"];

const MARK = "pulumi_stack:lookout/dev";

const DB1 = { name: "db1", databases: [{ type: "postgres" }] };
const DB2 = { name: "db2", databases: [] };

/** Settings of which the quiet hours are other downtimes: these are made, and the old ones deleted. */
const quietFrom = (time: string): Settings => ({
  hosts: [DB1, DB2],
  quietHours: { timezone: "UTC", windows: { nights: `${time}-07:00 Mon-Fri` }, closeGaps: true },
});

/** The sandbox's overlay would bring it in again. */
function withoutDb2(time: string): Settings {
  const overlay = stack.overlayWith(({ hosts }) => hosts.splice(1));
  return { ...quietFrom(time), hosts: [DB1], overlay };
}

let stack: TestStack;

/** What in Datadog says that it is this stack's: `monitor 1001`, and the resource that it was made for. */
async function marked(): Promise<Map<string, string>> {
  const { monitors, dashboards, downtimes } = await stack.datadog.objects();
  const all = [
    ...monitors.map(({ id, tags }) => [`monitor ${id}`, tags.join(" ")] as const),
    ...dashboards.map(({ id, description }) => [`dashboard ${id}`, description ?? ""] as const),
    ...downtimes.map(({ id, attributes: { message } }) => [`downtime ${id}`, String(message)] as const),
  ];
  return new Map(
    all.flatMap(([id, text]) => {
      const resource = resourceNamedIn(text, MARK);
      return resource === undefined ? [] : [[id, `${id.split(" ", 1).join("")} ${resource}`]];
    }),
  );
}

/** What of Datadog the state knows, written likewise. */
async function known(): Promise<string[]> {
  const { output } = await stack.pulumi("stack", "export", "--stack", "dev");
  const { deployment } = JSON.parse(output) as { deployment: { resources?: { type: string; id?: string }[] } };
  return (deployment.resources ?? []).flatMap(({ type, id = "" }) => {
    const [, kind] = /^datadog:index\/(monitor|dashboard|downtime)(?:Schedule)?:/.exec(type) ?? [];
    return kind === undefined ? [] : [`${kind} ${id}`];
  });
}

/** `monitor hosts-disk (1001)`, as the warning and `orphans` name it. */
async function orphans(): Promise<string[]> {
  const ofState = new Set(await known());
  const strays = [...(await marked())].filter(([id]) => !ofState.has(id));
  return strays.map(([id, name]) => `${name} (${id.split(" ")[1] ?? ""})`).sort();
}

/** Lets the engine begin with one of Datadog's objects, so many seconds more, and kills it with all of its group. */
async function kill(seconds: number, verb: "up" | "destroy"): Promise<void> {
  const { child, ended } = stack.start(verb, "--yes", "--skip-preview", "--stack", "dev", ...PARALLEL);
  let printed = "";
  const begun = new Promise((resolve) => {
    child.stdout?.on("data", (text: string) => {
      printed += text;
      if (/datadog:index:\w+ \S+ (?:creat|delet)ing/.test(printed)) resolve(undefined);
    });
  });
  await Promise.race([begun, ended]);
  await sleep(seconds * 1000);
  if (child.exitCode === null) process.kill(-(child.pid ?? 0), "SIGKILL");
  const { code, output } = await ended;
  expect(code, output).toBeNull();
  await stack.cancel();
}

/** The plugins that outlived their engines have finished: for longer than an answer takes nothing came any more. */
async function quiet(): Promise<void> {
  let before = "";
  for (let silent = 0; silent < DELAY + 2; silent++) {
    const now = [...(await marked()).keys()].join();
    if (now !== before) silent = 0;
    before = now;
    await sleep(1000);
  }
  await stack.datadog.delayWrites(0);
}

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  stack.settings = { hosts: [DB1, DB2] };
  // The hosts once and for all: what is interrupted is what Datadog is asked.
  await stack.up("--exclude", "**datadog:index/**");
  expect(await marked()).toEqual(new Map());
});

afterAll(async () => {
  await stack.datadog.delayWrites(0);
});

// field/plugins.md 1, field/faults.md 8
describe("an up that is killed at ten moments while Datadog takes its time", () => {
  let strays: string[];

  beforeAll(async () => {
    await stack.datadog.delayWrites(DELAY);
    // Before any answer, beside the first ones, in later rounds.
    for (const seconds of [0.1, 1.5, 3, 4.8, 5.1, 5.5, 7.5, 10.3]) await kill(seconds, "up");
    // What is deleted after something else was made.
    stack.settings = quietFrom("20:00");
    for (const seconds of [2, 6.5]) await kill(seconds, "up");
    await quiet();
  });

  test("is finished by the next, which says what is there twice", async () => {
    const before = await orphans();
    const output = await stack.up();
    strays = await orphans();
    // A kill before an answer leaves up to as many as were asked for at once.
    expect(before.length).toBeGreaterThanOrEqual(10);
    expect(strays.filter((one) => !before.includes(one))).toEqual([]);
    expect(output).toContain(`In Datadog ${before.length} objects say that they are this stack's`);
    const own = await known();
    const there = await marked();
    expect(own.filter((id) => !there.has(id))).toEqual([]);
    expect(new Set(own.map((id) => there.get(id))).size).toBe(own.length);
  });

  test("and by `orphans`, which names each and touches none", async () => {
    const { code, output } = await stack.orphans();
    expect(code, output).toBe(0);
    const named = output.split("\n").flatMap((line) => /^\w+ \S+ \(\S+\)(?=  )/.exec(line)?.[0] ?? []);
    expect(named.sort()).toEqual(strays);
    expect(await orphans()).toEqual(strays);
  });

  test("are not deleted where nobody can be asked", async () => {
    const { code, output } = await stack.orphans("--delete");
    expect(code).toBe(1);
    expect(output).toMatch(/^error: there is nobody to ask; to delete without a question add --yes$/m);
    expect(await orphans()).toEqual(strays);
  });

  test("are deleted, these alone, after which everything is there once and nothing is left to say", async () => {
    const own = await known();
    const { code, output } = await stack.orphans("--delete", "--yes");
    expect(code, output).toBe(0);
    const deleted = output.split("\n").flatMap((line) => /^deleted (.*)$/.exec(line)?.[1] ?? []);
    expect(deleted.sort()).toEqual(strays);
    const there = await marked();
    expect([...there.keys()].sort()).toEqual(own.sort());
    expect(new Set(there.values()).size).toBe(own.length);
    expect((await stack.orphans()).output).toBe(
      `Of lookout/dev Datadog has ${own.length} objects, and the state knows each of them.\n`,
    );
  });

  test("leave nothing pending once the state is told that all is seen to", async () => {
    const refresh = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", "dev"];
    expect(await stack.pulumi(...refresh)).toMatchObject({ code: 0 });
    const output = await stack.up();
    expect(output).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect(output).not.toMatch(/pending operations|In Datadog/);
  });
});

test("a state's folder in which a kill left an empty note is read again once that is deleted", async () => {
  fs.truncateSync(path.join(stack.state, ".pulumi/stacks/lookout/dev.json.attrs"));
  const broken = await stack.pulumi("stack", "export", "--stack", "dev");
  expect(broken).toMatchObject({
    code: 1,
    output: expect.stringContaining("failed to load checkpoint: EOF") as string,
  });
  await stack.cancel();
  expect((await known()).length).toBeGreaterThan(0);
});

// field/hosts.md 8
test("a host that somebody cleared is laid anew where it is said to be rebuilt", async () => {
  await stack.mariadb.sh("apt-get purge -qq -y --allow-change-held-packages datadog-agent >/dev/null 2>&1");
  stack.settings = { ...quietFrom("20:00"), hosts: [DB1, { ...DB2, rebuilt: "2026-11-28" }] };
  const logins = await stack.host.logins();
  await stack.up();
  expect(await stack.mariadb.sh("systemctl is-active datadog-agent")).toBe("active");
  expect(await stack.host.logins()).toBe(logins);
});

// field/hosts.md 6
describe("a host that is gone for ever", () => {
  beforeAll(async () => {
    await stack.mariadb.sh("ip link set eth0 down");
  });

  // The sandbox looks whether its hosts answer.
  afterAll(async () => {
    await stack.mariadb.sh("ip link set eth0 up");
  });

  test("does not hold up the others where the run goes on after an error", async () => {
    const tags = ["owner:dba"];
    stack.settings = {
      ...quietFrom("20:00"),
      hosts: [DB1, { ...DB2, rebuilt: "2026-11-28" }].map((h) => ({ ...h, tags })),
    };
    const { code, output } = await stack.tryUp("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/db2 \(admin@\S+\): no answer; check that the host is up/);
    expect(await stack.host.sh("cat /etc/datadog-agent/datadog.yaml")).toContain("owner:dba");
  });

  test("is contacted by nothing, and neither is the stack held up", async () => {
    stack.settings = { ...quietFrom("20:00"), hosts: [DB1, { ...DB2, rebuilt: "2026-11-28", gone: true }] };
    expect(await stack.up()).toContain("db2 is declared to be gone");
    stack.settings = withoutDb2("20:00");
    expect(await stack.up()).toMatch(/- \d+ deleted/);
    const { output } = await stack.pulumi("stack", "export", "--stack", "dev");
    expect(output).not.toContain("db2-");
  });
});

test("databases made since are looked for where the stack says so", async () => {
  const said = await stack.pulumi("config", "set", "lookout:recheck", "2026-11-29", "--stack", "dev");
  expect(said).toMatchObject({ code: 0 });
  expect(await stack.up()).toMatch(/Command db1-postgres-role updated/);
});

// field/faults.md 8, 9; field/plugins.md 3
describe("a destroy", () => {
  test("that was killed, of a stack with orphans and a monitor deleted by hand, comes to its end as documented", async () => {
    await stack.datadog.delayWrites(DELAY);
    stack.settings = withoutDb2("21:00");
    await kill(2, "up");
    const [monitor] = (await stack.datadog.objects()).monitors;
    await stack.datadog.remove(`/api/v1/monitor/${monitor?.id ?? ""}?force=true`);
    await kill(2, "destroy");
    await quiet();
    const documented = ["destroy", "--yes", "--refresh", "--continue-on-error", "--skip-preview", "--stack", "dev"];
    const { code, output } = await stack.pulumi(...documented);
    expect(code, output).toBe(0);
    expect(await known()).toEqual([]);
    expect(await stack.host.sh("ls -d /etc/datadog-agent /var/lib/lookout 2>/dev/null || :")).toBe("");
  });

  test("leaves orphans, which go once the stack is said to be destroyed", async () => {
    const strays = await orphans();
    expect(strays.length).toBeGreaterThan(0);
    const doubted = await stack.orphans("--delete", "--yes");
    expect(doubted).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^error: nothing is deleted: .*--destroyed$/m) as string,
    });
    expect(await orphans()).toEqual(strays);
    expect(await stack.orphans("--delete", "--yes", "--destroyed")).toMatchObject({ code: 0 });
    expect(await marked()).toEqual(new Map());
  });
});
