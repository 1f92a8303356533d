import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, test } from "vitest";
import { declaredIntegrations, declaredLogs } from "../../../components/agent/declared-integrations";
import { integrations, logs } from "../../../components/agent/integrations-settings";
import { agentFiles, type AgentSettings } from "../../../components/agent/render";
import { postgresIntegration } from "../../../components/packs/postgres/integration";
import { settingsSchema } from "../../../components/environment/settings";
import { mistakes } from "../../../settings/mistakes";

const AGENT: AgentSettings = {
  apiKey: "0".repeat(32),
  site: "datadoghq.com",
  hostname: "db1",
  env: "dev",
  tags: [],
  logLevel: "info",
  extra: {},
};

const REDIS = {
  name: "redisdb",
  instances: [{ host: "localhost", port: 6379, password: "${secret:redis}" }],
  secrets: { redis: "hunter2" },
  logs: [{ type: "file", path: "/var/log/redis/*.log", source: "redis", service: "cache", tags: ["team:shop"] }],
};

function filesOf(declared: object[], ownLogs: object[] = []) {
  const all = [
    ...declaredIntegrations(integrations.parse(declared), os.tmpdir()),
    ...declaredLogs(logs.parse(ownLogs)),
  ];
  const { files, secrets } = agentFiles(AGENT, all);
  return { files: Object.fromEntries(files.map(({ path, body }) => [path, body])), secrets };
}

test("an integration's file has the Agent's own words, and a secret only its name", () => {
  const { files, secrets } = filesOf([REDIS, { name: "systemd", instances: [{ unit_names: ["ssh.service"] }] }]);
  expect(files["conf.d/redisdb.d/conf.yaml"]).toBe(`init_config: {}
instances:
  - host: localhost
    port: 6379
    password: SECRET(redisdb_password)
logs:
  - type: file
    path: /var/log/redis/*.log
    source: redis
    service: cache
    tags:
      - team:shop
`);
  expect(files["conf.d/systemd.d/conf.yaml"]).toContain("unit_names:\n      - ssh.service\n");
  expect(JSON.stringify(files)).not.toContain("hunter2");
  expect(Object.keys(secrets)).toEqual(["api_key", "redisdb_password"]);
});

test("the Agent reads logs where some are declared, and only there", () => {
  expect(filesOf([{ name: "cpu", instances: [{}] }]).files["datadog.yaml"]).not.toContain("logs_enabled");
  const { files } = filesOf([], [{ type: "journald", source: "journald", service: "system" }]);
  expect(files["datadog.yaml"]).toContain("logs_enabled: true");
  expect(files["conf.d/lookout_logs.d/conf.yaml"]).toBe(
    "init_config: {}\ninstances: []\nlogs:\n  - type: journald\n    source: journald\n    service: system\n",
  );
});

test("what is declared of a check beside a server's is an instance of the same file", () => {
  const all = [
    postgresIntegration("db1-postgres", {}, "hunter2"),
    ...declaredIntegrations(integrations.parse([{ name: "postgres", instances: [{ host: "elsewhere" }] }]), "/"),
  ];
  const file = agentFiles(AGENT, all).files.find(({ path }) => path.includes("postgres"));
  expect(file?.body.match(/^ {2}- host: /gm)).toHaveLength(2);
});

test("a check of one's own comes along; one that can't be read is named", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-checks-"));
  try {
    fs.writeFileSync(path.join(folder, "custom_x.py"), "import random\n");
    const declared = integrations.parse([{ name: "custom_x", instances: [{}], source: "custom_x.py" }]);
    expect(declaredIntegrations(declared, folder)[0]).toMatchObject({ source: "import random\n" });
    expect(() => declaredIntegrations(declared, path.join(folder, "other"))).toThrow(
      /the source of the integration custom_x can't be read: .*other\/custom_x\.py; expected the check's Python file/,
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

function found(host: object, environment: object = {}): string[] {
  const values = {
    notify: ["@oncall@example.com"],
    datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
    ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
    agent: { version: "1:7.70.1-1" },
    hosts: [{ name: "db1", address: "192.0.2.1", hostKey: HOST_KEY, ...host }],
    ...environment,
  };
  const { error } = settingsSchema.safeParse(values);
  return error === undefined
    ? []
    : mistakes(error, values, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

test("what is right is taken, of one host and of all", () => {
  const nginx = { name: "nginx", instances: [{ nginx_status_url: "https://x/", tls_private_key: "/etc/ssl/own.key" }] };
  expect(found({ integrations: [nginx, { name: "network_path", logs: REDIS.logs }] })).toEqual([]);
  expect(found({ integrations: [REDIS], logs: REDIS.logs }, { integrations: [REDIS] })).toEqual([]);
});

test.each([
  [{ ...REDIS, name: "redis-db" }, /integrations\[0\]\.name .* is not an integration's name; expected .*redisdb/],
  [{ name: "redisdb" }, /integrations\[0\]\.instances is empty; expected at least one, \{\}/],
  [{ ...REDIS, secrets: {} }, /instances\[0\]\.password names the secret "redis", which is not there; expected it in/],
  [{ ...REDIS, instances: [{}] }, /secrets\.redis is used nowhere; expected \$\{secret:redis\} in an instance/],
  [
    { ...REDIS, instances: [{ password: "hunter2" }], secrets: {} },
    /instances\[0\]\.password password is a secret by its name, and this text is in the plan/,
  ],
  [{ ...REDIS, init_configs: {} }, /integrations\[0\]\.init_configs unknown key; did you mean "init_config"\?/],
  [{ ...REDIS, source: "checks/x.sh" }, /integrations\[0\]\.source .* is not a check's file; expected .*\.py/],
  [{ ...REDIS, logs: [{ type: "file" }] }, /logs\[0\]\.path is missing; expected the file's/],
  [
    { ...REDIS, logs: [{ type: "journald", service: "x" }] },
    /logs\[0\]\.source is missing; expected the integration's/,
  ],
])("%j is a mistake", (integration, words) => {
  const all = found({ integrations: [integration] });
  expect(all.join("\n")).toMatch(words);
  expect(all.join("\n")).not.toContain("hunter2");
});

test("an integration stands once in a list", () => {
  expect(found({ integrations: [REDIS, REDIS] })).toEqual([
    'hosts[0].integrations[1].name "redisdb" is declared already; expected its instances there',
  ]);
});
