import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { TestStack } from "./stack.js";

/** The Agent's, where an instance names none. */
const CHECK_INTERVAL_SECONDS = 15;

let stack: TestStack;
const servers = [
  { check: "postgres.can_connect", host: "db1" },
  { check: "mysql.can_connect", host: "db2" },
] as const;
const hosts = (passwordVersion: number) => [
  { name: "db1", databases: [{ type: "postgres", passwordVersion }] },
  { name: "db2", databases: [{ type: "mysql", passwordVersion }] },
];

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  stack.settings = { hosts: hosts(1) };
  await stack.up();
});

const runs = (server: (typeof servers)[number]) => stack.datadog.checkRuns(server.check, server.host);

/** Until each server's check was well after a moment. */
async function wellAfter(seconds: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (const server of servers) {
    while (!(await runs(server)).some(({ status, time }) => status === 0 && time > seconds)) {
      if (Date.now() > deadline) throw new Error(`${server.check} was not well again within a minute`);
      await sleep(500);
    }
  }
}

describe("a rotation while the Agent runs", () => {
  let began: number;

  beforeAll(async () => {
    await wellAfter(0);
    began = Math.floor(Date.now() / 1000);
    stack.settings = { hosts: hosts(2) };
    await stack.up();
    await wellAfter(Math.floor(Date.now() / 1000));
  });

  test.each(servers)(
    "$check is not without a good run for longer than one interval more than usual",
    async (server) => {
      const good = (await runs(server)).filter(({ status }) => status === 0).map(({ time }) => time);
      const last = good.filter((time) => time <= began).slice(-1);
      const times = [...last, ...good.filter((time) => time > began)];
      expect(times.length).toBeGreaterThanOrEqual(2);
      const spacings = times.slice(1).map((time, i) => time - (times[i] ?? 0));
      const longest = Math.max(...spacings);
      console.log(
        `${server.check}: ${longest} s at most from one good run to the next; ${CHECK_INTERVAL_SECONDS} s is usual`,
      );
      expect(longest).toBeLessThanOrEqual(2 * CHECK_INTERVAL_SECONDS);
    },
  );

  test("the password is another one, and the second up has nothing to do", async () => {
    expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
  });
});

describe("a rotation that fails after the password was set", () => {
  test("is finished by the next up", async () => {
    // The Agent's file can't be put in its place, so that the new password reaches the server alone.
    const obstacle = "/etc/datadog-agent/conf.d/mysql.d/conf.yaml.lookout";
    await stack.mariadb.sh(`mkdir ${obstacle}`);
    stack.settings = { hosts: hosts(3) };
    const failed = await stack.tryUp();
    expect(failed.code, failed.output).not.toBe(0);
    await stack.mariadb.sh(`rm -r ${obstacle}`);
    await stack.up();
    await wellAfter(Math.floor(Date.now() / 1000));
  });
});
