import * as fc from "fast-check";
import { expect, test } from "vitest";
import { serverKey, serverResource } from "../../../components/packs/databases/names";
import { serviceKey, serviceResource } from "../../../components/packs/services/names";
import { mistakes } from "../../../settings/mistakes";
import { settingsSchema } from "../../../components/environment/settings";

interface HostLike {
  readonly name: string;
  readonly databases?: readonly object[];
  readonly services?: readonly object[];
}

const environment = (hosts: readonly HostLike[]) => ({
  notify: ["@oncall@example.com"],
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
  agent: { version: "1:7.70.1-1" },
  hosts: hosts.map((host, i) => ({ address: `192.0.2.${i + 1}`, hostKey: `ssh-ed25519 ${"A".repeat(68)}`, ...host })),
});

function found(...hosts: readonly HostLike[]): string[] {
  const values = environment(hosts);
  const result = settingsSchema.safeParse(values);
  if (result.success) return [];
  return mistakes(result.error, values, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

const postgres = (name?: string, port = 5432) => ({ type: "postgres", name, port });
const mysql = (name?: string, port = 3306) => ({ type: "mysql", name, port });
const service = (name: string, more: object = {}) => ({
  ...{ name, source: "apps/shop", command: ["run"], healthUrl: "http://127.0.0.1:5050/" },
  ...more,
});

const FIX = "expected another name for one of the two";

test.each<[string, HostLike[], string[]]>([
  [
    "two hosts' servers",
    [
      { name: "db1", databases: [postgres(), postgres("a-b", 5433)] },
      { name: "db1-a", databases: [postgres("b")] },
    ],
    [`hosts[1].databases[0].name "b" makes it db1-a-b in the stack, as hosts[0].databases[1] is; ${FIX}`],
  ],
  [
    "a server that is named by its type alone",
    [
      { name: "db1-a", databases: [mysql()] },
      { name: "db1", databases: [mysql("a-mysql")] },
    ],
    [`hosts[1].databases[0].name "a-mysql" makes it db1-a-mysql in the stack, as hosts[0].databases[0] is; ${FIX}`],
  ],
  [
    "the one that is named by its type comes second",
    [
      { name: "db1", databases: [mysql("a-mysql")] },
      { name: "db1-a", databases: [mysql()] },
    ],
    [`hosts[1].databases[0].name makes it db1-a-mysql in the stack, as hosts[0].databases[0] is; ${FIX}`],
  ],
  [
    "two hosts' services",
    [
      { name: "app1", services: [service("web-shop")] },
      { name: "app1-web", services: [service("pay"), service("shop")] },
    ],
    [`hosts[1].services[1].name "shop" makes it app1-web-shop in the stack, as hosts[0].services[0] is; ${FIX}`],
  ],
  [
    "three hosts' servers, each beside the first",
    [
      { name: "a", databases: [postgres("b-c-d")] },
      { name: "a-b", databases: [postgres("c-d")] },
      { name: "a-b-c", databases: [postgres("d")] },
    ],
    [
      `hosts[1].databases[0].name "c-d" makes it a-b-c-d in the stack, as hosts[0].databases[0] is; ${FIX}`,
      `hosts[2].databases[0].name "d" makes it a-b-c-d in the stack, as hosts[0].databases[0] is; ${FIX}`,
    ],
  ],
  [
    "hosts of one name, which alone is said",
    [
      { name: "db1", databases: [postgres()] },
      { name: "db1", databases: [postgres()] },
    ],
    ['hosts[1].name "db1" is another host\'s name already'],
  ],
  [
    "beside a mistake of a part",
    [
      { name: "db1", databases: [postgres("a-b", 543210)] },
      { name: "db1-a", databases: [postgres("b")] },
    ],
    [
      "hosts[0].databases[0].port 543210 is not a port; expected 1 to 65535",
      `hosts[1].databases[0].name "b" makes it db1-a-b in the stack, as hosts[0].databases[0] is; ${FIX}`,
    ],
  ],
  [
    "a source's name that is a host's, too",
    [
      { name: "db1", databases: [mysql("orders")] },
      { name: "db1.orders", databases: [mysql()] },
      { name: "db2", databases: [{ ...mysql(), replicaOf: "db1.orders" }] },
    ],
    [
      'hosts[2].databases[0].replicaOf "db1.orders" is hosts[0].databases[0], and the host of hosts[1].databases[0]; ' +
        `expected db1.orders.mysql for that one, or another name for one of the two`,
    ],
  ],
  [
    "two sockets of one port",
    [
      {
        name: "db1",
        databases: [
          { ...mysql("a"), dbm: true },
          { ...mysql("b"), dbm: true, socket: "/run/b.sock" },
        ],
      },
    ],
    [
      "hosts[0].databases[1].port 3306 is databases[0]'s already, and ports alone tell mysql servers at one address apart; expected one of its own",
    ],
  ],
  [
    "one port of the host under two names",
    [{ name: "db1", databases: [postgres("a"), { ...postgres("b"), address: "localhost" }] }],
    [
      "hosts[0].databases[1].port 5432 is databases[0]'s already, and ports alone tell postgres servers at one address apart; expected one of its own",
    ],
  ],
  [
    "a service's role and the monitoring user",
    [{ name: "db1", databases: [mysql(), postgres()], services: [service("datadog", { databasePort: 5432 })] }],
    [
      'hosts[0].services[0].name "datadog" would be its role in PostgreSQL, and is the monitoring user of databases[1] there; expected another name, or another user',
    ],
  ],
  [
    "a service and the Agent, by its unit or its user",
    [{ name: "app1", services: [service("datadog-agent"), service("dd-agent"), service("datadog-agent-trace")] }],
    ["datadog-agent", "dd-agent", "datadog-agent-trace"].map(
      (name, i) => `hosts[0].services[${i}].name "${name}" is the Agent's own on each host; expected another name`,
    ),
  ],
])("what would be one is a mistake that names both: %s", (_, hosts, lines) => {
  expect(found(...hosts)).toEqual(lines);
});

test.each<[string, HostLike[]]>([
  ["a server and a service", [{ name: "db1", databases: [postgres("a")], services: [service("shop"), service("aa")] }]],
  [
    "a server and a service of two hosts",
    [
      { name: "db1", databases: [postgres("a-bb")] },
      { name: "db1-a", services: [service("bb")] },
    ],
  ],
  [
    "a postgres and a mysql",
    [
      { name: "db1", databases: [postgres("a-b")] },
      { name: "db1-a", databases: [mysql("b")] },
    ],
  ],
  [
    "a hyphen and a dot",
    [
      { name: "db1-a", databases: [postgres("b")] },
      { name: "db1.a", databases: [postgres("b")] },
    ],
  ],
  [
    "a source's name that is a host's of other servers",
    [
      { name: "db1", databases: [mysql("orders")] },
      { name: "db1.orders", databases: [postgres()] },
      { name: "db2", databases: [{ ...mysql(), replicaOf: "db1.orders" }] },
    ],
  ],
  ["one port at two addresses", [{ name: "db1", databases: [mysql("a"), { ...mysql("b"), address: "127.0.0.2" }] }]],
  [
    "two sockets of MySQL, without Database Monitoring",
    [{ name: "db1", databases: [mysql("a"), { ...mysql("b"), socket: "/run/b.sock" }] }],
  ],
  ["sockets with a port each", [{ name: "db1", databases: [mysql("a"), { ...mysql("b", 1), socket: "/run/b.sock" }] }]],
  [
    "a monitoring user of a server elsewhere",
    [
      {
        name: "db1",
        databases: [
          {
            ...postgres(),
            address: "10.0.0.9",
            manageUser: false,
            password: "a-long-password",
            tls: { mode: "require" },
          },
        ],
        services: [service("datadog", { databasePort: 5432 })],
      },
    ],
  ],
])("what only looks alike is right: %s", (_, hosts) => {
  expect(found(...hosts)).toEqual([]);
});

test("declared things have names of their own in the stack and its outputs, or the settings say which have not", () => {
  // Few words, so that names often meet.
  const word = fc.constantFrom("aa", "aa-aa", "aa-aa-aa", "bb");
  const hostName = fc.constantFrom("aa", "aa-aa", "aa-aa-aa", "aa.aa", "aa-aa.aa");
  const named = <T>(make: (name: string, i: number) => T) =>
    fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).map((all) => all.map(make));
  const host = fc.record({
    name: hostName,
    databases: named((name, i) => ({ type: i % 2 === 0 ? "postgres" : "mysql", name, port: 5000 + i })),
    services: named((name) => service(name)),
  });
  let met = 0;
  fc.assert(
    fc.property(fc.uniqueArray(host, { selector: ({ name }) => name, minLength: 2, maxLength: 4 }), (hosts) => {
      const servers = hosts.flatMap(({ name, databases }) => databases.map((server) => ({ host: name, server })));
      const services = hosts.flatMap(({ name, services }) =>
        services.map((one) => ({ host: name, service: one.name })),
      );
      const resources = [
        ...servers.map(({ host, server }) => `${server.type} ${serverResource(host, server)}`),
        ...services.map(({ host, service }) => `service ${serviceResource(host, service)}`),
      ];
      // An answer of the settings for each that is not the first of its name, and for no other.
      const lines = found(...hosts);
      expect(lines).toHaveLength(resources.length - new Set(resources).size);
      met += lines.length;
      for (const line of lines)
        expect(line).toMatch(/makes it .* in the stack, as hosts\[\d\]\.\w+\[\d\] is; expected/);
      for (const keys of [
        servers.map(({ host, server }) => serverKey(host, server)),
        services.map(({ host, service }) => serviceKey(host, service)),
      ]) {
        expect(new Set(keys).size).toBe(keys.length);
      }
    }),
  );
  expect(met).toBeGreaterThan(0);
});
