import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { documentedIn } from "../unit/docs/documented.js";
import type { Run } from "./spawned.js";
import { TestStack } from "./stack.js";
import { packed } from "./team.js";

let stack: TestStack;
/** Of somebody who has a stack in Python, and installs the pack as docs/policies.md says. */
let folder: string;
let pack: string;

beforeAll(async () => {
  stack = await TestStack.fresh(["db1"]);
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-queues-"));
  const [{ command: install } = { command: "" }, { command: preview } = { command: "" }] =
    documentedIn("docs/policies.md");
  fs.cpSync(await packed(), path.join(folder, /\.\/(lookout-\S+\.tgz)/.exec(install)?.[1] ?? ""));
  const { code, output } = await stack.typed(install, folder);
  expect(code, output).toBe(0);
  pack = path.join(folder, /--policy-pack (\S+)/.exec(preview)?.[1] ?? "");
});

afterAll(async () => {
  await stack.destroy();
  fs.rmSync(folder, { recursive: true });
});

test("Lookout's own stack passes, and hears what is a house's to decide", async () => {
  const { code, output } = await stack.preview("--policy-pack", "policies");
  expect(code, output).toBe(0);
  expect(output).not.toContain("[mandatory]");
  expect(output).toMatch(/\[advisory\] +policy-agent-age +\(command:remote:Command: db1-package\)/);
});

/** As somebody declares it who writes Python. */
const QUEUE = {
  name: "A queue is long",
  type: "query alert",
  query: "avg(last_5m):avg:queue.length{env:prod} by {host} > 800",
  message: "{{value}} wait in {{cluster.name}}.",
  monitor_thresholds: { critical: "800" },
  tags: ["service:queue"],
  on_missing_data: "show_and_notify_no_data",
};
const WELL = {
  ...QUEUE,
  message: "{{value}} wait on {{host.name}}. @slack-queues",
  tags: [...QUEUE.tags, "team:queues"],
};

/** A preview of a Python program that declares the monitor, with the policy pack. */
async function inPython(inputs: object, config?: object): Promise<Run> {
  const { datadog } = parse(fs.readFileSync(stack.overlay, "utf8")) as { datadog: Record<string, string> };
  const write = (name: string, value: object): string => {
    fs.writeFileSync(path.join(folder, name), JSON.stringify(value));
    return path.join(folder, name);
  };
  const given = [write("resources.json", { queue: { class: "monitor", inputs } }), pack];
  if (config !== undefined) given.push(write("policy-config.json", config));
  return stack.step(`.sandbox/pulumi/bin/python tests/sandbox/foreign/preview.py ${given.join(" ")}`, {
    DD_HOST: datadog.apiUrl ?? "",
    DD_API_KEY: datadog.apiKey ?? "",
    DD_APP_KEY: datadog.appKey ?? "",
  });
}

test("a wrong monitor in Python is stopped: by its name, with the rule and what to do", async () => {
  const { code, output } = await inPython(QUEUE);
  expect(code, output).toBe(1);
  expect(output).toMatch(/\[mandatory\] +message-group-missing +\(datadog:index:Monitor: queue\)/);
  expect(output).toMatch(/queue \("A queue is long"\): .*cluster.*; .* \[message\/group-missing\]/);
  expect(output).toContain(
    'queue ("A queue is long"): the monitor has no tag team:…; add team: to its tags [policy/owner]',
  );
  expect(output).toMatch(/\[mandatory\] +policy-handle/);
});

test("mended, it passes", async () => {
  const { code, output } = await inPython(WELL);
  expect(code, output).toBe(0);
  expect(output).toContain("[advisory]  policy-runbook");
});

test("the pack's configuration says how loud a rule is, what it asks for, and what is meant", async () => {
  const config = { "policy-runbook": "mandatory", "policy-owner": { tag: "service" } };
  const { code, output } = await inPython({ ...WELL, tags: QUEUE.tags }, config);
  expect(code, output).toBe(1);
  expect(output).toContain("[mandatory]  policy-runbook");
  expect(output).not.toContain("policy/owner");

  const answers = [{ on: "queue", reason: "It is being written." }];
  const answered = await inPython(WELL, { "policy-runbook": { enforcementLevel: "mandatory", answers } });
  expect(answered.code, answered.output).toBe(0);
  expect(answered.output).not.toContain("policy/runbook");
});

test("nothing of the pack stops where all of it is to be heard only", async () => {
  const { code, output } = await inPython(QUEUE, { all: "advisory" });
  expect(code, output).toBe(0);
  expect(output).toMatch(/\[advisory\] +message-group-missing/);
});
