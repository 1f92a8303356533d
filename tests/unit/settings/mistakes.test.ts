import { expect, test } from "vitest";
import { formatMistakes, mistakes } from "../../../settings/mistakes";
import { settingsSchema } from "../../../settings/schema";

const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const right = () => ({
  notify: ["@oncall@example.com"],
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1", address: "192.0.2.1", hostKey: HOST_KEY }] as Record<string, unknown>[],
});

function found(values: unknown): string[] {
  const result = settingsSchema.safeParse(values);
  return result.success
    ? []
    : mistakes(result.error, values, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

test("the least that an environment must say is enough", () => {
  expect(found(right())).toEqual([]);
});

test("eight mistakes in one file are eight lines with their paths", () => {
  const values = {
    ...right(),
    quiethours: {},
    notify: ["oncall@example.com"],
    tags: ["Service"],
    agent: { version: "latest" },
    quietHours: { timezone: "Europe/Belrin", windows: { nights: "19:00-25:00 Mon-Fri" } },
    hosts: [
      { name: "db1", address: "192.0.2.1", hostKey: HOST_KEY },
      {
        name: "db2",
        adress: "192.0.2.2",
        address: "192.0.2.2",
        hostKey: HOST_KEY,
        databases: [{ type: "postgres", port: 543210 }],
      },
    ],
  };
  expect(found(values).sort()).toEqual([
    'agent.version "latest" is not a package version; expected such as 1:7.70.1-1',
    'hosts[1].adress unknown key; did you mean "address"?',
    "hosts[1].databases[0].port 543210 is not a port; expected 1 to 65535",
    'notify[0] "oncall@example.com" is not a handle; expected @name without white space',
    'quietHours.timezone "Europe/Belrin" is not an IANA time zone; did you mean "Europe/Berlin"?',
    'quietHours.windows.nights "25:00" is not a time of day; expected 00:00 to 23:59',
    'quiethours unknown key; did you mean "quietHours"?',
    'tags[0] "Service" is not a tag; expected key:value in lower case, such as env:dev',
  ]);
});

test.each<[string, (values: ReturnType<typeof right>) => unknown, RegExp]>([
  ["a missing map", (v) => ({ ...v, agent: undefined }), /^agent is missing; expected a map$/],
  [
    "a missing key",
    (v) => ({ ...v, datadog: { appKey: v.datadog.appKey } }),
    /^datadog\.apiKey is missing; expected a string/,
  ],
  ["no hosts", (v) => ({ ...v, hosts: [] }), /^hosts is empty; expected at least one host$/],
  [
    "an unpinned host",
    (v) => ({ ...v, hosts: [{ name: "db1", address: "a" }] }),
    /^hosts\[0\]\.hostKey is missing; .*ssh-keyscan.*acceptUnknownHostKey/,
  ],
  [
    "an ssh-rsa pin",
    (v) => ({ ...v, hosts: [{ ...v.hosts[0], hostKey: "ssh-rsa AAAA" }] }),
    /^hosts\[0\]\.hostKey .*expected "ssh-ed25519/,
  ],
  [
    "two hosts of one name",
    (v) => ({ ...v, hosts: [v.hosts[0], { ...v.hosts[0], address: "192.0.2.9" }] }),
    /^hosts\[1\]\.name "db1" is another host's name already$/,
  ],
  [
    "another site",
    (v) => ({ ...v, datadog: { ...v.datadog, site: "datadog.com" } }),
    /^datadog\.site "datadog.com" is not accepted; expected datadoghq.com, /,
  ],
  [
    "an unknown database",
    (v) => ({ ...v, hosts: [{ ...v.hosts[0], databases: [{ type: "oracle" }] }] }),
    /^hosts\[0\]\.databases\[0\]\.type .*expected type: postgres/,
  ],
  [
    "a second server on a host",
    (v) => ({ ...v, hosts: [{ ...v.hosts[0], databases: [{ type: "postgres" }, { type: "postgres", port: 5433 }] }] }),
    /^hosts\[0\]\.databases has a second server; expected at most one on a host, so far$/,
  ],
  [
    "two hosts at one address",
    (v) => ({ ...v, hosts: [v.hosts[0], { ...v.hosts[0], name: "db2" }] }),
    /^hosts\[1\]\.address "192\.0\.2\.1" is another host's address already$/,
  ],
  ["nobody to tell", (v) => ({ ...v, notify: [] }), /^notify names nobody; expected at least one handle$/],
  ["a map for a list", (v) => ({ ...v, notify: {} }), /^notify is not accepted; expected a list$/],
  [
    "a host without a name",
    (v) => ({ ...v, hosts: [{ address: "a", hostKey: HOST_KEY }] }),
    /^hosts\[0\]\.name is missing; expected a string$/,
  ],
])("%s is one mistake that says what was expected", (_, wrong, line) => {
  const lines = found(wrong(right()));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
});

test("a secret that is wrong is not repeated", () => {
  const values = { ...right(), datadog: { apiKey: "not-hex-but-secret", appKey: "another-secret" } };
  expect(found(values).join("\n")).not.toContain("secret");
  expect(found({ ...right(), datadog: "secret", ssh: "secret" }).join("\n")).not.toContain("secret");
});

test("the lines stand in columns below the file's name", () => {
  const lines = formatMistakes("Pulumi.prod.yaml", [
    { path: "a", problem: "is wrong" },
    { path: "long.path", problem: "is wrong too" },
  ]);
  expect(lines).toBe("Pulumi.prod.yaml: 2 mistakes\n  a         is wrong\n  long.path is wrong too");
});
