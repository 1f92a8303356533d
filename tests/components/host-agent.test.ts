import { describe, expect, test } from "vitest";
import { HostAgent, type HostAgentArgs } from "../../components/agent/host-agent";
import { Host } from "../../components/host/host";
import { ANY_HOST } from "./any-host";
import { recorded } from "./recorded";

async function configuration(over: Partial<HostAgentArgs>): Promise<string> {
  const registrations = await recorded(() => {
    const host = new Host("db1", ANY_HOST);
    new HostAgent("db1", {
      ...{ host, version: "1:7.70.1-1", repository: { url: "http://apt.example", keys: [] }, integrations: [] },
      ...{ apiKey: "0".repeat(32), site: "datadoghq.com", hostname: "db1", env: "dev", tags: [], logLevel: "info" },
      ...{ extra: {}, packageWaitSeconds: 120 },
      ...over,
    });
    return Promise.resolve();
  });
  const command = registrations.find(({ name }) => name === "db1-configuration");
  return (command?.inputs as { readonly create: string }).create;
}

// field/agent.md 2
test("the proof is told how many instances of each check are declared", async () => {
  const integrations = [
    { name: "postgres", instances: [{ port: 5432 }] },
    { name: "custom_x", instances: [{}] },
    { name: "postgres", instances: [{ port: 5433 }, { port: 5433, dbname: "app" }] },
  ];
  expect(await configuration({ integrations })).toContain("\nchecks='postgres=3 custom_x=1'");
});

// field/agent.md 16
test("the proof looks at the port for traces where services are declared, and only there", async () => {
  expect(await configuration({ apm: { port: 8127 } })).toContain("\ntraces=8127\n");
  expect(await configuration({})).not.toContain("traces=");
});

describe("the IoT Agent, which has no Python", () => {
  const with_ = async (...integrations: HostAgentArgs["integrations"]) =>
    configuration({ flavor: "datadog-iot-agent", integrations });

  test.each([
    ["a pack's integration", { name: "postgres", instances: [{ port: 5432 }] }, "postgres"],
    ["a check of one's own", { name: "custom_x", instances: [{}], source: "class X: pass" }, "custom_x"],
    ["the source of one without instances", { name: "custom_y", instances: [], source: "class Y: pass" }, "custom_y"],
  ])("stops the preview with %s", async (_, integration, name) => {
    await expect(with_(integration)).rejects.toThrow(
      `datadog-iot-agent has no Python and can't run ${name}; take them out, or another agent.flavor`,
    );
  });

  test("has its own checks and logs, and no wheel of a proof by Python", async () => {
    const integrations = [
      { name: "disk", instances: [{}] },
      { name: "nginx", instances: [], logs: [{ type: "file", path: "/var/log/nginx/access.log" }] },
    ];
    expect(await with_(...integrations)).toContain("agent_package=datadog-iot-agent");
  });
});
