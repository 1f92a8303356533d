import { expect, test } from "vitest";
import { settingsSchema } from "../../../components/environment/settings";
import { withGroups, withoutRepeated } from "../../../settings/groups";
import { isMap } from "../../../settings/map";
import { mistakes } from "../../../settings/mistakes";

const privateKey = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
/** As far as its cipher: openssh-key-v1, aes256-ctr. */
const encrypted = `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from("openssh-key-v1\0\0\0\0\naes256-ctr").toString("base64")}\n`;
const plain = `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from("openssh-key-v1\0\0\0\0\x04none").toString("base64")}\n`;
const hostKey = `ssh-ed25519 ${"A".repeat(68)}`;
const HOST = { name: "db1", address: "192.0.2.1", hostKey, user: "ops" };
const bastion = { address: "192.0.2.9", hostKey };

const BASE = {
  notify: ["@oncall@example.com"],
  datadog: { apiKey: "a".repeat(32), appKey: "b".repeat(40) },
  agent: { version: "1:7.70.1-1" },
};

/** What is said of the settings, a line each. */
function found({ host = {}, ...over }: { host?: object; ssh?: object; groups?: object; defaults?: object }): string[] {
  const values = { ...BASE, ssh: { privateKey }, hosts: [{ ...HOST, ...host }], ...over };
  const complete = withGroups(values);
  const { error } = settingsSchema.safeParse(complete);
  if (error === undefined) return [];
  const issues = withoutRepeated(error.issues, values);
  return mistakes({ issues }, complete, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

test.each<[string, Parameters<typeof found>[0]]>([
  ["a key", {}],
  ["a key with a passphrase", { ssh: { privateKey: encrypted, privateKeyPassword: "hunter2" } }],
  ["an agent", { ssh: { sshAgent: true } }],
  ["an agent at a socket", { ssh: { sshAgent: "/run/deploy/agent.sock" } }],
  ["a password", { ssh: { password: "hunter2" } }],
  ["a key and a password, where sshd wants both", { ssh: { privateKey, password: "hunter2" } }],
  ["an agent of one's own, where all have a key", { host: { sshAgent: true } }],
  [
    "a key of one's own, where the group has an agent",
    { groups: { a: { sshAgent: true } }, host: { groups: ["a"], privateKey } },
  ],
  ["sudo's password", { ssh: { sshAgent: true, sudoPassword: "hunter2" } }],
  ["a login of each host's own", { ssh: {}, host: { password: "hunter2" } }],
  ["a login of a group's own", { ssh: {}, groups: { a: { sshAgent: true } }, host: { groups: ["a"] } }],
  ["a bastion's own password", { host: { bastion: { ...bastion, password: "hunter2" } } }],
])("%s is taken", (_, settings) => {
  expect(found(settings)).toEqual([]);
});

test.each<[string, Parameters<typeof found>[0], string[]]>([
  [
    "no way in",
    { ssh: {} },
    ["ssh.privateKey is missing; expected it, or password, or sshAgent: true, here or at each host"],
  ],
  [
    "an agent that is taken away",
    { ssh: { sshAgent: false } },
    [expect.stringMatching(/^ssh\.privateKey is missing/) as string],
  ],
  [
    "a key with a passphrase, and none given",
    { ssh: { privateKey: encrypted } },
    ["ssh.privateKey has a passphrase; expected privateKeyPassword beside it, or a key without one, or sshAgent: true"],
  ],
  [
    "a passphrase of a key without one",
    { ssh: { privateKey: plain, privateKeyPassword: "x" } },
    ["ssh.privateKeyPassword is of a key that has no passphrase; expected none"],
  ],
  [
    "a passphrase without a key",
    { host: { privateKeyPassword: "x" } },
    ["hosts[0].privateKeyPassword has no privateKey beside it; expected both, or neither"],
  ],
  [
    "a key and an agent",
    { ssh: { privateKey, sshAgent: true } },
    ["ssh.sshAgent true can't be had beside privateKey, after which no other key is tried; expected one of the two"],
  ],
  [
    "sudo's password for root",
    { host: { user: "root", sudoPassword: "hunter2" } },
    [
      "hosts[0].sudoPassword is of no use to root, as whom this host is logged in to; expected user: NAME beside it, or none",
    ],
  ],
  [
    "a socket that is no path",
    { ssh: { sshAgent: "agent" } },
    [
      expect.stringMatching(
        /^ssh\.sshAgent "agent" is neither; expected true, false, or the path of the agent's socket/,
      ) as string,
    ],
  ],
  [
    "the public key",
    { ssh: { privateKey: "ssh-ed25519 AAAA ops@here" } },
    [expect.stringMatching(/^ssh\.privateKey is the public key; expected the private one/) as string],
  ],
  ["an empty password", { ssh: { password: "" } }, ["ssh.password is empty; expected a text, or none"]],
])("%s is a mistake", (_, settings, lines) => {
  expect(found(settings)).toEqual(lines);
});

test("all mistakes are said at once, each at its place, none with what is secret; a group's once", () => {
  const wrong = { privateKey: encrypted, sshAgent: true };
  const lines = found({
    ssh: { privateKey: "hunter22", privateKeyPassword: 7 },
    groups: { db: wrong },
    host: { groups: ["db"], sudoPassword: "", bastion: { ...bastion, privateKeyPassword: "hunter23" } },
  });
  expect(lines.map((line) => line.split(" ")[0]).sort()).toEqual([
    "groups.db.privateKey",
    "groups.db.sshAgent",
    "hosts[0].bastion.privateKeyPassword",
    "hosts[0].sudoPassword",
    "ssh.privateKey",
    "ssh.privateKeyPassword",
  ]);
  expect(lines.join("\n")).not.toMatch(/hunter2|openssh-key|\b7\b/);
});

test("a login is taken whole: of a host's own way nothing is mixed with its groups'", () => {
  const groups = { a: { privateKey, privateKeyPassword: "x", user: "a" } };
  const of = (host: object) => {
    const all = withGroups({ groups, hosts: [{ groups: ["a"], ...host }] });
    return isMap(all) && Array.isArray(all.hosts) ? (all.hosts[0] as object) : {};
  };
  expect(of({})).toEqual({ groups: ["a"], ...groups.a });
  expect(of({ sshAgent: true })).toEqual({ groups: ["a"], sshAgent: true, user: "a" });
  expect(of({ sshAgent: false })).toEqual({ groups: ["a"], sshAgent: false, ...groups.a });
});
