import * as fc from "fast-check";
import { expect, test } from "vitest";
import { declaredIn } from "../../../../cli/drift/declared";
import { secretsOf, wordsOf } from "../../../../cli/drift/words";
import { commandInput, commandText } from "../../../../components/host/script";
import { mysqlUser } from "../../../../components/packs/mysql/user";
import { postgresRole } from "../../../../components/packs/postgres/role";
import { command, component, CONNECTION } from "./state";

const AGENT = component("lookout:agent:HostAgent", "db1", {
  files: { "datadog.yaml": "api_key: SECRET(api_key)\nsite: datadoghq.eu\n", "checks.d/custom_x.py": "pass\n" },
  keys: ["https://keys.datadoghq.com/DATADOG_APT_KEY_CURRENT.public"],
});
const PACKAGE = command(AGENT, "db1-package", {
  create: { files: [], variables: { version: "1:7.70.1-1", repository: "https://apt.datadoghq.com/" } },
});
const CONFIGURATION = command(AGENT, "db1-configuration", { secrets: { api_key: '"0123"' } });

test("what a command's text says is read as it was written, whatever is in it", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "'", "\\", "\n", " ", "\t", '"', "$", "=", "é", "no") });
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+_x$/), text), text, (values, host) => {
      const written = commandText(host, "db1-x", "create", { files: [], variables: values });
      const said = Object.entries(values).filter(([, value]) => value !== "" && value !== "no");
      const words = wordsOf(written);
      expect(words).toMatchObject({ host, name: "db1-x" });
      const script = words?.values.script;
      expect(words?.values).toEqual({ script, ...Object.fromEntries(said) });
    }),
  );
});

test("secrets are read of a command's input as they were written", () => {
  const secrets = { api_key: '"x y"', db1_postgres_password: "z\n{}é" };
  expect(secretsOf(commandInput({ create: { files: [] }, delete: { files: [] } }, secrets))).toEqual(secrets);
});

test("a host is asked of its Agent, its servers and its services over the connection of the last up", () => {
  const postgres = component("lookout:databases:PostgresMonitoring", "db1-postgres");
  const mysql = component("lookout:databases:MysqlMonitoring", "db1-mysql");
  const service = component("lookout:tracing:TracedService", "db1-flask", { files: { unit: "[Unit]\n" } });
  const { hosts, unread, gone } = declaredIn([
    ...[AGENT, postgres, mysql, service],
    command(postgres, "db1-postgres-role", { ...postgresRole({ dbm: true }), secrets: { password: "p" } }),
    ...[PACKAGE, CONFIGURATION],
    command(mysql, "db1-mysql-user", { ...mysqlUser({ user: "watch" }), secrets: { password: "q" } }),
    command(service, "db1-flask", { create: { files: [], variables: { service: "flask" } } }),
  ]);
  expect({ unread, gone }).toEqual({ unread: [], gone: [] });
  expect(hosts).toHaveLength(1);
  expect(hosts[0]).toMatchObject({ host: "db1", connection: { ...CONNECTION, host: "10.0.0.3" } });
  expect(hosts[0]?.questions.map(({ of, secrets }) => [of, secrets])).toEqual([
    ["the Agent", {}],
    ["PostgreSQL role datadog at 127.0.0.1:5432", { password: "p" }],
    ["MySQL user watch at 127.0.0.1:3306", { password: "q" }],
    ["the service flask", {}],
  ]);
  expect(hosts[0]?.questions[1]?.script.variables).toMatchObject({ dbm: "yes", replica: "no", socket: "" });
  expect(hosts[0]?.questions[0]?.script.variables).toMatchObject({
    // Of what holds a secret nothing but its digest leaves the host.
    shown: "/etc/apt/sources.list.d/datadog.list\n/etc/datadog-agent/checks.d/custom_x.py",
  });
});

test("a host that is gone, a replaced command and a pack's own are not asked, and said", () => {
  const own = component("acme:pack:Thing", "db1-thing");
  const found = declaredIn([
    ...[AGENT, own],
    { ...PACKAGE, retainOnDelete: true },
    { ...CONFIGURATION, delete: true },
    command(own, "db1-thing"),
  ]);
  expect(found).toEqual({ hosts: [], unread: ["db1-thing"], gone: ["db1"] });
});

test("hosts stand in the order of their names, whichever was finished first", () => {
  const state = ["db10", "db2", "db1"].flatMap((host) => {
    const agent = component("lookout:agent:HostAgent", host);
    return [agent, command(agent, `${host}-package`, { host })];
  });
  expect(declaredIn(state).hosts.map(({ host }) => host)).toEqual(["db1", "db2", "db10"]);
});

test("a command of another version is said, not guessed", () => {
  const inputs = { ...PACKAGE.inputs, create: "set -eu\n# earlier" };
  expect(declaredIn([AGENT, { ...PACKAGE, inputs }])).toEqual({ hosts: [], unread: ["db1-package"], gone: [] });
});
