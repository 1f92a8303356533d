import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type FoundHosts, hostsFrom } from "../../../settings/hosts-from";
import { expanded } from "../../../settings/inventory/range";

const INVENTORIES = path.join(__dirname, "../../inventories");
const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-hosts-"));

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** The hosts of files with these texts, below a folder that is named; `""` is the file that is named itself. */
function read(texts: Readonly<Record<string, string>>, named: string, groups: readonly string[] = []): FoundHosts {
  const root = fs.mkdtempSync(path.join(folder, "project-"));
  for (const [name, text] of Object.entries(texts)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return hostsFrom(named, root, groups);
}

const said = ({ mistakes }: FoundHosts) =>
  mistakes.map(({ file, path, problem }) => `${file ?? ""}: ${path} ${problem}`);

/** By `record.sh`, from ansible-core 2.19.14. */
const RECORDED = JSON.parse(fs.readFileSync(path.join(INVENTORIES, "recorded.json"), "utf8")) as Record<
  string,
  Record<string, { address: string; user?: string; port?: number; groups: string[] }>
>;

test.each(Object.entries(RECORDED))(
  "%s has the hosts, addresses, users, ports and groups that Ansible has of it",
  (name, recorded) => {
    const groups = [...new Set(Object.values(recorded).flatMap((host) => host.groups))];
    const { hosts, mistakes } = hostsFrom(name, INVENTORIES, groups);
    expect(mistakes).toEqual([]);
    const read = (hosts as { name: string; groups: string[] }[]).map(({ name: host, groups: own, ...rest }) => [
      host,
      { ...rest, groups: [...own].sort() },
    ]);
    expect(Object.fromEntries(read)).toEqual(recorded);
  },
);

test("of groups those that the settings name are a host's, the narrower first, as Ansible's values come", () => {
  const text = "[fleet:children]\ndb\n[db]\ndb1\n[eu]\ndb1\n[zz]\ndb1\n";
  const groupsOf = (...groups: string[]) =>
    (read({ hosts: text }, "hosts", groups).hosts[0] as { groups: string[] }).groups;
  expect(groupsOf("fleet", "eu", "zz", "db")).toEqual(["db", "zz", "fleet", "eu"]);
  expect(groupsOf("eu", "all")).toEqual(["eu", "all"]);
  expect(groupsOf()).toEqual([]);
});

test("`lookout` among a host's variables has what Ansible knows nothing of, or leaves the host out", () => {
  const files = {
    "prod/hosts.yml":
      "all: { hosts: { db_1: , sw1: , web1: , localhost: { ansible_connection: local } }, children: { net: { hosts: { sw1: } } } }",
    "prod/group_vars/net.yml": "lookout: false",
    "prod/host_vars/db_1.yml":
      "lookout: { name: db-1, hostKey: ssh-ed25519 AAAA, groups: [extra], databases: [{ type: postgres }] }",
  };
  expect(read(files, "prod", ["all"]).hosts).toEqual([
    {
      name: "db-1",
      address: "db_1",
      hostKey: "ssh-ed25519 AAAA",
      databases: [{ type: "postgres" }],
      groups: ["extra", "all"],
    },
    { name: "web1", address: "web1", groups: ["all"] },
  ]);
});

test("a list has hosts as the settings have them; a folder's files are read by their names, and only those", () => {
  const files = {
    "hosts/b.yaml": "- { name: b1, address: 10.0.0.2 }",
    "hosts/a.yml": "- { name: a1, address: 10.0.0.1 }\n- { name: a2 }\n",
    "hosts/a.yml~": "- { name: old }",
    "hosts/.swp": "- { name: hidden }",
    "hosts/README.md": "# Words",
    "hosts/empty.yaml": "# nobody yet",
  };
  const found = read(files, "hosts/");
  expect(found.hosts.map((host) => (host as { name: string }).name)).toEqual(["a1", "a2", "b1"]);
  expect(found.places.map((place) => place(".address"))).toEqual([
    { file: "hosts/a.yml", path: "[0].address" },
    { file: "hosts/a.yml", path: "[1].address" },
    { file: "hosts/b.yaml", path: "[0].address" },
  ]);
});

test("a setting of an inventory's host stands where its variable does", () => {
  const files = {
    "prod/hosts": "[db]\ndb1 ansible_host=10.0.0.1 ansible_port=70000\n",
    "prod/group_vars/db.yml": "ansible_user: dba",
    "prod/host_vars/db1.yml": "lookout: { tags: [x] }",
  };
  const [place] = read(files, "prod/hosts").places;
  expect([".address", ".port", ".user", ".tags[0]", ".hostKey"].map((rest) => place?.(rest))).toEqual([
    { file: "prod/hosts", path: "line 2 (db1)" },
    { file: "prod/hosts", path: "line 2 (db1)" },
    { file: "prod/group_vars/db.yml", path: "ansible_user" },
    { file: "prod/host_vars/db1.yml", path: "lookout.tags[0]" },
    { file: "prod/host_vars/db1.yml", path: "lookout.hostKey" },
  ]);
  const [ofNone] = read({ hosts: "db1\n" }, "hosts").places;
  expect(ofNone?.(".hostKey")).toEqual({ file: "hosts", path: "db1.hostKey", at: "line 1" });
});

test("a host without a key has it from known_hosts beside what is named, by its address and port; its own comes first", () => {
  // Hashed as `ssh-keygen -H` does: of db4.example.com.
  const text = [
    "# a comment",
    "10.0.0.1,db1 ecdsa-sha2-nistp256 AAAAecdsa1",
    "10.0.0.1 ssh-ed25519 AAAAed1 a comment",
    "[10.0.0.2]:2222 ssh-ed25519 AAAAed2",
    "10.0.0.3 ssh-rsa AAAArsa3",
    "@revoked 10.0.0.3 ssh-ed25519 AAAAed3",
    "|1|4AlWwFX3tqJ0SZNBInt3VW7LKo4=|HI1i2k7RCsxLdF3TOuJQYHdwc4U= ssh-ed25519 AAAAed4",
  ].join("\n");
  const list = [
    "- { name: a, address: 10.0.0.1 }",
    "- { name: b, address: 10.0.0.2, port: 2222 }",
    "- { name: b2, address: 10.0.0.2 }",
    "- { name: c, address: 10.0.0.3 }",
    "- { name: d, address: DB4.example.com }",
    "- { name: e, address: 10.0.0.1, hostKey: own }",
  ].join("\n");
  for (const [files, named] of [
    [{ "hosts/prod.yaml": list, "hosts/known_hosts": text }, "hosts/prod.yaml"],
    [{ "hosts/prod/all.yaml": list, "hosts/known_hosts": text }, "hosts/prod/"],
  ] as const) {
    expect(read(files, named).hosts.map((host) => (host as { hostKey?: string }).hostKey)).toEqual([
      "ssh-ed25519 AAAAed1",
      "ssh-ed25519 AAAAed2",
      undefined,
      undefined,
      "ssh-ed25519 AAAAed4",
      "own",
    ]);
  }
});

const SECRET = "expected it in the stack's file, with pulumi config set --secret, at a group that the host is in";

describe("a mistake is said with its file and its place in it:", () => {
  test.each<[string, string, string, string[]]>([
    [
      "a section of another kind",
      "hosts",
      "[db:hosts1]\ndb1\n",
      ["hosts: line 2 stands in [db:hosts1]; expected :children or :vars"],
    ],
    [
      "a group that is nowhere",
      "hosts",
      "[a:children]\nb\n[c:vars]\nx=1\n",
      ['hosts: line 2 "b" is no group; expected [b]', 'hosts: line 3 "c" is no group; expected [c]'],
    ],
    [
      "a value with a space",
      "hosts",
      "db1 note=a b\n",
      ["hosts: line 1 has a word that is no name=value; expected a value with spaces in quotes"],
    ],
    ["a quote that is not closed", "hosts", "db1 note='a\n", ["hosts: line 1 has a quote that is not closed"]],
    [
      "a range that is none",
      "hosts",
      "web[1-3]\nweb[03:1]\n",
      [
        "hosts: line 1 [1-3] is not a range; expected [first:last] or [first:last:step]",
        "hosts: line 2 [03:1] has numbers of two lengths; expected as many digits in both",
      ],
    ],
    [
      "groups in a circle",
      "hosts",
      "[a:children]\nb\n[b:children]\na\n",
      ["hosts: a is among its own children", "hosts: b is among its own children"],
    ],
    [
      "an unknown key of a group",
      "i.yml",
      "web: { host: { a: } }",
      ["i.yml: web.host is none of hosts, children, vars"],
    ],
    [
      "a list for a map",
      "i.yml",
      "web: { hosts: [a, b] }",
      ["i.yml: web.hosts is not a map; expected names, each with a colon behind it"],
    ],
    ["YAML that is none", "i.yml", "web: [", ["i.yml: line 1 is not YAML (BAD_INDENT); mend that line"]],
    [
      "a dynamic inventory",
      "aws_ec2.yml",
      "plugin: amazon.aws.aws_ec2",
      [
        "aws_ec2.yml: line 1 makes its hosts when it is asked; expected them written out: ansible-inventory --list --yaml --output",
      ],
    ],
    [
      "what Jinja alone can fill in",
      "i.yml",
      "web: { hosts: { a: { ansible_host: \"{{ lookup('dns', 'a') }}\" } } }",
      [
        "i.yml: web.hosts.a.ansible_host has what only Ansible fills in; expected the value itself, or one in lookout of the host's variables (docs/hosts.md)",
      ],
    ],
    [
      "a password in clear",
      "hosts",
      "a ansible_password=hunter2 ansible_become_pass='{{ vault_pass }}'\n",
      [
        "hosts: line 1 (ansible_password) is a password in clear, which Lookout does not use: it logs in by key; expected it in Ansible Vault, or nowhere",
      ],
    ],
    [
      "a user in a vault",
      "i.yml",
      "web: { hosts: { a: { ansible_user: !vault 6162 } } }",
      ["i.yml: web.hosts.a.ansible_user is in Ansible Vault, which Lookout does not open; expected it in clear"],
    ],
    [
      "a secret in a list",
      "l.yaml",
      "- { name: a, databases: [{ type: mysql, password: hunter2 }], integrations: [{ secrets: { x: y } }] }",
      [
        `l.yaml: [0].databases[0].password is a secret, and this file is in clear; ${SECRET}`,
        `l.yaml: [0].integrations[0].secrets.x is a secret, and this file is in clear; ${SECRET}`,
      ],
    ],
    [
      "a secret of the stack's in a list",
      "l.yaml",
      "- { name: a, privateKey: { secure: AAAB } }",
      [`l.yaml: [0].privateKey is a secret of the stack's, which its key opens in the stack's file alone; ${SECRET}`],
    ],
    [
      "a secret in a vault",
      "l.yaml",
      "- { name: a, privateKey: !vault 6162 }",
      [`l.yaml: [0].privateKey is in Ansible Vault, which Lookout does not open; ${SECRET}`],
    ],
  ])("%s", (_, name, text, expected) => {
    const found = read({ [name]: text }, name);
    expect(said(found)).toEqual(expected);
    expect(JSON.stringify(found.mistakes)).not.toContain("hunter2");
  });
});

test("what Ansible Vault keeps as a whole is named, and left", () => {
  const vault = "$ANSIBLE_VAULT;1.1;AES256\n6162\n";
  const found = read(
    { "p/hosts": "[all]\na\n", "p/group_vars/all/vault.yml": vault, "p/group_vars/all/vars.yml": "ansible_user: x" },
    "p",
  );
  expect(found.warnings).toEqual(["not read, since Ansible Vault keeps it: p/group_vars/all/vault.yml"]);
  expect(found.hosts).toEqual([{ name: "a", address: "a", user: "x", groups: [] }]);
});

test("a range of numbers has each of them once, as wide as they are written", () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.nat(60),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 4, max: 6 }),
      (from, more, step, width) => {
        const pad = (n: number) => String(n).padStart(width, "0");
        const names = expanded(`a[${pad(from)}:${pad(from + more)}:${step}]z`);
        expect(names).toHaveLength(Math.floor(more / step) + 1);
        expect(names[0]).toBe(`a${pad(from)}z`);
        expect(new Set(names.map((name) => name.length))).toEqual(new Set([width + 2]));
      },
    ),
  );
});
