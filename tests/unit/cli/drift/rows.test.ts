import { expect, test } from "vitest";
import { type ExpectedAgent, agentFiles, agentRows } from "../../../../cli/drift/agent";
import { digestOf } from "../../../../cli/drift/files";
import { type ExpectedServer, serverRows } from "../../../../cli/drift/server";
import { type ExpectedService, serviceRows } from "../../../../cli/drift/service";
import type { Row } from "../../../../cli/drift/row";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const ARMOURED = `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${base64("key")}\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n`;
const KEYRING = "/usr/share/keyrings/datadog-archive-keyring.gpg";
const YAML = "/etc/datadog-agent/datadog.yaml";
const PYTHON = "/etc/datadog-agent/checks.d/custom_x.py";
const LIST = "/etc/apt/sources.list.d/datadog.list";

const PACKAGE = { version: "1:7.70.1-1", repository: "http://apt", keys: [ARMOURED] };
const EMPTY = { host: "db1", commands: ["db1-package", "db1-configuration"], secrets: {}, wheels: {} };
const AGENT: ExpectedAgent = {
  ...EMPTY,
  package: PACKAGE,
  files: { "datadog.yaml": "api_key: SECRET(api_key)\nsite: eu", "checks.d/custom_x.py": "a\nb\nc\n" },
  secrets: { api_key: '"0123"' },
  wheels: { "Acme.Client-1.0-py3-none-any.whl": "sha256:11" },
};
const FACTS: readonly (readonly string[])[] = [
  ["package", "installed", "1:7.70.1-1", "hold"],
  ["file", LIST, "file", "root:root", "644", digestOf(`deb [signed-by=${KEYRING}] http://apt stable 7\n`), ""],
  ["file", YAML, "file", "dd-agent:dd-agent", "640", digestOf('api_key: "0123"\nsite: eu\n'), ""],
  ["file", PYTHON, "file", "dd-agent:dd-agent", "640", digestOf("a\nb\nc\n"), ""],
  ["file", KEYRING, "file", "root:root", "644", "", ""],
  ["keyring", digestOf("key"), ""],
  ["mark", "ours"],
  ["manifest", base64("checks.d/custom_x.py\ndatadog.yaml\n")],
  ["wheels", base64("11 acme_client 1.0 Acme.Client-1.0-py3-none-any.whl\n")],
  ["wheel", "acme_client", "1.0"],
  ["unit", "datadog-agent", "active", "enabled"],
];

/** The facts with some in place of those of the same kind and name; a kind alone takes them away. */
function but(...others: (readonly string[])[]): string[][] {
  const isOf = (other: readonly string[]) => (fact: readonly string[]) =>
    fact[0] === other[0] && (fact[0] !== "file" || fact[1] === other[1]);
  const kept = FACTS.filter((fact) => !others.some((other) => isOf(other)(fact)));
  return [...kept, ...others.filter((other) => other.length > 1)].map((fact) => [...fact]);
}

const told = (rows: readonly Row[]) =>
  rows.map(({ verdict, what, declared, found }) => [verdict, what, declared, found]);

test("an Agent that is as it was made has no row", () => {
  expect(agentRows(AGENT, FACTS)).toEqual([]);
});

const file = (path: string, text: string, owner = "dd-agent:dd-agent", mode = "640") =>
  ["file", path, "file", owner, mode, digestOf(text), base64(text)] as const;

test.each<[string, (readonly string[])[], [string, string, string]]>([
  ["removed", [["file", PYTHON, "missing"]], [PYTHON, "a file", "missing"]],
  ["a link", [["file", PYTHON, "symbolic link"]], [PYTHON, "a file", "symbolic link"]],
  ["edited", [file(PYTHON, "a\nB\nc\n")], [PYTHON, "as the stack wrote it", "2 lines differ"]],
  [
    "edited, with secrets",
    [["file", YAML, "file", "dd-agent:dd-agent", "640", "00", ""]],
    [YAML, "as the stack wrote it", "differs"],
  ],
  [
    "open to all",
    [file(PYTHON, "a\nb\nc\n", "dd-agent:dd-agent", "644")],
    [PYTHON, "dd-agent:dd-agent 640", "dd-agent:dd-agent 644"],
  ],
  ["root's", [file(PYTHON, "a\nb\nc\n", "root:root")], [PYTHON, "dd-agent:dd-agent 640", "root:root 640"]],
  [
    "another version",
    [["package", "installed", "1:7.71.0-1", "hold"]],
    ["package datadog-agent", "1:7.70.1-1", "1:7.71.0-1"],
  ],
  ["purged", [["package", "", "", ""]], ["package datadog-agent", "1:7.70.1-1", "not installed"]],
  ["half done", [["package", "half-installed", "", "hold"]], ["package datadog-agent", "1:7.70.1-1", "half-installed"]],
  ["not held", [["package", "installed", "1:7.70.1-1", "install"]], ["hold of datadog-agent", "held", "not held"]],
  ["stopped", [["unit", "datadog-agent", "inactive", "enabled"]], ["unit datadog-agent", "active", "inactive"]],
  ["masked", [["unit", "datadog-agent", "active", "masked"]], ["unit datadog-agent", "enabled", "masked"]],
  [
    "a restart owed",
    [["owed", ""]],
    ["unit datadog-agent", "restarted since its files changed", "its restart is owed"],
  ],
  ["other keys", [["keyring", digestOf("other"), ""]], [KEYRING, "agent.repository.keys", "differs"]],
  ["no keys", [["file", KEYRING, "missing"]], [KEYRING, "a file", "missing"]],
  ["keys of everybody", [["file", KEYRING, "file", "root:root", "666"]], [KEYRING, "root:root 644", "root:root 666"]],
  [
    "another entry's",
    [["mark", "other", base64("db2")]],
    ["/var/lib/lookout/agent-package", "of the host db1", "of the host db2"],
  ],
  ["no list", [["manifest"]], ["/var/lib/lookout/agent-files", "a file", "missing"]],
  ["no wheel", [["wheel"]], ["wheel acme_client", "1.0", "not installed"]],
  [
    "another wheel",
    [["wheels", base64("22 acme_client 1.0 Acme.Client-1.0-py3-none-any.whl\n")]],
    ["/var/lib/lookout/agent-wheels", "wheel Acme.Client-1.0-py3-none-any.whl", "does not have it"],
  ],
])("an Agent that is %s is drift", (_, facts, row) => {
  const rows = agentRows(AGENT, but(...facts));
  expect(told(rows)).toEqual([["drift", ...row]]);
  expect(rows[0]?.repair).toEqual({ commands: AGENT.commands, how: "again" });
});

test("keys that the package datadog-signing-keys brings are no drift, nor what was fetched from a URL", () => {
  expect(agentRows(AGENT, but(["keyring", "x", digestOf("key")]))).toEqual([]);
  expect(agentRows(AGENT, but(["keyring", "x", digestOf("")]))).toEqual([]);
  expect(agentRows(AGENT, but(["keyring", "x", digestOf("another")]))).toHaveLength(1);
  const keys = ["https://keys.datadoghq.com/DATADOG_APT_KEY_CURRENT.public"];
  const fetched = { ...AGENT, package: { version: "1:7.70.1-1", repository: "http://apt", keys } };
  expect(agentRows(fetched, but(["keyring", "x", ""]))).toEqual([]);
});

test.each([
  ["environment", "somebody else's file: decides over datadog.yaml"],
  ["managed/datadog-agent/stable/datadog.yaml", "a policy of Fleet Automation: decides over the stack's files"],
])("what decides over the stack's files is said: %s", (file, found) => {
  const theirs = `/etc/datadog-agent/${file}`;
  expect(told(agentRows(AGENT, [...FACTS, ["foreign", base64(theirs)]]))).toEqual([["left", theirs, "nothing", found]]);
});

test("somebody else's file is said and left; of the stack's own none is somebody else's", () => {
  const theirs = "/etc/datadog-agent/conf.d/redisdb.d/conf.yaml";
  expect(told(agentRows(AGENT, [...FACTS, ["foreign", base64(theirs)], ["foreign", base64(YAML)]]))).toEqual([
    ["left", theirs, "nothing", "somebody else's file"],
  ]);
});

test("the lines that differ are shown, but none that looks like a secret", () => {
  const [row] = agentRows(AGENT, but(file(PYTHON, 'a\npassword = "hunter2"\nurl: https://u:p@x\nc\n')));
  expect(row?.lines).toEqual(["-b", "+password = [not shown]", "+url: [not shown]"]);
});

test("of an up that was interrupted before the files, the package alone is compared", () => {
  const half: ExpectedAgent = { ...EMPTY, package: PACKAGE };
  expect(agentFiles(half).map(({ path }) => path)).toEqual([LIST]);
  expect(agentRows(half, but(["unit", "datadog-agent", "inactive", ""], ["manifest"]))).toEqual([]);
});

const SERVER: ExpectedServer = {
  host: "db1",
  kind: "postgres",
  command: "db1-postgres-role",
  values: { role: "datadog", address: "127.0.0.1", port: "5432", connection_limit: "10" },
  secrets: {},
  proof: {
    withheld: [
      { what: "pg_monitor", why: "no" },
      { what: "Database Monitoring in database rdsadmin", why: "no" },
    ],
    missingSettings: [{ line: "track_io_timing = on", restart: false }],
  },
};
const ROLE = ["role", "login", "ever", "10", "no", "-", "marked"] as const;
const WHAT = "PostgreSQL role datadog at 127.0.0.1:5432";

test("what an administrator could not give before is no drift, nor a setting that was missing", () => {
  expect(
    serverRows(SERVER, [
      ROLE,
      ["lacks", base64("pg_monitor"), ""],
      ["lacks", base64("datadog.explain_statement in database rdsadmin"), ""],
      ["setting", base64("track_io_timing = on")],
    ]),
  ).toEqual([]);
});

test.each<[string, readonly (readonly string[])[], [string, string]]>([
  ["dropped", [["role", "missing"]], ["a role", "missing"]],
  ["NOLOGIN", [["role", "no", ...ROLE.slice(2)]], ["LOGIN", "NOLOGIN"]],
  ["about to end", [[...ROLE.slice(0, 2), "until", ...ROLE.slice(3)]], ["no end", "VALID UNTIL a time"]],
  ["limited", [[...ROLE.slice(0, 3), "1", ...ROLE.slice(4)]], ["CONNECTION LIMIT 10", "1"]],
  [
    "a superuser",
    [[...ROLE.slice(0, 4), "superuser", "-", "marked"]],
    ["no superuser", "a superuser; ALTER ROLE … NOSUPERUSER by hand"],
  ],
  ["unmarked", [[...ROLE.slice(0, 6), "no"]], ["its comment says that it is Lookout's", "another comment, or none"]],
  ["refused", [ROLE, ["refused", base64("orders"), base64("no")]], ["logs in to orders", "refused: no"]],
  [
    "without a privilege",
    [ROLE, ["lacks", base64("pg_ls_waldir"), base64("ERROR:  no")]],
    ["pg_ls_waldir", "lacks it: no"],
  ],
  [
    "at another setting",
    [ROLE, ["setting", base64("compute_query_id = auto")]],
    ["compute_query_id = auto", "the server has it otherwise"],
  ],
  ["without an account", [["account", "localhost", "missing"]], ["an account at 'localhost'", "missing"]],
  ["at another limit", [["account", "127.0.0.1", "0"]], ["MAX_USER_CONNECTIONS 10 at '127.0.0.1'", "0"]],
])("a monitoring user that is %s is drift", (_, facts, row) => {
  const rows = serverRows(SERVER, facts);
  expect(told(rows)).toEqual([["drift", WHAT, ...row]]);
  expect(rows[0]?.repair).toEqual({ commands: ["db1-postgres-role"], how: "again" });
});

test("what somebody else gave a monitoring user is left alone", () => {
  const facts = [
    [...ROLE.slice(0, 5), base64("member of pg_read_all_data"), "marked"],
    ["more", "localhost", base64("SUPER")],
  ];
  expect(told(serverRows(SERVER, facts))).toEqual([
    ["left", WHAT, "nothing", "may more, by somebody else: member of pg_read_all_data"],
    ["left", WHAT, "nothing", "may more, by somebody else: SUPER at 'localhost'"],
  ]);
});

test("a service's unit, code, secrets, user and role are compared, and it is made anew", () => {
  const service: ExpectedService = {
    ...{ host: "db1", command: "db1-flask", secrets: { key: "s" } },
    values: { service: "flask", user: "flask", folder: "/opt/lookout/flask", code_digest: "1", database_role: "flask" },
    files: { unit: "[Unit]\n", "code/app.py": "pass\n", "requirements.txt": "x\n" },
  };
  const clean = [
    file("/etc/systemd/system/flask.service", "[Unit]\n", "root:root", "644"),
    file("/opt/lookout/flask/code-1/app.py", "pass\n", "root:root", "644"),
    file("/etc/lookout/flask/key", "s", "root:root", "600"),
    ...[
      ["unit", "flask", "active", "enabled"],
      ["role", "1"],
    ],
  ];
  expect(serviceRows(service, clean)).toEqual([]);
  const rows = serviceRows(service, [
    ["unit", "flask", "failed", "enabled"],
    ["nobody", "flask"],
    ["role", "0"],
  ]);
  expect(rows.map(({ what, found }) => [what, found])).toEqual([
    ["/etc/systemd/system/flask.service", "missing"],
    ["/opt/lookout/flask/code-1/app.py", "missing"],
    ["/etc/lookout/flask/key", "missing"],
    ["unit flask", "failed"],
    ["user flask", "missing"],
    ["PostgreSQL role flask", "missing, or may not log in"],
  ]);
  expect(new Set(rows.map(({ repair }) => repair?.how))).toEqual(new Set(["anew"]));
});
