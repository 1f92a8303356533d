import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type ConfigValue, type Integration, SecretValue } from "../../../components/agent/integration";
import { agentFiles, type AgentSettings, secretScalar } from "../../../components/agent/render";
import { mysqlIntegration } from "../../../components/packs/mysql/integration";
import { postgresIntegration } from "../../../components/packs/postgres/integration";

const SETTINGS: AgentSettings = {
  apiKey: "0".repeat(32),
  site: "datadoghq.com",
  hostname: "db1",
  env: "dev",
  tags: ["env:dev"],
  logLevel: "info",
  extra: {},
};

test("datadog.yaml, then each integration's files, with every secret only as its name", () => {
  const { files, secrets } = agentFiles(SETTINGS, [
    { name: "postgres", instances: [{ port: 5432, password: new SecretValue("pw", "hunter2") }] },
    { name: "custom_x", instances: [{}], source: "import random\n" },
  ]);
  expect(files.map(({ path }) => path)).toEqual([
    "datadog.yaml",
    "conf.d/postgres.d/conf.yaml",
    "conf.d/custom_x.d/conf.yaml",
    "checks.d/custom_x.py",
  ]);
  expect(files[1]?.body).toBe("init_config: {}\ninstances:\n  - port: 5432\n    password: SECRET(postgres_pw)\n");
  expect(JSON.stringify(files)).not.toMatch(/hunter2|0000/);
  expect(Object.keys(secrets)).toEqual(["api_key", "postgres_pw"]);
});

test("with the backend `file` every secret stands in one file, and in the others as what the Agent fetches from it", () => {
  const password = new SecretValue("pw", "hunter2");
  const { files, secrets } = agentFiles({ ...SETTINGS, secretBackend: "file" }, [
    { name: "postgres", instances: [{ port: 5432, password }] },
  ]);
  const bodies = Object.fromEntries(files.map(({ path, body }) => [path, body]));
  expect(bodies["lookout-secrets.yaml"]).toBe("api_key: SECRET(api_key)\npostgres_pw: SECRET(postgres_pw)\n");
  expect(bodies["conf.d/postgres.d/conf.yaml"]).toContain("password: ENC[postgres_pw]\n");
  expect(parse(bodies["datadog.yaml"] ?? "")).toMatchObject({
    api_key: "ENC[api_key]",
    secret_backend_type: "file.yaml",
    secret_backend_config: { file_path: "/etc/datadog-agent/lookout-secrets.yaml" },
  });
  expect(Object.keys(secrets)).toEqual(["api_key", "postgres_pw"]);
});

test("a handle of another backend is refused where the backend is Lookout's file", () => {
  const integrations = [{ name: "redisdb", instances: [{ password: "ENC[vault/redis]" }] }];
  expect(() => agentFiles({ ...SETTINGS, secretBackend: "file" }, integrations)).toThrow(
    /^"ENC\[vault\/redis\]" is a secret's handle, which Lookout's own file does not know/,
  );
});

test.each([
  [
    { command: "/opt/fetch", arguments: ["prod"], timeoutSeconds: 30, apiKey: "ENC[dd]" },
    {
      api_key: "ENC[dd]",
      secret_backend_command: "/opt/fetch",
      secret_backend_arguments: ["prod"],
      secret_backend_timeout: 30,
    },
  ],
  [
    { type: "hashicorp.vault", config: { vault_address: "https://vault" } },
    {
      api_key: "SECRET(api_key)",
      secret_backend_type: "hashicorp.vault",
      secret_backend_config: { vault_address: "https://vault" },
    },
  ],
])("a backend of somebody's own is named to the Agent: %j", (secretBackend, said) => {
  const { files } = agentFiles({ ...SETTINGS, secretBackend }, []);
  expect(files.map(({ path }) => path)).toEqual(["datadog.yaml"]);
  expect(parse(files[0]?.body ?? "")).toMatchObject(said);
});

test("several servers of a kind are instances of one file, each with a password of its own", () => {
  const instance = (port: number) => ({ port, password: new SecretValue(`pw_${port}`, "hunter2") });
  const { files, secrets } = agentFiles(SETTINGS, [
    { name: "postgres", instances: [instance(5432)] },
    { name: "mysql", instances: [instance(3306)] },
    { name: "postgres", instances: [instance(5433)] },
  ]);
  expect(files.map(({ path }) => path)).toEqual([
    "datadog.yaml",
    "conf.d/postgres.d/conf.yaml",
    "conf.d/mysql.d/conf.yaml",
  ]);
  expect(parse(files[1]?.body ?? "")).toMatchObject({
    instances: [
      { port: 5432, password: "SECRET(postgres_pw_5432)" },
      { port: 5433, password: "SECRET(postgres_pw_5433)" },
    ],
  });
  expect(Object.keys(secrets).sort()).toEqual(["api_key", "mysql_pw_3306", "postgres_pw_5432", "postgres_pw_5433"]);
});

const datadogYaml = (settings: Partial<AgentSettings>) =>
  parse(agentFiles({ ...SETTINGS, ...settings }, []).files[0]?.body ?? "") as Record<string, unknown>;

// field/hosts.md 4
test("extra settings stand beside Lookout's own, never over them", () => {
  const extra = { log_level: "debug", hostname: "all", apm_config: { max_memory: 1, apm_dd_url: "http://other" } };
  expect(datadogYaml({ extra, intake: { traces: "http://proxy" } })).toMatchObject({
    ...{ log_level: "info", hostname: "db1" },
    apm_config: { max_memory: 1, apm_dd_url: "http://proxy" },
  });
});

test.each([
  [{}, true],
  [{ logs_enabled: true }, true],
  [{ logs_enabled: false }, false],
])("declared logs are read, unless it is said of all that none are: %j", (extra, expected) => {
  const integration = { name: "nginx", instances: [], logs: [{ type: "file", path: "/var/log/nginx/access.log" }] };
  const [file] = agentFiles({ ...SETTINGS, extra }, [integration]).files;
  expect(parse(file?.body ?? "")).toMatchObject({ logs_enabled: expected });
});

// field/agent.md 20
test("one URL is that of all that the Agent sends, and each product may have its own", () => {
  const at = (url: string) => ({ logs_dd_url: url, logs_no_ssl: true });
  expect(datadogYaml({ intake: { all: "http://proxy:1" } })).toMatchObject({
    dd_url: "http://proxy:1",
    apm_config: { apm_dd_url: "http://proxy:1" },
    database_monitoring: {
      samples: at("http://proxy:1"),
      metrics: at("http://proxy:1"),
      activity: at("http://proxy:1"),
    },
    logs_config: { ...at("http://proxy:1"), force_use_http: true },
    process_config: { process_dd_url: "http://proxy:1" },
  });
  const own = { databaseMonitoring: "https://proxy:2", logs: "https://proxy:3", processes: "https://proxy:4" };
  expect(
    datadogYaml({
      intake: { all: "http://proxy:1", traces: "https://proxy:5", ...own },
      extra: { process_config: { process_collection: { enabled: true } } },
    }),
  ).toMatchObject({
    dd_url: "http://proxy:1",
    apm_config: { apm_dd_url: "https://proxy:5" },
    database_monitoring: { samples: { logs_dd_url: "https://proxy:2" } },
    logs_config: { logs_dd_url: "https://proxy:3" },
    process_config: { process_dd_url: "https://proxy:4", process_collection: { enabled: true } },
  });
  expect(datadogYaml({ intake: { databaseMonitoring: "https://proxy:2" } })).not.toHaveProperty("dd_url");
});

// field/hosts.md 5
test("a text of extra with a secret's place is a secret, whole, and in no text that is shown", async () => {
  const { files, secrets } = agentFiles(
    {
      ...SETTINGS,
      secrets: { proxy_password: pulumi.secret("hunter2"), eu_key: "f".repeat(32) },
      extra: {
        proxy: { https: "http://agent:${secret:proxy_password}@10.0.0.1:3128", no_proxy: ["10.0.0.2"] },
        additional_endpoints: { "https://app.datadoghq.eu": ["${secret:eu_key}"] },
      },
    },
    [],
  );
  expect(files[0]?.body).not.toMatch(/hunter2|ffff|agent:/);
  expect(parse(files[0]?.body ?? "")).toMatchObject({
    proxy: { https: "SECRET(extra_proxy_https)", no_proxy: ["10.0.0.2"] },
    additional_endpoints: {
      "https://app.datadoghq.eu": ["SECRET(extra_additional_endpoints_https_app_datadoghq_eu_0)"],
    },
  });
  const values = await new Promise((resolve) => void pulumi.output(secrets).apply(resolve));
  expect(values).toMatchObject({
    extra_proxy_https: "http://agent:hunter2@10.0.0.1:3128",
    extra_additional_endpoints_https_app_datadoghq_eu_0: "f".repeat(32),
  });
});

test("two places never share a secret, however alike they are written", () => {
  const extra = { a: { b_c: "${secret:one}" }, a_b: { c: "x${secret:one}" } };
  const { secrets } = agentFiles({ ...SETTINGS, extra, secrets: { one: "1" } }, []);
  expect(Object.keys(secrets)).toEqual(["api_key", "extra_a_b_c", "extra_a_b_c_2"]);
});

/** What stands on the host, of an owner's value for each of its places. */
async function onHost(settings: Partial<AgentSettings>, integrations: readonly Integration[]) {
  const { files, secrets } = agentFiles({ ...SETTINGS, ...settings }, integrations);
  const values = await new Promise<Record<string, string>>((resolve) => void pulumi.output(secrets).apply(resolve));
  // As configuration.sh has it.
  const filled = (body: string) =>
    body.replace(/SECRET\(([a-z0-9_]+)\)$/gm, (_, name: string) => secretScalar(values[name] ?? "none came"));
  for (const name of Object.keys(values)) expect(name.length).toBeLessThan(256);
  return Object.fromEntries(files.map(({ path, body }) => [path, parse(filled(body)) as Record<string, unknown>]));
}

const instance = (check: string, secret: SecretValue): Integration => ({ name: check, instances: [{ secret }] });

const checks = (...declared: [check: string, secret: SecretValue][]) =>
  declared.map(([check, secret]) => instance(check, secret));
const servers = (...names: string[]) => names.map((name) => postgresIntegration(name, {}, `of ${name}`));

test.each<[string, Integration[], Partial<AgentSettings>?, Record<string, unknown>?]>([
  ["a check's api_key and Datadog's", checks(["redisdb", new SecretValue("api_key", "mine")])],
  ["the key of a check named api and Datadog's", checks(["api", new SecretValue("key", "mine")])],
  [
    "two checks' secrets of one name",
    checks(["redisdb", new SecretValue("password", "a")], ["nginx", new SecretValue("password", "b")]),
  ],
  [
    "two secrets of one name in one check",
    checks(["redisdb", new SecretValue("password", "a")], ["redisdb", new SecretValue("password", "b")]),
  ],
  ["servers whose names are written alike", servers("db1-a-b", "db1-a.b", "db1.a-b", "db1_a_b", "DB1-A-B")],
  ["servers of names as long as hosts' may be", servers(`${"long.".repeat(50)}-a`, `${"long.".repeat(50)}-b`)],
  ["a name of other characters", checks(["redisdb", new SecretValue("Kennwort/ü", "mine")])],
  [
    "a server's password and a check's",
    [mysqlIntegration("db1-a", {}, "y"), ...checks(["db1", new SecretValue("a_password", "x")])],
  ],
  [
    "a server's password and a text of agent.extra",
    servers("extra-x"),
    { extra: { x: { password: "${secret:mine}" } }, secrets: { mine: "m" } },
    { x: { password: "m" } },
  ],
  [
    "agent.secrets by the names of others'",
    servers("db1-a"),
    {
      extra: { a: "${secret:api_key}", b: "${secret:db1_a_password}" },
      secrets: { api_key: "my key", db1_a_password: "my password" },
    },
    { a: "my key", b: "my password" },
  ],
])("%s never meet", async (_, integrations, settings = {}, more = {}) => {
  const secretOf = ({ secret, password }: Record<string, unknown>) => secret ?? password;
  const { "datadog.yaml": datadog, ...files } = await onHost(settings, integrations);
  expect(datadog).toMatchObject({ api_key: SETTINGS.apiKey, ...more });
  const arrived = Object.values(files).flatMap(({ instances }) =>
    (instances as Record<string, unknown>[]).map(secretOf),
  );
  const declared = integrations.flatMap(({ instances }) => instances.map(secretOf) as SecretValue[]);
  expect(arrived).toEqual(declared.map(({ value }) => value));
});

test("no two owners' secrets meet, whatever their owners and they are called", async () => {
  // Few letters, so that names often meet.
  const word = fc.string({ unit: fc.constantFrom("a", "_", "-", ".", "A"), maxLength: 4 });
  const key = fc.string({ unit: fc.constantFrom("a", "_", "-", "."), minLength: 1, maxLength: 4 });
  const check = fc.constantFrom("a", "a_a", "api", "extra");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ check, name: fc.oneof(word, fc.constantFrom("key", "api_key")), owner: fc.option(word) })),
      fc.uniqueArray(key),
      async (declared, keys) => {
        const integrations = declared.map(({ check, name, owner }, i) =>
          instance(check, new SecretValue(name, `value ${i}`, owner ?? undefined)),
        );
        const extra = Object.fromEntries(keys.map((one) => [one, "${secret:api_key} " + one]));
        const files = await onHost({ extra, secrets: { api_key: "mine" } }, integrations);
        expect(files["datadog.yaml"]).toMatchObject({
          api_key: SETTINGS.apiKey,
          ...Object.fromEntries(keys.map((one) => [one, `mine ${one}`])),
        });
        for (const one of new Set(declared.map(({ check }) => check))) {
          const own = declared.flatMap(({ check }, i) => (check === one ? [{ secret: `value ${i}` }] : []));
          expect(files[`conf.d/${one}.d/conf.yaml`]).toMatchObject({ instances: own });
        }
      },
    ),
  );
});

test("a secret that stands in several places travels once", () => {
  const password = pulumi.secret("hunter2");
  const moreDatabases = [{ database: "billing" }];
  const { secrets } = agentFiles(SETTINGS, [postgresIntegration("db1-orders", { moreDatabases }, password)]);
  expect(secrets).toEqual({ api_key: SETTINGS.apiKey, db1_orders_password: password });
});

test("only a secret that there is has a place in a text", () => {
  const extra = { a: "${secret:constructor}", b: "${secret:__proto__}", c: "x${secret:toString}${secret:one}" };
  const { files, secrets } = agentFiles({ ...SETTINGS, extra, secrets: { one: "1" } }, []);
  expect(parse(files[0]?.body ?? "")).toMatchObject({ ...extra, c: "SECRET(extra_c)" });
  expect(Object.keys(secrets)).toEqual(["api_key", "extra_c"]);
});

test("whatever text an instance holds is read back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      fc.pre(!text.includes("SECRET("));
      const { files } = agentFiles(SETTINGS, [{ name: "x", instances: [{ text }] }]);
      const { instances } = parse(files[1]?.body ?? "") as { instances: ConfigValue };
      expect(instances).toEqual([{ text }]);
    }),
  );
});

test("whatever a secret holds is read back as it was, from one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (secret) => {
      const scalar = secretScalar(secret);
      expect(scalar).not.toContain("\n");
      expect(parse(`password: ${scalar}`)).toEqual({ password: secret });
    }),
  );
});

test("integrations of one check share its file, and none takes from another what the check has once", () => {
  const one = {
    name: "x",
    instances: [{ a: 1 }],
    source: "import random\n",
    initConfig: { proxy: { skip: true }, a: 1 },
  };
  const alike = { ...one, instances: [{ a: 2 }], initConfig: { proxy: { skip: true }, b: 2 } };
  const { files } = agentFiles(SETTINGS, [one, alike, { name: "x", instances: [{ a: 3 }] }]);
  expect(files.map(({ path }) => path)).toEqual(["datadog.yaml", "conf.d/x.d/conf.yaml", "checks.d/x.py"]);
  expect(parse(files[1]?.body ?? "")).toEqual({
    init_config: { proxy: { skip: true }, a: 1, b: 2 },
    instances: [{ a: 1 }, { a: 2 }, { a: 3 }],
  });
  expect(files[2]?.body).toBe(one.source);
  expect(() => agentFiles(SETTINGS, [one, { ...one, source: "import os\n" }])).toThrow(
    /check x, each with another source, .*; make both the same, or name/,
  );
  expect(() => agentFiles(SETTINGS, [one, { ...one, initConfig: { proxy: { skip: false } } }])).toThrow(
    /check x, each with another init_config\.proxy, /,
  );
});

test("a text that would receive a secret is refused", () => {
  expect(() => agentFiles({ ...SETTINGS, tags: ["SECRET(api_key)"] }, [])).toThrow(/marks a secret's place/);
});

test("the Agent takes traces where it is told to, and more of apm_config stands beside that", () => {
  expect(datadogYaml({})).not.toHaveProperty("apm_config");
  expect(datadogYaml({ apm: { port: 8126 } })).toMatchObject({ apm_config: { enabled: true, receiver_port: 8126 } });
  expect(
    datadogYaml({ apm: { port: 8127 }, intake: { traces: "http://proxy" }, extra: { apm_config: { max_memory: 1 } } }),
  ).toMatchObject({
    apm_config: { enabled: true, receiver_port: 8127, apm_dd_url: "http://proxy", max_memory: 1 },
  });
});
