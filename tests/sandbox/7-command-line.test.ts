import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findInstance, type Instance, repositoryRoot } from "../../sandbox/instance.js";
import { TestDatadog } from "./datadog.js";
import { spawned } from "./spawned.js";

/** An instance of its own: what a person types, from nothing to nothing. */
const INSTANCE = "typed";

async function sandbox(verb: string, ...args: string[]): Promise<string> {
  const command = ["run", "--silent", "sandbox", "--", verb, "--instance", INSTANCE, ...args];
  const { stdout, stderr } = await promisify(execFile)("npm", command, { encoding: "utf8", maxBuffer: 1 << 24 });
  return stdout + stderr;
}

async function output(program: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args, { encoding: "utf8" })).stdout;
}

async function foundInstance(): Promise<Instance> {
  const found = await findInstance(INSTANCE);
  if (!found) throw new Error(`there is no instance ${INSTANCE}`);
  return found;
}

describe("the sandbox's command line", () => {
  afterAll(async () => {
    await sandbox("down");
  });

  test("up ends with what was proved, where to look, and what stood in", async () => {
    const said = await sandbox("up");
    expect(said).toMatch(/checks\.db1\.postgres\s+OK/);
    expect(said).toMatch(/databases\.db2\.mysql\.server\s+MariaDB/);
    expect(said).toMatch(/dashboardUrl\s+http:/);
    expect(said).toMatch(/Stand-ins: Datadog .*Real: /);
  });

  test("a second up has nothing to do, and preview agrees", async () => {
    expect(await sandbox("up")).toMatch(/Resources:\n\s+\d+ unchanged/);
    expect(await sandbox("preview")).toMatch(/Resources:\n\s+\d+ unchanged/);
  });

  test("status, ssh, logs and env answer", async () => {
    expect(JSON.parse(await sandbox("status", "--json"))).toMatchObject({ hosts: [{ name: "db1" }, { name: "db2" }] });
    expect(await sandbox("ssh", "db1", "--", "hostname")).toContain("db1");
    expect(await sandbox("logs")).toContain("datadog");
    expect(await sandbox("env")).toMatch(/^export PULUMI_BACKEND_URL=/m);
  });

  describe("the demo", () => {
    let instance: Instance;
    let datadog: TestDatadog;
    beforeAll(async () => {
      instance = await foundInstance();
      datadog = new TestDatadog(instance);
    });

    /** On a host, past SSH. */
    async function on(name: string, script: string): Promise<string> {
      return output("podman", "exec", `${instance.prefix}-${name}`, "sh", "-c", script);
    }

    async function expectAsBefore(): Promise<void> {
      expect(await on("db2", "systemctl is-active datadog-agent")).toBe("active\n");
      const asked = "cd / && timeout 10 runuser -u postgres -- psql -XAtc 'SELECT 1'";
      expect(await on("db1", asked)).toBe("1\n");
      for (const { name } of instance.hosts)
        expect(await on(name, "systemctl list-units --all --plain --no-legend 'lookout-demo-*'"), name).toBe("");
      // What comes by chance may warn, and never alerts or is silent.
      const { monitors } = await datadog.objects();
      const monitor = monitors.find(({ name }) => name === "my_metric is high");
      const calm = async () =>
        Object.values(await datadog.groupStates(monitor?.id ?? 0)).every((state) => ["OK", "Warn"].includes(state));
      await expect.poll(calm, { timeout: 90_000 }).toBe(true);
    }

    test("that is interrupted puts everything back", async () => {
      const program = ["--import", "tsx", "sandbox/cli.ts", "demo", "--yes", "--instance", INSTANCE];
      const { child, ended } = spawned(process.execPath, program, { folder: repositoryRoot, environment: process.env });
      const heard = new Promise<void>((resolve) => {
        child.stdout?.on("data", (text: string) => {
          if (text.includes("holds PostgreSQL")) resolve();
        });
      });
      await Promise.race([heard, ended]);
      process.kill(-(child.pid ?? 0), "SIGINT");
      const { code, output: said } = await ended;
      expect(said).toMatch(/Interrupted: .*\n[^]*✔ the Agent of db2 runs/);
      expect(code, said).toBe(130);
      await expectAsBefore();
    });

    test("has each of its messages in the inbox, says where to look, and leaves all as it was", async () => {
      const since = Math.floor(Date.now() / 1000);
      const said = await sandbox("demo", "--yes");
      const titles = async (monitor: string) => (await datadog.notifications(monitor, since)).map(({ title }) => title);
      const aboutMetric = await titles("my_metric is high");
      const shown = ["[Warn on {host:db1}]", "[Triggered on {host:db1}]", "[No data on {host:db2}]"];
      for (const title of shown) expect(aboutMetric).toContain(`${title} my_metric is high`);
      expect(said).toMatch(/my_metric on db1 \(\d+\.\d+\.\d+\.\d+\) averages \d/);
      expect(await titles("A traced service is failing people")).toContain(
        "[P1] [Triggered on {service:flask}] A traced service is failing people",
      );
      const [, seconds] = /That took (\d+) s/.exec(said) ?? [];
      expect(Number(seconds)).toBeLessThan(180);
      for (const [url] of said.matchAll(/http:\/\/[^\s:]+:\d+\/(monitors|dashboard|infrastructure|apm)\/[^\s:]+/g))
        expect(await fetch(url), url).toMatchObject({ status: 200 });
      await expectAsBefore();
    });

    test("that is run once more shows the page of the time before, where the service has not recovered yet", async () => {
      expect(await sandbox("demo", "--yes")).toMatch(/of an earlier demo[^]*failing people[^]*That took/);
      await expectAsBefore();
    });
  });

  test("down leaves nothing of it", async () => {
    expect(await sandbox("down")).toMatch(/no container, network, route, mount or process/);
    expect(await output("podman", "ps", "--all", "--format", "{{.Names}}")).not.toContain(`lookout-${INSTANCE}-`);
    expect(await output("podman", "network", "ls", "--format", "{{.Name}}")).not.toContain(`lookout-${INSTANCE}-`);
    expect(await output("ps", "-eo", "args=")).not.toContain(`.sandbox/${INSTANCE}/`);
    expect(await sandbox("down")).toContain("nothing to do");
  });
});
