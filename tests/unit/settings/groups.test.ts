import { expect, test } from "vitest";
import { settingsSchema } from "../../../components/environment/settings";
import { withGroups, withoutRepeated } from "../../../settings/groups";
import { mistakes } from "../../../settings/mistakes";

const hostsOf = (values: object) => (withGroups(values) as { hosts: unknown[] }).hosts;

test("a host has what its groups say and what is said of all, its own first", () => {
  const [db1, db2, db3] = hostsOf({
    defaults: { user: "deploy", port: 2222, tags: ["team:sre"] },
    groups: {
      db: { user: "dba", tags: ["role:db", "tier:1"], logs: [{ type: "journald" }] },
      eu: { user: "eu", tags: ["region:eu", "tier:1"], logs: [{ type: "file", path: "/var/log/x" }] },
    },
    hosts: [
      { name: "db1", groups: ["db", "eu"], tags: ["rack:7"] },
      { name: "db2", groups: ["eu"], user: "root", logs: [{ type: "tcp" }] },
      { name: "db3" },
    ],
  });
  expect(db1).toEqual({
    ...{ name: "db1", groups: ["db", "eu"], user: "dba", port: 2222 },
    tags: ["rack:7", "role:db", "tier:1", "region:eu", "team:sre"],
    logs: [{ type: "journald" }, { type: "file", path: "/var/log/x" }],
  });
  expect(db2).toEqual({
    ...{ name: "db2", groups: ["eu"], user: "root", port: 2222, tags: ["region:eu", "tier:1", "team:sre"] },
    logs: [{ type: "tcp" }, { type: "file", path: "/var/log/x" }],
  });
  expect(db3).toEqual({ name: "db3", user: "deploy", port: 2222, tags: ["team:sre"] });
});

test("a group's databases and integrations meet a host's by name, and its own numbers stay", () => {
  const [host] = hostsOf({
    groups: {
      db: {
        databases: [
          { type: "postgres", dbm: true, port: 5433 },
          { type: "mysql", name: "orders" },
        ],
        integrations: [{ name: "nginx", init_config: { a: 1 }, instances: [{ url: "one" }] }],
        services: [{ name: "shop", command: ["run", "--fast"], variables: { A: "1", B: "2" } }],
      },
    },
    hosts: [
      {
        name: "db1",
        groups: ["db"],
        databases: [
          { type: "postgres", port: 5434 },
          { type: "postgres", name: "b" },
        ],
        integrations: [{ name: "nginx", instances: [{ url: "two" }] }],
        services: [{ name: "shop", command: ["run"], variables: { A: "3" } }],
      },
    ],
  });
  expect(host).toMatchObject({
    databases: [
      { type: "postgres", port: 5434, dbm: true },
      { type: "postgres", name: "b" },
      { type: "mysql", name: "orders" },
    ],
    integrations: [{ name: "nginx", init_config: { a: 1 }, instances: [{ url: "two" }, { url: "one" }] }],
    // Any other list is one text with its parts.
    services: [{ name: "shop", command: ["run"], variables: { A: "3", B: "2" } }],
  });
});

test("what is written wrongly is left for the schema", () => {
  for (const values of [undefined, "x", [], {}, { hosts: {} }, { hosts: [1, null] }, { hosts: [], groups: 3 }]) {
    expect(withGroups(values)).toEqual(values);
  }
  const values = { groups: { a: "x", b: [] }, hosts: [{ name: "db1", groups: ["a", "b", 3, "toString"] }] };
  expect(withGroups(values)).toEqual(values);
});

const right = {
  notify: ["@oncall@example.com"],
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
  agent: { version: "1:7.70.1-1" },
};
const host = { name: "db1", address: "192.0.2.1", hostKey: `ssh-ed25519 ${"A".repeat(68)}` };

function found(more: object): string[] {
  const values = { ...right, ...more };
  const complete = withGroups(values);
  const { error } = settingsSchema.safeParse(complete);
  const issues = withoutRepeated(error?.issues ?? [], values);
  return mistakes({ issues }, complete, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

test("settings in groups are settings of hosts", () => {
  const groups = { db: { user: "deploy", databases: [{ type: "postgres" }], acceptUnknownHostKey: true } };
  expect(found({ groups, hosts: [{ name: "db1", address: "192.0.2.1", groups: ["db"] }] })).toEqual([]);
});

test("a mistake in a group is said once, there; one of a host's own is said of the host", () => {
  const groups = {
    db: { prot: 2222, port: 70_000, tags: ["Role"], databases: [{ type: "postgres", port: 0 }] },
    web: { tags: ["role:web"] },
  };
  const hosts = [
    { ...host, groups: ["db"] },
    { ...host, name: "db2", address: "192.0.2.2", groups: ["db", "wep"], tags: ["Rack", "role:a"] },
  ];
  expect(found({ groups, hosts }).sort()).toEqual([
    "groups.db.databases[0].port 0 is not a port; expected 1 to 65535",
    "groups.db.port 70000 is not a port; expected 1 to 65535",
    'groups.db.prot unknown key; did you mean "port"?',
    'groups.db.tags[0] "Role" is not a tag; expected key:value in lower case, such as team:sre',
    'hosts[1].groups[1] "wep" is no group; expected one of db, web',
    'hosts[1].tags[0] "Rack" is not a tag; expected key:value in lower case, such as team:sre',
  ]);
});
