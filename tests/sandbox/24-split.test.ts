import { beforeAll, expect, test } from "vitest";
import { TestFleet } from "./fleet.js";

const AGENT = { agent: { version: "1:7.70.1-1" } };
const HOST = { name: "cache1" };

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await TestFleet.fresh(["cache1"]);
});

const up = (stack: string) => fleet.ran("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", stack);

// docs/fleets.md, To split one stack
test("a stack that is split forgets its hosts, keeps its monitors, and another takes the hosts over as they run", async () => {
  const seen = async () => ({
    monitors: (await fleet.datadog.objects()).monitors.map(({ id }) => id),
    package: await fleet.host("cache1").sh("stat -c %y /var/lib/dpkg/info/datadog-agent.list"),
    starts: await fleet.host("cache1").agentStarts(),
  });
  await fleet.declare("prod", [HOST], AGENT);
  await up("prod");
  const before = await seen();
  const logins = await fleet.host("cache1").logins();

  await fleet.declare("prod", [{ ...HOST, gone: true }], AGENT);
  await up("prod");
  await fleet.declare("prod", [HOST], { ...AGENT, manageHosts: false });
  await up("prod");
  expect(await fleet.host("cache1").logins()).toBe(logins);
  expect(await fleet.ran("stack", "export", "--stack", "prod")).not.toContain('"command:remote:Command"');

  await fleet.declare("eu", [HOST], { ...AGENT, sharedStack: "organization/lookout/prod" });
  await up("eu");
  expect(await seen()).toEqual(before);
  expect(before.monitors).not.toEqual([]);
  expect(await fleet.outputs("eu")).toMatchObject({ agentVersions: { cache1: expect.any(String) as string } });
  await fleet.ran("preview", "--expect-no-changes", "--stack", "prod");
});
