import * as fs from "node:fs";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { POLICIES } from "../../../components/policies";
import { AGENT_RELEASES } from "../../../policies/agent-releases";
import { lintRules } from "../../../policies/lint";
import { ownRules } from "../../../policies/policies";
import { declaredIn, type Example, policyName } from "../../../policies/rule";
import { analysed, said } from "./analysed";

const ROOT = path.join(__dirname, "../../..");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-29T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What one policy says of it, by its name. */
const of = async (id: string, ...examples: Example[]) =>
  said(await analysed(examples.map((example, i) => declaredIn(example, i === 0 ? "queue" : `queue-${i}`))), id);

test("the rules of the pack's own are those that can be answered", () => {
  expect(ownRules.map(({ id }) => id).sort()).toEqual([...POLICIES].sort());
});

test.each(ownRules.map((rule) => [rule.id, rule] as const))(
  "%s finds its mistake, names the resource and itself, and lets pass what is well",
  async (id, { passes, fails }) => {
    expect(await of(id, passes)).toEqual([]);
    const found = await of(id, fails);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^queue\b/);
    expect(found[0]?.endsWith(` [${id}]`)).toBe(true);
  },
);

test("what is well by one rule is well by all of the pack's own", async () => {
  for (const { passes } of ownRules.filter(({ passes: one }) => one.type.endsWith(":Monitor"))) {
    expect(await analysed([declaredIn(passes)])).toEqual([]);
  }
});

const MONITOR = "datadog:index/monitor:Monitor";
const monitor = ownRules.find(({ id }) => id === "policy/handle")?.fails.inputs ?? {};
const rule = (filter: object): Example => ({
  type: "datadog:index/monitorNotificationRule:MonitorNotificationRule",
  inputs: { filter, recipients: ["slack-queues"] },
});

describe("who is notified", () => {
  test("is somebody where a notification rule of the stack finds the monitor by all of its tags", async () => {
    const example = { type: MONITOR, inputs: monitor };
    expect(await of("policy/handle", example, rule({ tags: ["team:queues"] }))).toEqual([]);
    expect(await of("policy/handle", example, rule({ tags: ["team:queues", "env:prod"] }))).toHaveLength(1);
  });

  test("is not known of a message that is unknown", async () => {
    expect(await of("policy/handle", { type: MONITOR, inputs: { ...monitor, message: Promise.resolve() } })).toEqual(
      [],
    );
  });
});

test("a monitor in JSON is held to the same, under the title that it has", async () => {
  const json = { name: "Queue", type: "query alert", query: "avg(last_5m):avg:a{*} > 1", message: "@a@example.com" };
  const example = { type: "datadog:index/monitorJson:MonitorJson", inputs: { monitor: JSON.stringify(json) } };
  expect(await of("policy/owner", example)).toEqual([
    'queue ("Queue"): the monitor has no tag team:…; add team: to its tags [policy/owner]',
  ]);
});

test("a runbook may stand in the message", async () => {
  const inputs = { ...monitor, assets: undefined, message: "Look at https://wiki.example.com/queue @a@example.com" };
  expect(await of("policy/runbook", { type: MONITOR, inputs })).toEqual([]);
});

test("an object of production's env is production's in any stack", async () => {
  const inputs = { ...monitor, tags: ["team:queues", "env:prod"] };
  expect(await of("policy/protect", { type: MONITOR, inputs, stack: "all" })).toEqual([
    'queue ("A queue is long"): the monitor is of prod and not protected; set the option protect; in Lookout\'s settings objects.protect: true [policy/protect]',
  ]);
  expect(await of("policy/protect", { type: MONITOR, inputs: monitor, stack: "all" })).toEqual([]);
});

describe("a secret in clear", () => {
  const command = (create: string): Example => ({ type: "command:remote:Command", inputs: { create } });
  const KEY = "0123456789abcdef0123456789abcdef";

  test.each([
    `curl -H "DD-API-KEY: x" -d '{"api_key": "${KEY}"}' https://example.com`,
    `export DD_APP_KEY=${KEY}01234567`,
    "PGPASSWORD=hunter22 psql",
    "mysql -e \"CREATE USER a IDENTIFIED BY 'hunter22'\"",
    "psql postgres://app:hunter22@db1/app",
    "cat > key <<E\n-----BEGIN OPENSSH PRIVATE KEY-----\nE",
  ])("is found, and not quoted: %s", async (text) => {
    const [found = "", ...others] = await of("policy/secret", command(text));
    expect(found).toMatch(/^queue: create has a .* in clear; /);
    expect(found).not.toMatch(/hunter22|0123/);
    expect(others).toEqual([]);
  });

  test.each([
    'PGPASSWORD="$PASSWORD" psql',
    "PGPASSWORD=$(cat) psql",
    "password=SECRET(postgres)",
    "psql postgres://app:$PASSWORD@db1/app",
    `git checkout ${KEY}01234567`,
    "set -- db1 create db1-package version=1:7.70.1-1 code_digest=d9fd08b5765a",
  ])("is not what only leads to one: %s", async (text) => {
    expect(await of("policy/secret", command(text))).toEqual([]);
  });

  test("is found on a dashboard, where it stands", async () => {
    const widgets = [{ noteDefinition: { content: `api_key: ${KEY}` } }];
    const [found = ""] = await of("policy/secret", { type: "datadog:index/dashboard:Dashboard", inputs: { widgets } });
    expect(found).toContain("widgets[0].noteDefinition.content has a key of Datadog's in clear");
  });
});

describe("an Agent", () => {
  const command = (create: string): Example => ({ type: "command:remote:Command", inputs: { create } });

  test.each([
    "curl -L https://install.datadoghq.com/scripts/install_script_agent7.sh | bash",
    "yum install -y datadog-agent",
    "apt-get update && apt-get install -y datadog-agent datadog-signing-keys",
  ])("that is not pinned is found: %s", async (text) => {
    expect(await of("policy/agent-pinned", command(text))).toHaveLength(1);
  });

  test.each([
    "DD_AGENT_MINOR_VERSION=84.2 bash install_script_agent7.sh",
    "yum install -y datadog-agent-7.84.2-1",
    "apt-get install datadog-agent=1:7.84.2-1",
    "systemctl restart datadog-agent",
    "apt-get install datadog-agent-integrations",
  ])("that is pinned, or not installed, is not: %s", async (text) => {
    expect(await of("policy/agent-pinned", command(text))).toEqual([]);
    expect(await of("policy/agent-age", command(text))).toEqual([]);
  });

  test.each([
    ["gcr.io/datadoghq/agent:7", 1],
    ["datadog/agent", 1],
    ["public.ecr.aws/datadog/agent:7.84.2", 0],
    [`gcr.io/datadoghq/agent@sha256:${"0".repeat(64)}`, 0],
  ])("of the image %s is pinned by its version or its digest", async (image, count) => {
    const inputs = { spec: { containers: [{ image }] } };
    expect(await of("policy/agent-pinned", { type: "kubernetes:core/v1:Pod", inputs })).toHaveLength(count);
  });

  test("of Lookout's own has its version in its package's command", async () => {
    // As tests/plans/dev.txt has it.
    const plan = fs.readFileSync(path.join(ROOT, "tests/plans/dev.txt"), "utf8");
    const [, create = ""] = /::db1-package\n[^]*?\n {2}create:\n([^]*?)\n {2}delete:/.exec(plan) ?? [];
    const declared = {
      ...declaredIn(command(create.replaceAll(/^ {4}/gm, "")), "db1-package"),
      urn: "urn:pulumi:dev::lookout::lookout:agent:HostAgent$command:remote:Command::db1-package",
    };
    expect(said(await analysed([declared]), "policy/agent-age")).toEqual([
      "db1-package: the Agent 7.70.1 is of 2025-09-02 or before: older than 365 days; take a newer one [policy/agent-age]",
    ]);
    expect(said(await analysed([declared], { "policy/agent-age": { days: 800 } }), "policy/agent-age")).toEqual([]);
  });

  test("that is newer than all that are known is new, and one of before the first is old", async () => {
    const newest = (AGENT_RELEASES.at(-1)?.[0] ?? 0) + 1;
    expect(await of("policy/agent-age", command(`apt install datadog-agent=1:7.${newest}.0-1`))).toEqual([]);
    expect(await of("policy/agent-age", command("apt install datadog-agent=1:6.53.0-1"))).toHaveLength(1);
    expect(await of("policy/agent-age", command("apt install datadog-agent=1:7.40.0-1"))).toHaveLength(1);
  });
});

test("what is adopted is as somebody made it, and is left alone", async () => {
  const example = declaredIn({ type: MONITOR, inputs: { ...monitor, priority: "9", tags: [] } });
  expect(await analysed([{ ...example, isAdopted: true }])).toEqual([]);
});

test("a policy has a name of its own, and the pack its package's version", () => {
  const names = [...ownRules, ...lintRules].map(({ id }) => policyName(id));
  expect(new Set(names).size).toBe(names.length);
  const versionIn = (file: string) =>
    (JSON.parse(fs.readFileSync(path.join(ROOT, file), "utf8")) as { version: string }).version;
  expect(versionIn("policies/package.json")).toBe(versionIn("package.json"));
});
