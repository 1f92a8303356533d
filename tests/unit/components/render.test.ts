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

test("extra settings stand over the rest", () => {
  const { files } = agentFiles({ ...SETTINGS, extra: { log_level: "debug", apm_config: { enabled: false } } }, []);
  expect(parse(files[0]?.body ?? "")).toMatchObject({ log_level: "debug", apm_config: { enabled: false } });
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
  const yaml = (settings: Partial<AgentSettings>) =>
    parse(agentFiles({ ...SETTINGS, ...settings }, []).files[0]?.body ?? "") as Record<string, unknown>;
  expect(yaml({})).not.toHaveProperty("apm_config");
  expect(yaml({ apm: { port: 8126 } })).toMatchObject({ apm_config: { enabled: true, receiver_port: 8126 } });
  expect(
    yaml({ apm: { port: 8127, url: "http://proxy" }, extra: { apm_config: { max_memory: 1 }, log_level: "debug" } }),
  ).toMatchObject({
    log_level: "debug",
    apm_config: { enabled: true, receiver_port: 8127, apm_dd_url: "http://proxy", max_memory: 1 },
  });
});

test("the Agent says how each run of a check ended, which it does only where it is asked to (field/agent.md 6)", () => {
  const { files } = agentFiles(SETTINGS, []);
  expect(parse(files[0]?.body ?? "")).toMatchObject({ integration_check_status_enabled: true });
});
