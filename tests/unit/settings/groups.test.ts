import { expect, test } from "vitest";
import { settingsSchema } from "../../../components/environment/settings";
import { allGroupsOf, withGroups, withoutRepeated } from "../../../settings/groups";
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

test("a group may be in others: of two values the narrower group's comes first, however many lead there", () => {
  const groups = {
    web: { groups: ["all-apps"], tags: ["role:web"], user: "web" },
    eu: { groups: ["all-apps"], tags: ["region:eu"], user: "eu", port: 2222 },
    "all-apps": { groups: ["fleet"], tags: ["kind:app"], user: "app", port: 2200 },
    fleet: { tags: ["team:sre"], user: "ansible" },
  };
  expect(allGroupsOf({ groups: ["web", "eu"] }, groups)).toEqual(["web", "eu", "all-apps", "fleet"]);
  // Named in the other order, too: what is around a group is never before it.
  expect(allGroupsOf({ groups: ["fleet", "web"] }, groups)).toEqual(["web", "all-apps", "fleet"]);
  expect(hostsOf({ groups, hosts: [{ name: "web1", groups: ["web", "eu"] }] })).toEqual([
    {
      ...{ name: "web1", groups: ["web", "eu"], user: "web", port: 2222 },
      tags: ["role:web", "region:eu", "kind:app", "team:sre"],
    },
  ]);
});

test("groups in a circle, and a group's group that is none, are mistakes of the groups", () => {
  const groups = { a: { groups: ["b"] }, b: { groups: ["c"] }, c: { groups: ["a"] }, d: { groups: ["d", "e"] } };
  expect(found({ groups, hosts: [{ ...host, groups: ["a"] }] }).sort()).toEqual([
    'groups.a.groups[0] "b" is in "a" in turn; expected groups around it alone',
    'groups.b.groups[0] "c" is in "b" in turn; expected groups around it alone',
    'groups.c.groups[0] "a" is in "c" in turn; expected groups around it alone',
    'groups.d.groups[0] "d" is it itself; expected groups around it alone',
    'groups.d.groups[1] "e" is no group; expected one of a, b, c, d',
  ]);
  expect(found({ defaults: { groups: ["a"] }, groups: { a: {} }, hosts: [host] })).toEqual([
    expect.stringMatching(/^defaults\.groups unknown key/),
  ]);
});

test("another environment's tag in a group is said once, there", () => {
  const groups = { db: { tags: ["role:db", "env:other"] } };
  expect(found({ groups, hosts: [{ ...host, groups: ["db"], tags: ["rack:7"] }] })).toEqual([
    expect.stringMatching(/^groups\.db\.tags\[1\] .*is said by the setting env, or the stack's name/),
  ]);
});

test("a mistake in a group around a host's group is said once, there", () => {
  const groups = { db: { groups: ["all"] }, all: { port: 70_000 } };
  expect(found({ groups, hosts: [{ ...host, groups: ["db"] }] })).toEqual([
    "groups.all.port 70000 is not a port; expected 1 to 65535",
  ]);
});

const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;

test("behind two bastions one address is two hosts; a bastion has a key of its own pinned, or is false", () => {
  const behind = (address: string) => ({ bastion: { address, hostKey } });
  const two = (one: object, other: object) => [
    { ...host, ...one },
    { ...host, name: "db2", ...other },
  ];
  expect(found({ hosts: two(behind("192.0.2.8"), behind("192.0.2.9")) })).toEqual([]);
  expect(found({ hosts: two({}, behind("192.0.2.9")) })).toEqual([]);
  expect(found({ hosts: two({ bastion: false }, {}) })).toEqual([
    'hosts[1].address "192.0.2.1" is another host\'s address already',
  ]);
  expect(found({ hosts: two(behind("192.0.2.9"), behind("192.0.2.9")) })).toHaveLength(1);
  expect(found({ hosts: [{ ...host, bastion: { address: "192.0.2.9" } }] })).toEqual([
    expect.stringMatching(/^hosts\[0\]\.bastion\.hostKey is missing; expected /),
  ]);
  expect(found({ hosts: [{ ...host, bastion: true }] })).toEqual([
    expect.stringMatching(/^hosts\[0\]\.bastion .*is neither; expected the bastion's address and hostKey, or false$/),
  ]);
  expect(found({ hosts: [{ ...host, bastion: { address: "192.0.2.9", hostKey, prot: 22 } }] })).toEqual([
    'hosts[0].bastion.prot unknown key; did you mean "port"?',
  ]);
  const key = found({
    hosts: [{ ...host, privateKey: "hunter22", bastion: { address: "x", hostKey, privateKey: "y" } }],
  });
  expect(key.sort()).toEqual([
    "hosts[0].bastion.privateKey is not a private key; expected -----BEGIN OPENSSH PRIVATE KEY-----",
    "hosts[0].privateKey is not a private key; expected -----BEGIN OPENSSH PRIVATE KEY-----",
  ]);
});

test("what a host's Agent has of its own is held to what is said of all", () => {
  const groups = { web: { agent: { extra: { api_key: "x" }, logLevel: "loud", version: "7.1" } } };
  expect(found({ groups, hosts: [{ ...host, groups: ["web"] }] }).sort()).toEqual([
    expect.stringMatching(/^groups\.web\.agent\.extra\.api_key is one of Lookout's own; expected datadog\.apiKey/),
    expect.stringMatching(/^groups\.web\.agent\.logLevel .*expected trace, debug, info/),
    expect.stringMatching(/^groups\.web\.agent\.version .*is not a package version/),
  ]);
  expect(found({ groups: { web: { agent: { extra: { a: "${secret:b}" } } } }, hosts: [host] })).toEqual([
    expect.stringMatching(/^groups\.web\.agent\.extra\.a .*names the secret "b", which is not there/),
  ]);
  const traced = { name: "shop", source: "x", command: ["run"], healthUrl: "http://127.0.0.1:1/" };
  const agent = { extra: { apm_config: { enabled: true, instrumentation: { enabled: true } } } };
  expect(found({ hosts: [{ ...host, agent }] })).toEqual([]);
  expect(found({ hosts: [{ ...host, agent, services: [traced] }] }).sort()).toEqual([
    expect.stringMatching(/^hosts\[0\]\.agent\.extra\.apm_config\.enabled .*is agent\.apm's/),
    expect.stringMatching(/^hosts\[0\]\.agent\.extra\.apm_config\.instrumentation excludes services/),
  ]);
});

test("a text may want of its host what is known of one, and is told where it stands what is not", () => {
  const integrations = [
    { name: "elastic", instances: [{ url: "http://${host:address}:9200", tags: ["at:${host:nam}"] }] },
  ];
  const logs = [{ type: "file", path: "/var/log/${host:port}.log", source: "x", service: "x" }];
  const wants = (unknown: string) => `wants "${unknown}" of its host; expected \${host:name} or \${host:address}`;
  expect(found({ groups: { es: { integrations } }, hosts: [{ ...host, groups: ["es"], logs }] }).sort()).toEqual([
    expect.stringContaining(`groups.es.integrations[0].instances[0].tags[0] "at:\${host:nam}" ${wants("nam")}`),
    expect.stringContaining(`hosts[0].logs[0].path "/var/log/\${host:port}.log" ${wants("port")}`),
  ]);
});

test("private keys have their lines, wherever they stand", () => {
  const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
  const bastion = { address: "192.0.2.9", hostKey, privateKey };
  expect(found({ groups: { a: { privateKey, bastion } }, hosts: [{ ...host, groups: ["a"] }] })).toEqual([]);
  const agent = { secrets: { a: "two\nlines" }, extra: { b: "${secret:a}", c: "two\nlines" } };
  expect(found({ defaults: { agent }, hosts: [host] })).toEqual([]);
});
