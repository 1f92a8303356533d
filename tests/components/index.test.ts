import * as path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { recorded } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1", databases: [{ type: "postgres" }] }],
  myMetric: {},
};
const program = async () => (await import("../../index.js")).default();
const plan = (config: object = {}) => recorded(program, { config: { ...CONFIG, ...config } });

beforeEach(() => {
  vi.resetModules();
});

test("a host takes two commands, and one more for each of its database servers", async () => {
  const commands = async (databases: object[]) =>
    (await plan({ hosts: [{ name: "db1", databases }] }))
      .filter(({ type, name }) => type === "command:remote:Command" && name.startsWith("db1-"))
      .map(({ name }) => name);
  expect(await commands([])).toEqual(["db1-configuration", "db1-package"]);
  vi.resetModules();
  const servers = [{ type: "postgres" }, { type: "mysql" }, { type: "mysql", name: "sessions", port: 3307 }];
  expect(await commands(servers)).toEqual([
    ...["db1-configuration", "db1-mysql-user", "db1-package", "db1-postgres-role", "db1-sessions-user"],
  ]);
});

test("databases have their monitors and their page, of the kinds that there are", async () => {
  const declared = async (...databases: object[]) =>
    (await plan({ hosts: [{ name: "db1", databases }], myMetric: undefined }))
      .filter(({ type, name }) => /^datadog:.*:(Monitor|Dashboard)$/.test(type) && !name.startsWith("hosts-"))
      .map(({ name }) => name)
      .sort();
  const postgres = ["connect", "connections", "replication-delay", "wraparound"].map((name) => `postgres-${name}`);
  expect(await declared()).toEqual(["hosts"]);
  vi.resetModules();
  expect(await declared({ type: "postgres" })).toEqual(["databases", "hosts", ...postgres]);
  vi.resetModules();
  expect(await declared({ type: "mysql", replication: true, galera: { clusterSize: 3 } })).toEqual([
    ...["databases", "hosts", "mysql-connect", "mysql-connections", "mysql-galera-3", "mysql-lag", "mysql-replica"],
  ]);
});

test("what is secret is so for the engine: connections, standard inputs, the provider's keys", async () => {
  const registrations = await plan();
  for (const { type, inputs } of registrations) {
    if (type === "command:remote:Command") {
      expect(inputs).toMatchObject({ connection: "[secret]", stdin: "[secret]" });
    }
    if (type === "pulumi:providers:datadog") expect(inputs).toMatchObject({ apiKey: "[secret]", appKey: "[secret]" });
  }
  expect(JSON.stringify(registrations)).not.toMatch(/0{32}|PRIVATE KEY|generated/);
});

test("commands are replaced, the old host cleaned first, when the address changes", async () => {
  const [command] = (await plan()).filter(({ name }) => name === "db1-package");
  expect(command?.inputs).toMatchObject({ triggers: ["192.0.2.11"], addPreviousOutputInEnv: false });
});

test("without my_metric there is no check, no monitor, no downtime and no panel of it", async () => {
  const registrations = await plan({ myMetric: undefined });
  expect(JSON.stringify(registrations)).not.toContain("my_metric");
  expect(registrations.map(({ name }) => name)).not.toContain("my-metric");
  expect(registrations.map(({ type }) => type)).not.toContain("datadog:index/downtimeSchedule:DowntimeSchedule");
});

test("a monitor's mistakes stop the preview together, on its own line", async () => {
  const wrong = { myMetric: { monitor: { warning: 900, alert: 800, noDataAfterMinutes: 6 } } };
  await expect(plan(wrong)).rejects.toThrow(/monitor\/warning-past-critical[^]*monitor\/hasty-no-data/);
});

test("settings' mistakes are one error with a line each, and nothing is registered", async () => {
  await expect(plan({ notify: [], tags: ["x"] })).rejects.toThrow(
    /^Pulumi\.dev\.yaml: 2 mistakes\n {2}tags\[0\] .*\n {2}notify /,
  );
});

test("an overlay that is not there says what writes it", async () => {
  await expect(plan({ overlay: "nowhere.yaml" })).rejects.toThrow(
    /"nowhere\.yaml", which can't be read; run `make up`/,
  );
});

test.each([
  ["a mistake in the settings", { tags: ["x"] }],
  ["a monitor's mistake", { myMetric: { monitor: { warning: 900 } } }],
])("%s has no stack, which the SDK would take long to render", async (_, wrong) => {
  await expect(plan(wrong)).rejects.toSatisfy((error: Error) => error.stack === undefined);
});
