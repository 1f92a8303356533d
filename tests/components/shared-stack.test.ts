import { describe, expect, test } from "vitest";
import * as path from "node:path";
import { settingsSchema } from "../../components/environment/settings";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  env: "prod",
  hosts: [{ name: "db1", databases: [{ type: "postgres" }] }, { name: "db2" }],
  myMetric: {},
};
const SHARED = "organization/lookout/prod";

const warned = warningsOfEach();
let outputs: Record<string, unknown> = {};
const program = async () => {
  outputs = await (await import("../../index.js")).default();
  return outputs;
};
const plan = (config: object, shared: object = { env: "prod" }) =>
  recorded(program, { config: { ...CONFIG, ...config }, state: { [SHARED]: { outputs: shared } } });
const types = (planned: Awaited<ReturnType<typeof plan>>) => [
  ...new Set(planned.map(({ type }) => type.split(":")[0])),
];

describe("a stack of hosts with a shared stack", () => {
  test("declares what is on its hosts, and nothing in Datadog", async () => {
    const planned = await plan({ sharedStack: SHARED });
    expect(planned.filter(({ type }) => /^datadog:|^pulumi:providers:datadog/.test(type))).toEqual([]);
    const onHosts = (all: typeof planned) => all.filter(({ type }) => type.startsWith("command:"));
    expect(onHosts(planned)).toEqual(onHosts(await plan({})));
    expect(onHosts(planned)).not.toEqual([]);
  });

  test("links to what the shared stack has, of whatever kind, and proves its own hosts", async () => {
    const links = { dashboardUrl: "https://x/dashboard/a", hostMonitorUrls: { cpu: "https://x/monitors/1" } };
    await plan({ sharedStack: SHARED }, { env: "prod", ...links, checks: { other: { ntp: "OK" } } });
    expect(outputs).toMatchObject(links);
    expect(Object.keys(outputs.checks as object)).toEqual(["db1", "db2"]);
    expect(outputs).not.toHaveProperty("monitorUrl");
  });

  test("says that nothing watches its hosts before the shared stack's first up", async () => {
    await plan({ sharedStack: SHARED }, {});
    expect(warned.join("\n")).toContain(`the shared stack ${SHARED} has no outputs yet`);
  });

  test.each([
    [{ env: "prod-eu" }, /watches what has its own env, which is env:prod-eu, and these hosts have env:prod/],
    [{ dashboardUrl: "https://x" }, /which is not known, for another version of Lookout made it/],
  ])("is refused where the shared stack does not watch its hosts: %j", async (shared, words) => {
    await expect(plan({ sharedStack: SHARED }, shared)).rejects.toThrow(words);
  });

  test("is refused where it names itself", async () => {
    for (const sharedStack of ["dev", "lookout/dev", "organization/lookout/dev"]) {
      await expect(plan({ sharedStack })).rejects.toThrow(/is this stack itself/);
    }
  });
});

describe("the shared stack", () => {
  test("declares what a stack has in Datadog that makes the hosts itself, and contacts none", async () => {
    const inDatadog = (all: Awaited<ReturnType<typeof plan>>) => all.filter(({ type }) => type.startsWith("datadog:"));
    const shared = await plan({ manageHosts: false });
    expect(inDatadog(shared)).toEqual(inDatadog(await plan({})));
    expect(types(shared)).not.toContain("command");
    expect(shared.filter(({ type }) => /^lookout:(host|agent)/.test(type))).toEqual([]);
    expect(outputs).toMatchObject({ env: "prod" });
  });

  test("watches the env of the fleet, not its own name", async () => {
    const queries = (await plan({ manageHosts: "false" })).map(({ inputs }) => inputs.query).filter(Boolean);
    expect(queries.length).toBeGreaterThan(5);
    expect(queries.filter((query) => !/env:prod\b/.test(String(query)))).toEqual([]);
  });

  test("needs no login on the hosts, without which a stack of hosts is refused", () => {
    const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;
    const said = {
      ...{ notify: CONFIG.notify, agent: CONFIG.agent, hosts: [{ name: "db1", address: "192.0.2.1", hostKey }] },
      datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
      ssh: {},
    };
    const wrong = (more: object) =>
      settingsSchema.safeParse({ ...said, ...more }).error?.issues.map(({ path }) => path);
    expect(wrong({ manageHosts: false })).toBeUndefined();
    expect(wrong({})).toEqual([["ssh", "privateKey"]]);
  });

  test("is no stack of hosts, too", async () => {
    await expect(plan({ manageHosts: false, sharedStack: SHARED })).rejects.toThrow(
      /sharedStack .*leaves nothing to declare beside manageHosts: false/,
    );
  });
});
