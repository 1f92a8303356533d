import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { TestStack } from "./stack.js";

let stack: TestStack;
beforeEach(async () => {
  stack = await TestStack.fresh();
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it did not come so far within four minutes");
    await sleep(50);
  }
}

test.each([
  ["while the package is installed", "[ -e /var/lib/dpkg/info/datadog-agent.list ] || [ -d /opt/datadog-agent ]"],
  ["while the configuration is written", "[ -e /etc/datadog-agent/datadog.yaml ]"],
])(
  "an up that is killed %s is finished by the next, and what is there twice is named and removed",
  async (_, there) => {
    const { child, ended } = stack.start("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "dev");
    await until(async () => (await stack.host.sh(`if ${there}; then echo yes; fi`)) === "yes");
    // The engine, as when a CI job is killed: its plugins, each a group of its own, finish what they were asked.
    process.kill(-(child.pid ?? 0), "SIGKILL");
    expect((await ended).code).not.toBe(0);

    await stack.cancel();
    const finished = await stack.up();
    // What a plugin finished after the kill is there again, now as the state knows it.
    const [, strays = "0"] = /In Datadog (\d+|an) objects? say/.exec(finished) ?? [];
    const removed = await stack.orphans("--delete", "--yes");
    expect(removed.code, removed.output).toBe(0);
    expect(removed.output.match(/^deleted /gm) ?? []).toHaveLength(strays === "an" ? 1 : Number(strays));
    expect((await stack.outputs<{ checks: unknown }>()).checks).toEqual({
      db1: { postgres: "OK", custom_my_metric: "OK" },
    });
    const { monitors, dashboards, downtimes } = await stack.datadog.objects();
    // Within quiet hours there is another one, until they end.
    const recurring = downtimes.filter(({ attributes }) => "recurrences" in (attributes.schedule as object));
    expect([monitors.length, dashboards.length, recurring.length]).toEqual([12, 3, 2]);
    expect(await stack.host.sql("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'datadog%'")).toBe("1");
    expect(await stack.host.sh("ls /run | grep '^lookout\\.' || :")).toBe("");
    expect(await stack.host.sh("pgrep -u root -f '^/bin/sh -c.*lookout' || :")).toBe("");
    expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
  },
);
