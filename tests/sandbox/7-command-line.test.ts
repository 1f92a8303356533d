import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

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

  test("down leaves nothing of it", async () => {
    expect(await sandbox("down")).toMatch(/no container, network, route, mount or process/);
    expect(await output("podman", "ps", "--all", "--format", "{{.Names}}")).not.toContain(`lookout-${INSTANCE}-`);
    expect(await output("podman", "network", "ls", "--format", "{{.Name}}")).not.toContain(`lookout-${INSTANCE}-`);
    expect(await output("ps", "-eo", "args=")).not.toContain(`.sandbox/${INSTANCE}/`);
    expect(await sandbox("down")).toContain("nothing to do");
  });
});
