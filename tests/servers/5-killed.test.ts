import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oneOfEach, Server } from "./server.js";

const PASSWORD = "the-second-password";
const wanted = { dbm: true };

/** Where every script looks for its client first. */
const CLIENTS = ["psql", "mysql", "mariadb"].map((name) => `/usr/sbin/${name}`);

describe.each(oneOfEach)("$flavour $version, killed in the middle of each statement in turn", (kind) => {
  let server: Server;
  let before: { catalogue: string; files: string };

  beforeAll(async () => {
    server = await Server.of(kind);
    before = { catalogue: await server.catalogue(), files: await server.files() };
    const program = fs.readFileSync(path.join(__dirname, "killer.py"), "utf8");
    for (const client of CLIENTS) {
      await server.exec(
        ["sh", "-c", `[ ! -x /usr/bin/$(basename ${client}) ] || { cat >${client}; chmod 755 ${client}; }`],
        program,
      );
    }
    await server.exec(["sh", "-c", "cat >/run/killer.py"], program);
  });
  afterAll(async () => {
    await server.sh(`rm -rf ${CLIENTS.join(" ")} /run/killer /run/killer.py`);
    expect(await server.files()).toBe(before.files);
  });

  /** Whether the script was killed before its end, after so many statements that write. */
  async function killedAfter(what: "create" | "delete", writes: number): Promise<boolean> {
    const { stdout, stderr } = await server.runKilled(what, wanted, { password: PASSWORD }, writes);
    expect(stdout.trim().split("\n").at(-1), stderr).toMatch(/^(killed|ended 0) \d+$/);
    return stdout.includes("killed");
  }

  // Each run goes on from where the one before was killed, and is killed one statement later.
  test("in making: each next run goes on from there, and the last one is whole", { timeout: 300_000 }, async () => {
    let writes = 0;
    while (await killedAfter("create", writes)) expect(++writes).toBeLessThan(80);
    // Each of: role or accounts, password, limit, privileges, schema, procedures.
    expect(writes).toBeGreaterThan(10);
    expect(await server.logsIn(PASSWORD)).toBe(true);
    expect(await server.explains(server.isPostgres ? "postgres" : "datadog", PASSWORD)).toBe(true);
    expect(await server.sh("ls -d /run/lookout.* 2>/dev/null || :")).toBe("");
    await server.remove(wanted);
    expect(await server.catalogue()).toBe(before.catalogue);
  });

  test("in taking away: each next run goes on from there, and nothing is left", { timeout: 300_000 }, async () => {
    await server.make(wanted, PASSWORD);
    let writes = 0;
    while (await killedAfter("delete", writes)) writes++;
    expect(writes).toBeGreaterThan(2);
    await server.remove(wanted);
    expect(await server.catalogue()).toBe(before.catalogue);
  });
});
