import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { expect, test } from "vitest";
import { settingsSchema } from "../../../../components/environment/settings";
import { parseValue } from "../../../../settings/load";
import { environment } from "../../../../cli/stack/environment";

const read = (config: Record<string, unknown>) => environment({ name: "lookout", folder: __dirname }, "dev", config);
const setting = (config: Record<string, unknown>, key: string): unknown =>
  JSON.parse(read(config).config[`lookout:${key}`] ?? "null");

test("keys that are not in the repository have stand-ins, whether they are set as secrets or not at all", () => {
  const keys = { apiKey: "0".repeat(32), appKey: "0".repeat(40) };
  expect(setting({}, "datadog")).toEqual(keys);
  const site = "datadoghq.eu";
  expect(setting({ "lookout:datadog": { site, apiKey: { secure: "v1:a" } } }, "datadog")).toEqual({ ...keys, site });
  expect(setting({ "lookout:datadog": { secure: "v1:a" } }, "datadog")).toEqual(keys);
});

test("other secrets have stand-ins in their places", () => {
  const hosts = [{ name: "db1", address: "db1.example.com", databases: [{ password: { secure: "v1:a" } }] }];
  expect(setting({ "lookout:hosts": hosts }, "hosts")).toEqual([
    { name: "db1", address: "db1.example.com", databases: [{ password: "stands-in" }] },
  ]);
});

test("hosts that an overlay completes have addresses and keys of no host, in their order; the overlay is not read", () => {
  const hosts = [{ name: "db2" }, { name: "db1", address: "198.51.100.7" }];
  const overlaid = read({ "lookout:overlay": "nowhere.yaml", "lookout:hosts": hosts });
  expect(overlaid.config).not.toHaveProperty("lookout:overlay");
  expect(overlaid.hosts).toMatchObject([
    { name: "db2", ip: "192.0.2.11" },
    { name: "db1", ip: "198.51.100.7" },
  ]);
});

test("without an overlay a missing address stays missing, for the settings' check to say", () => {
  expect(setting({ "lookout:hosts": [{ name: "db1" }] }, "hosts")).toEqual([{ name: "db1" }]);
});

test("hosts of a file are known as those of the settings are, and an overlay completes them", () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-environment-"));
  fs.writeFileSync(
    path.join(folder, "hosts.yaml"),
    "- { name: db1, groups: [db] }\n- { name: db2, address: 198.51.100.7 }\n",
  );
  const config = {
    "lookout:hosts": [{ name: "app1", address: "198.51.100.1" }],
    "lookout:hostsFrom": "hosts.yaml",
    "lookout:groups": { db: { databases: [{ type: "postgres" }] } },
  };
  const known = environment({ name: "shop", folder }, "acme/shop/dev", config);
  expect(known).toMatchObject({ stack: "dev", project: "shop" });
  expect(known.hosts.map(({ name, ip, databases }) => [name, ip, databases.length])).toEqual([
    ["app1", "198.51.100.1", 0],
    ["db1", "192.0.2.12", 1],
    ["db2", "198.51.100.7", 0],
  ]);
  // The program reads them itself, and names their file where something is wrong.
  expect(known.config).toMatchObject({ "lookout:hostsFrom": "hosts.yaml" });
  const overlaid = environment({ name: "shop", folder }, "dev", { ...config, "lookout:overlay": "o.yaml" });
  expect(overlaid.config).not.toHaveProperty("lookout:hostsFrom");
  expect(JSON.parse(overlaid.config["lookout:hosts"] ?? "")).toMatchObject([
    {},
    { name: "db1", address: "192.0.2.12" },
    {},
  ]);
  fs.rmSync(folder, { recursive: true });
});

test("a setting that is written as JSON in a text is what it says", () => {
  expect(read({ "lookout:hosts": '[{ "name": "db1", "address": "198.51.100.1" }]' }).hosts).toMatchObject([
    { name: "db1", ip: "198.51.100.1" },
  ]);
});

test("hosts are known with their databases and services", () => {
  const host = {
    name: "db1",
    databases: [{ type: "mysql", name: "x", port: 3307 }, { type: "postgres" }],
    services: [{ name: "shop" }],
  };
  expect(read({ "lookout:hosts": [host] }).hosts).toEqual([
    {
      name: "db1",
      ip: "192.0.2.11",
      databases: [
        { type: "mysql", name: "x", port: 3307 },
        { type: "postgres", name: "postgres", port: 5432 },
      ],
      services: ["shop"],
    },
  ]);
});

test.each([
  [{ sshAgent: true }],
  [{ password: { secure: "v1:a" } }],
  [{ privateKey: { secure: "v1:a" }, privateKeyPassword: { secure: "v1:b" }, sudoPassword: { secure: "v1:c" } }],
  [{ secure: "v1:a" }],
  [undefined],
])("whatever a login is said to be, %j, its stand-ins are settings that the check accepts", (ssh) => {
  const own = { name: "db1", address: "192.0.2.1", hostKey: `ssh-ed25519 ${"A".repeat(68)}`, user: "ops" };
  const bastion = { address: "192.0.2.9", hostKey: own.hostKey, password: { secure: "v1:d" } };
  const { config } = read({
    "lookout:notify": ["@oncall@example.com"],
    "lookout:agent": { version: "1:7.70.1-1" },
    "lookout:hosts": [
      { ...own, bastion },
      {
        ...own,
        name: "db2",
        address: "192.0.2.2",
        privateKey: { secure: "v1:e" },
        privateKeyPassword: { secure: "v1:f" },
      },
    ],
    ...(ssh !== undefined && { "lookout:ssh": ssh }),
  });
  const values = Object.entries(config).map(([key, text]) => [key.replace("lookout:", ""), parseValue(text)]);
  const { error } = settingsSchema.safeParse(Object.fromEntries(values));
  expect(error?.issues ?? []).toEqual([]);
});
