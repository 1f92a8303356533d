import { expect, test } from "vitest";
import { environment } from "../../../cli/stack/environment";

const PROJECT = { name: "lookout", config: { overlay: { default: "" }, notify: { default: [] } } };
const read = (config: object) => environment("dev", PROJECT, { config });
const setting = (config: object, key: string): unknown => JSON.parse(read(config).config[`lookout:${key}`] ?? "null");

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

test("what the file leaves out is as the engine fills it in, and other keys stay as they are", () => {
  expect(read({ "aws:region": "eu-1" }).config).toMatchObject({ "lookout:notify": "[]", "aws:region": "eu-1" });
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
