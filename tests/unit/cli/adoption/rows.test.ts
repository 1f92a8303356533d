import { expect, test } from "vitest";
import { adoptionQuestion, adoptionRows, standingIn } from "../../../../cli/adoption/rows";
import type { ExpectedAgent } from "../../../../cli/drift/agent";
import type { Facts } from "../../../../cli/drift/facts";

const LIST = "/etc/apt/sources.list.d/datadog.list";
const encoded = (text: string) => Buffer.from(text).toString("base64");
const file = (path: string, text: string) => ["file", path, "file", "dd-agent:dd-agent", "640", "0", encoded(text)];

const PACKAGE = { version: "1:7.71.0-1", repository: "https://apt.datadoghq.com/", keys: [] };
const AGENT: ExpectedAgent = {
  host: "db1",
  commands: ["db1-package", "db1-configuration"],
  package: PACKAGE,
  files: {
    "datadog.yaml": "api_key: SECRET(api_key)\nsite: datadoghq.eu\n",
    "conf.d/postgres.d/conf.yaml": "instances:\n  - host: localhost\n",
    "checks.d/custom_x.py": "x = 1\n",
  },
  secrets: { api_key: '"0123456789abcdef0123456789abcdef"' },
  wheels: {},
};

const told = (facts: Facts) =>
  adoptionRows(AGENT, facts).map(({ what, verdict, declared, found, lines = [] }) =>
    [`${verdict} ${what}: ${declared} < ${found}`, ...lines].join(" | "),
  );

test("what a takeover changes and what it leaves, without a secret", () => {
  const rows = told([
    ["package", "installed", "1:7.70.1-1", ""],
    ["source", encoded("/etc/apt/sources.list.d/dd.list")],
    file("/etc/datadog-agent/datadog.yaml", "api_key: fedcba9876543210fedcba9876543210\nsite: datadoghq.com\n"),
    file("/etc/datadog-agent/conf.d/postgres.d/conf.yaml", "instances: [{ host: localhost }]\n"),
    file("/etc/datadog-agent/checks.d/custom_x.py", "x = 2\n"),
    ["file", LIST, "missing"],
    ...["conf.d/redisdb.d/conf.yaml", "conf.d/postgres.yaml", "conf.d/postgres.d/conf.yaml", "checks.d/theirs.py"].map(
      (path) => ["foreign", encoded(path)],
    ),
    ["foreign", encoded("managed/datadog-agent/stable/datadog.yaml")],
    ["variable", "DD_LOG_LEVEL"],
  ]);
  expect(rows).toEqual([
    "drift package datadog-agent: 1:7.71.0-1, in its place < 1:7.70.1-1",
    "drift hold of datadog-agent: held < not held",
    "drift /etc/apt/sources.list.d/dd.list: not asked while the stack has the Agent < names the same repository",
    `drift ${LIST}: written < missing`,
    'drift /etc/datadog-agent/datadog.yaml: replaced < 2 keys differ | api_key: [not shown] → [not shown] | site: "datadoghq.com" → "datadoghq.eu"',
    "drift /etc/datadog-agent/conf.d/postgres.d/conf.yaml: replaced < the same keys, written otherwise",
    "drift /etc/datadog-agent/checks.d/custom_x.py: replaced < another text",
    "left /etc/datadog-agent/conf.d/redisdb.d/conf.yaml: nothing < somebody else's file",
    "left /etc/datadog-agent/conf.d/postgres.yaml: nothing < the Agent runs it beside the stack's conf.d/postgres.d/conf.yaml",
    "left /etc/datadog-agent/checks.d/theirs.py: nothing < somebody else's file",
    "left /etc/datadog-agent/managed/datadog-agent/stable/datadog.yaml: nothing < a policy of Fleet Automation: decides over the stack's files",
    "left /etc/datadog-agent/environment: nothing < sets DD_LOG_LEVEL: decides over datadog.yaml",
  ]);
});

test("of another flavor, and on a host of another family, it is that one's package and files", () => {
  const facts: Facts = [
    ["family", "dnf"],
    ["package", "", "", ""],
    ["other", "datadog-agent"],
    ["conflict", encoded("/etc/yum.repos.d/dd.repo")],
    ["file", LIST, "missing"],
  ];
  const iot = { ...AGENT, files: {}, package: { ...PACKAGE, more: { agent_package: "datadog-iot-agent" } } };
  expect(adoptionRows(iot, facts).map(({ what, declared }) => `${what}: ${declared}`)).toEqual([
    "package datadog-agent: none beside datadog-iot-agent: `up` refuses",
    "package datadog-iot-agent: 1:7.71.0-1",
    "/etc/yum.repos.d/dd.repo: no second repository datadog: `up` refuses",
  ]);
  const { variables } = adoptionQuestion(iot, () => undefined).script;
  expect(variables).toMatchObject({ agent_package: "datadog-iot-agent" });
});

test("a lower version is refused by an up, unless it may come", () => {
  const found: Facts = [["package", "installed", "1:7.100.0-1", "hold"]];
  const declared = (more: Record<string, string>) =>
    adoptionRows({ ...AGENT, package: { ...PACKAGE, more } }, found)[0]?.declared;
  expect(declared({})).toBe("1:7.71.0-1, `up` refuses without agent.allowDowngrade");
  expect(declared({ allow_downgrade: "yes" })).toBe("1:7.71.0-1, in its place");
});

test.each<[string, Facts, string]>([
  ["an Agent that cannot be taken over", [["other", "datadog-iot-agent"]], "drift package datadog-iot-agent: none"],
  ["Fleet Automation's own Agent", [["installer"]], "drift /opt/datadog-packages/datadog-agent: a package"],
  ["files without their package", [["package", "", "", ""]], "drift package datadog-agent: 1:7.71.0-1 < not installed"],
])("%s is named", (_, facts, row) => {
  expect(told(facts).find((one) => one.startsWith(row))).toBeDefined();
});

test.each<[string, Facts]>([
  [
    "ours",
    [
      ["mark", "ours"],
      ["package", "installed", "1:7.71.0-1", "hold"],
    ],
  ],
  ["other", [["package", "installed", "1:7.71.0-1", "hold"]]],
  [
    "other",
    [
      ["package", "", "", ""],
      ["mark", "other"],
    ],
  ],
  ["other", [["package", "", "", ""], file(LIST, "x")]],
  [
    "none",
    [
      ["package", "", "", ""],
      ["file", LIST, "missing"],
    ],
  ],
])("a host's Agent is %s", (standing, facts) => {
  expect(standingIn(facts)).toBe(standing);
});
