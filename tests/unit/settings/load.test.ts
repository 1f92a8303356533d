import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { settingsSchema } from "../../../components/environment/settings";
import { loadSettings } from "../../../settings/load";

const HOST_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-load-"));
const home = process.cwd();
const warned: string[] = [];

beforeAll(() => {
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  fs.rmSync(folder, { recursive: true });
});
beforeEach(() => {
  warned.length = 0;
  vi.spyOn(pulumi.log, "warn").mockImplementation((message) => Promise.resolve(void warned.push(message)));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The settings with these over the least that there must be, in a stack of the name `prod`. */
function load(over: object, files: Readonly<Record<string, string>> = {}) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, text);
  }
  const settings = {
    notify: ["@a"],
    datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
    ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
    agent: { version: "1:7.70.1-1" },
    ...over,
  };
  pulumi.runtime.resetOptions("lookout", "prod", 1, "", "", false, "");
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        `lookout:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  );
  return loadSettings(settingsSchema);
}

function refused(over: object, files: Readonly<Record<string, string>> = {}): string {
  try {
    load(over, files);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  throw new Error("it was not refused");
}

const host = (name: string, n: number, more = "") =>
  `- { name: ${name}, address: 192.0.2.${n}, hostKey: "${HOST_KEY}"${more} }\n`;

test("hosts of a file come behind the stack's own, with what their groups have, and the overlay's over them", () => {
  const { hosts } = load(
    {
      hosts: [{ name: "app1", address: "192.0.2.1", hostKey: HOST_KEY }],
      hostsFrom: "hosts/",
      groups: { db: { databases: [{ type: "postgres" }] } },
      overlay: "over.yaml",
    },
    {
      "hosts/1.yaml": host("db1", 2, ", groups: [db]"),
      "hosts/2.yaml": host("db2", 3),
      "over.yaml": "hosts: [{ name: db2, address: 198.51.100.9 }]",
    },
  );
  expect(hosts.map(({ name, address, databases }) => [name, address, databases.length])).toEqual([
    ["app1", "192.0.2.1", 0],
    ["db1", "192.0.2.2", 1],
    ["db2", "198.51.100.9", 0],
  ]);
});

test("an inventory's hosts are the environment's", () => {
  const { hosts } = load(
    { hostsFrom: "inventory", groups: { db: { tags: ["role:db"] } }, defaults: { acceptUnknownHostKey: true } },
    { inventory: "[db]\ndb[1:2] ansible_user=dba\n[db:vars]\nansible_port=2222\n" },
  );
  expect(hosts).toMatchObject([
    { name: "db1", address: "db1", user: "dba", port: 2222, tags: ["role:db"] },
    { name: "db2", address: "db2", user: "dba", port: 2222, tags: ["role:db"] },
  ]);
});

test("all mistakes are said at once, each under its file, with its place there", () => {
  expect(
    refused(
      { hosts: [{ name: "db1", address: "192.0.2.1", hostKey: HOST_KEY }], hostsFrom: "all", tags: ["X"] },
      {
        "all/list.yaml": `${host("db1", 2)}${host("db2", 3, ", port: 70000, databases: [{ type: postgres, password: x }]")}`,
        "all/inventory.ini": "web_1\n",
        "all/host_vars/web_1.yml": `lookout: { hostKey: "${HOST_KEY}", adress: x }`,
      },
    ).split("\n"),
  ).toEqual([
    "Pulumi.prod.yaml: 1 mistake",
    '  tags[0] "X" is not a tag; expected key:value in lower case, such as team:sre',
    "all/list.yaml: 3 mistakes",
    "  [1].databases[0].password is a secret, and this file is in clear; expected it in the stack's file, with pulumi config set --secret, at a group that the host is in",
    "  [1].port                  70000 is not a port; expected 1 to 65535",
    '  [0].name                  "db1" is another host\'s name already',
    "all/host_vars/web_1.yml: 2 mistakes",
    expect.stringMatching(/^ {2}lookout\.name +"web_1" is not a host name; expected lower case letters/),
    expect.stringMatching(/^ {2}lookout\.adress +unknown key; did you mean "address"\?/),
  ]);
});

test("words that name another host's place name its file", () => {
  const port = ", databases: [{ type: postgres, name: x-y }]";
  const message = refused(
    { hosts: [], hostsFrom: "two.yaml" },
    { "two.yaml": `${host("a", 1, port)}${host("a-x", 2, port.replace("x-y", "y"))}` },
  );
  expect(message).toContain(
    '[1].databases[0].name "y" makes it a-x-y in the stack, as [0].databases[0] of two.yaml is;',
  );
});

test.each([
  ["nowhere.yaml", '  hostsFrom "nowhere.yaml" can\'t be read (ENOENT); expected a file, or a folder, by its path'],
  [["a"], "  hostsFrom is not a path; expected a file, or a folder, by its path from the project's folder on"],
])("hostsFrom that is %j is refused", (hostsFrom, words) => {
  expect(refused({ hosts: [], hostsFrom })).toContain(words);
});

test("a configuration that comes near the limit is warned of, and what Ansible Vault keeps is named", () => {
  const files = { "near/inventory": "db1\n", "near/group_vars/all/vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n" };
  load(
    {
      hostsFrom: "near",
      defaults: { acceptUnknownHostKey: true },
      tags: Array.from({ length: 9000 }, (_, i) => `n:${i + 1e6}`),
    },
    files,
  );
  expect(warned).toEqual([
    expect.stringMatching(/^Pulumi\.prod\.yaml: the configuration has \d+ KiB, \d+ % of what Linux lets/),
    "Pulumi.prod.yaml: not read, since Ansible Vault keeps it: near/group_vars/all/vault.yml",
  ]);
});
