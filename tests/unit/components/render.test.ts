import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type ConfigValue, SecretValue } from "../../../components/agent/integration";
import { agentFiles, type AgentSettings, secretScalar } from "../../../components/agent/render";

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
  expect(files[1]?.body).toBe("init_config: {}\ninstances:\n  - port: 5432\n    password: SECRET(pw)\n");
  expect(JSON.stringify(files)).not.toMatch(/hunter2|0000/);
  expect(Object.keys(secrets)).toEqual(["api_key", "pw"]);
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
      { port: 5432, password: "SECRET(pw_5432)" },
      { port: 5433, password: "SECRET(pw_5433)" },
    ],
  });
  expect(Object.keys(secrets).sort()).toEqual(["api_key", "pw_3306", "pw_5432", "pw_5433"]);
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
