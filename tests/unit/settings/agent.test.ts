import { expect, test } from "vitest";
import { agent as agentSchema } from "../../../components/agent/settings";
import { mistakes } from "../../../settings/mistakes";
import { settingsSchema } from "../../../components/environment/settings";

const HOST = {
  name: "db1",
  address: "192.0.2.1",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
};
const SERVICE = { name: "shop", source: "apps/shop", command: ["run"], healthUrl: "http://127.0.0.1:5050/" };

function settings(agent: object, host: object = {}): unknown {
  return {
    notify: ["@oncall@example.com"],
    datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
    ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
    agent: { version: "1:7.70.1-1", ...agent },
    hosts: [{ ...HOST, ...host }],
  };
}

function found(values: unknown): string[] {
  const { error } = settingsSchema.safeParse(values);
  return error === undefined
    ? []
    : mistakes(error, values, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

// field/hosts.md 4
test.each([
  ["api_key", "x", /datadog\.apiKey/],
  ["API_KEY", "x", /datadog\.apiKey/],
  ["site", "datadoghq.eu", /datadog\.site/],
  ["dd_url", "https://x", /agent\.ddUrl/],
  ["hostname", "all", /the host's name/],
  ["Hostname", "all", /the host's name/],
  ["env", "prod", /the stack's name/],
  ["tags", ["a:b"], /tags, or a host's own tags/],
  ["log_level", "debug", /agent\.logLevel/],
  ["confd_path", "/srv", /conf\.d/],
  ["apm_config", { env: "prod" }, /the stack's name/],
  ["apm_config.apm_dd_url", "https://x", /agent\.apm\.url/],
  ["process_config", { Process_dd_url: "https://x" }, /agent\.intakeUrls\.processes/],
  ["database_monitoring", { samples: { dd_url: "x" } }, /agent\.intakeUrls\.databaseMonitoring/],
])("agent.extra says nothing in Lookout's place: %s", (key, value, instead) => {
  const [mistake, ...more] = found(settings({ extra: { [key]: value } }));
  expect(mistake).toMatch(/^agent\.extra\.\S+ .*is one of Lookout's own; expected /);
  expect(mistake).toMatch(instead);
  expect(more).toEqual([]);
});

// field/agent.md 17
test.each([true, "true", "yes", 1, null])("remote updates beside a pinned version are a mistake: %j", (value) => {
  expect(found(settings({ extra: { remote_updates: value } })).join()).toMatch(
    /^agent\.extra\.remote_updates .*lets Datadog replace the package, whose version is pinned by agent\.version/,
  );
  expect(found(settings({ extra: { remote_updates: false } }))).toEqual([]);
});

const LOG = { type: "file", path: "/var/log/x.log", source: "x", service: "x" };

// field/hosts.md 4
test.each([
  [settings({}, { databases: [{ type: "postgres", tags: ["env:other"] }] }), "hosts[0].databases[0].tags[0]"],
  [settings({}, { services: [{ ...SERVICE, tags: ["env:other"] }] }), "hosts[0].services[0].tags[0]"],
  [settings({}, { tags: ["env:other"] }), "hosts[0].tags[0]"],
  [settings({ extra: { extra_tags: ["a:b", "env:other"] } }), "agent.extra.extra_tags[1]"],
  [settings({}, { agent: { extra: { extra_tags: ["env:other"] } } }), "hosts[0].agent.extra.extra_tags[0]"],
  [settings({}, { logs: [{ ...LOG, tags: "a:b, env:other" }] }), "hosts[0].logs[0].tags"],
  [settings({}, { integrations: [{ name: "x", instances: [{ tags: ["Env:other"] }] }] }), "hosts[0].integrations[0]"],
  [
    { ...(settings({}) as object), integrations: [{ name: "x", instances: [{ tags: ["env:other"] }] }] },
    "integrations[0]",
  ],
  [{ ...(settings({}) as object), groups: { web: { tags: ["env:other"] } } }, "groups.web.tags[0]"],
  [settings({ extra: { dogstatsd_tags: ["ENV:other"] } }), "agent.extra.dogstatsd_tags[0]"],
])("another environment's tag is a mistake wherever it stands (%#)", (values, path) => {
  expect(found(values).join()).toMatch("is said by the setting env, or the stack's name; expected tags other than env");
  expect(found(values).join().startsWith(path)).toBe(true);
});

// field/hosts.md 4
test.each([
  "DD_ENV",
  "DD_SERVICE",
  "DD_VERSION",
  "DD_TAGS",
  "DD_LOGS_INJECTION",
  "DD_TRACE_AGENT_URL",
  "DD_AGENT_HOST",
])("a service's variable that Lookout sets is a mistake: %s", (name) => {
  expect(found(settings({}, { services: [{ ...SERVICE, variables: { [name]: "x" } }] })).join()).toMatch(
    new RegExp(`^hosts\\[0\\]\\.services\\[0\\]\\.variables\\.${name} "x" is set by Lookout; expected `),
  );
});

const KEY = "0123456789abcdef".repeat(2);
// field/hosts.md 5
test.each([
  [{ proxy: { https: "http://agent:hunter22@10.0.0.1:3128" } }, "agent.extra.proxy.https"],
  [{ proxy: { http: "http://hunter22@10.0.0.1:3128" } }, "agent.extra.proxy.http"],
  [{ additional_endpoints: { "https://app.datadoghq.eu": [KEY] } }, "agent.extra.additional_endpoints"],
  [{ logs_config: { additional_endpoints: [{ api_key: "hunter22", Host: "x" }] } }, "agent.extra.logs_config"],
  [{ snmp_traps_config: { community_string: "hunter22" } }, "agent.extra.snmp_traps_config"],
  [{ some: { password: 12345678 } }, "agent.extra.some.password"],
  [{ some: { authToken: "x", auth_token: "hunter22" } }, "agent.extra.some.auth_token"],
])("a secret in clear is a mistake that does not repeat it: %j", (extra, path) => {
  const said = found(settings({ extra })).join();
  expect(said.startsWith(path)).toBe(true);
  expect(said).toMatch(
    /this text is in the plan; expected the secret in agent\.secrets, and \$\{secret:its_name\} here/,
  );
  expect(said).not.toMatch(/hunter22|0123456789|12345678/);
});

// field/hosts.md 5
test("a secret in the text of a service's variable or command is a mistake that does not repeat it", () => {
  for (const own of [
    { variables: { DATABASE_URL: "postgres://shop:hunter22@db/shop" } },
    { variables: { DSN: "host=db user=shop password=hunter22" } },
    { variables: { API_TOKEN: "hunter22" } },
    { command: ["run", "--dsn=postgres://shop:hunter22@db/shop"] },
  ]) {
    const said = found(settings({}, { services: [{ ...SERVICE, ...own }] })).join();
    expect(said).toMatch(/and its text is in the plan; expected it among the service's credentials/);
    expect(said).not.toContain("hunter22");
  }
});

// field/hosts.md 5
test.each([
  [{ repository: { url: "https://u:hunter22@mirror/apt" } }],
  [{ ddUrl: "https://hunter22@proxy" }],
  [{ apm: { url: "https://u:hunter22@proxy" } }],
  [{ repository: { keys: ["https://u:hunter22@mirror/key"] } }],
])("a URL with a password in it is a mistake that does not repeat it (%#)", (agent) => {
  const said = found(settings(agent)).join();
  expect(said).not.toBe("");
  expect(said).not.toContain("hunter22");
});

// field/hosts.md 5
test("secrets have a place in extra, and a name that is not there or not used is a mistake", () => {
  const extra = { proxy: { https: "http://agent:${secret:proxy}@10.0.0.1:3128" }, x: { api_key: "${secret:other}" } };
  expect(found(settings({ secrets: { proxy: "hunter22", other: "hunter22" }, extra }))).toEqual([]);
  expect(found(settings({ secrets: { other: "hunter22", spare: "hunter22" }, extra })).sort()).toEqual([
    expect.stringMatching(/^agent\.extra\.proxy\.https .*names the secret "proxy", which is not there; expected it in/),
    "agent.secrets.spare is used nowhere; expected ${secret:spare} in agent.extra or agent.proxy",
  ]);
  expect(found(settings({ extra: { a: "${secret:constructor}" } }))).toEqual([
    expect.stringMatching(/^agent\.extra\.a .*names the secret "constructor", which is not there; expected it in/),
  ]);
  expect(found(settings({ extra: { a: "ENC[handle]", password: "ENC[handle]" } }))).toEqual([]);
  expect(found(settings({ secrets: { a: "b" }, extra: { "${secret:a}": "x" } })).join()).toMatch(/in values alone/);
});

test("what only sounds like a secret is none", () => {
  const extra = {
    auth_token_file_path: "/etc/token",
    secret_backend_command: "/usr/bin/vault",
    process_config: { scrub_args: true, custom_sensitive_words: ["token", "passwd"] },
    obfuscation: { remove_stack_traces: true },
    proxy: { https: "http://10.0.0.1:3128", no_proxy: ["a@b"] },
  };
  expect(found(settings({ extra }))).toEqual([]);
});

test.each(["7.70.1", "1:7.70.1-1"])("the version %s is the package's 1:7.70.1-1", (version) => {
  expect(found(settings({ version }))).toEqual([]);
  expect(agentSchema.parse({ version }).version).toBe("1:7.70.1-1");
});

test("the FIPS flavor is of 7.64 and newer, and there is no other than Datadog's", () => {
  expect(found(settings({ version: "7.63.2", flavor: "datadog-fips-agent" }))).toEqual([
    expect.stringContaining("has no datadog-fips-agent; expected 7.64 or newer"),
  ]);
  expect(found(settings({ version: "7.64.0", flavor: "datadog-fips-agent" }))).toEqual([]);
  expect(found(settings({ flavor: "datadog-dogstatsd" })).join()).toContain("is no package of the Agent; expected");
});

test("a key's fingerprint has all of its digits", () => {
  const repository = { keys: ["https://mirror.example.com/key"], fingerprints: ["B01082D3"] };
  expect(found(settings({ repository: { yum: repository } }))).toEqual([
    expect.stringMatching(/agent\.repository\.yum\.fingerprints\[0\] .*expected all of its 40 digits/),
  ]);
});

test("the repositories' proxy is an address with a port, and nobody's password", () => {
  const proxied = (proxy: string) => found(settings({ repository: { proxy } }));
  expect(proxied("http://proxy.example.com:3128")).toEqual([]);
  expect(proxied("http://10.0.0.1:3128/")).toEqual([]);
  for (const proxy of [
    "http://lookout:hunter2@proxy:3128",
    "lookout:hunter2@proxy:3128",
    "http://lookout@proxy:3128",
  ]) {
    const said = proxied(proxy);
    expect(said).toEqual([
      expect.stringMatching(/^agent\.repository\.proxy .*has a user or a password, .*; expected a proxy that knows/),
    ]);
    expect(said.join()).not.toContain("hunter2");
  }
  for (const proxy of ["http://proxy", "proxy:3128", "socks5://proxy:1080", "http://proxy:3128/path", 'http://a";:1']) {
    expect(proxied(proxy)).toEqual([
      expect.stringMatching(/agent\.repository\.proxy .*is not a proxy's address with its port/),
    ]);
  }
});

// field/hosts.md 16
test.each([
  ["6.53.0-1", "is not of Agent 7"],
  ["1:6.53.0-1", "is not of Agent 7"],
  ["1:5.32.8-1", "is not of Agent 7"],
  ["7.70.1-1", "has no epoch"],
  ["7.70", "is not a package version"],
])("version %s is refused: %s", (version, why) => {
  expect(found(settings({ version }))).toEqual([expect.stringContaining(`agent.version "${version}" ${why}`)]);
});

// field/hosts.md 13
test.each([
  ["INFO", "info"],
  ["warning", "warn"],
  ["Warn", "warn"],
  ["off", "off"],
])("the level %s is the Agent's %s", (level, expected) => {
  expect(settingsSchema.parse(settings({ logLevel: level })).agent.logLevel).toBe(expected);
  expect(found(settings({ logLevel: "loud" })).join()).toMatch(/"loud" is not accepted; expected trace, debug/);
});

// field/faults.md 7
test.each([
  "https://apt.example.com/\n deb x",
  "https://apt.example.com/ x",
  "https://a/?b",
  "https://a/#b",
  "https://a/[b]",
])("a repository is an address and no more of a line: %j", (url) => {
  expect(found(settings({ repository: { url } }))).toHaveLength(1);
});

test.each([
  ["file", []],
  [{ command: "/opt/fetch" }, []],
  [{ type: "hashicorp.vault", config: { vault_address: "https://vault.example.com" }, apiKey: "ENC[dd]" }, []],
  ["files", ['agent.secretBackend "files" is neither; expected file, or a map with command or type']],
  [
    { command: "fetch" },
    ['agent.secretBackend.command "fetch" is not absolute; expected such as /usr/local/bin/fetch-secrets'],
  ],
  [{}, ["agent.secretBackend.command is missing; expected the program's path, or type"]],
  [
    { command: "/opt/fetch", type: "aws.secrets", config: {} },
    ['agent.secretBackend.type "aws.secrets" can\'t be had with command; expected one of the two'],
  ],
  [
    { type: "aws.secrets", arguments: ["x"] },
    ["agent.secretBackend.arguments is command's; expected both, or neither"],
  ],
  [{ command: "/opt/fetch", apiKey: "0123" }, ["agent.secretBackend.apiKey is not a secret's handle; expected ENC[…]"]],
])("a backend for secrets %j", (secretBackend, mistaken) => {
  expect(found(settings({ secretBackend }))).toEqual(mistaken);
});

test("an Agent that knows no backend of its own, and a backend that is said twice, are refused", () => {
  const old = "is older than agent.secretBackend, which Agent 7.70 is the first to know; expected that or a newer one";
  expect(found(settings({ secretBackend: "file", version: "1:7.69.2-1" }))).toEqual([
    `agent.version "1:7.69.2-1" ${old}`,
  ]);
  expect(found(settings({ secretBackend: { command: "/opt/fetch" }, version: "1:7.69.2-1" }))).toEqual([]);
  expect(found(settings({ secretBackend: "file" }, { agent: { version: "1:7.69.2-1" } }))).toEqual([
    `hosts[0].agent.version "1:7.69.2-1" ${old}`,
  ]);
  expect(found(settings({ secretBackend: "file", extra: { secret_backend_timeout: 5 } }))).toEqual([
    "agent.extra.secret_backend_timeout 5 is said by agent.secretBackend already; expected one of the two",
  ]);
});
