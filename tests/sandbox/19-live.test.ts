import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Run } from "./spawned.js";
import { TestStack } from "./stack.js";

let stack: TestStack;
/** The one whom all of the stack's monitors tell. */
let user: string;

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  const attributes = { email: "oncall@example.com", name: "On call" };
  const { data } = await stack.datadog.create<{ data: { id: string } }>("/api/v2/users", {
    data: { type: "users", attributes },
  });
  user = data.id;
  await stack.up();
  await stack.host.sh(`python3 -c "from urllib.request import urlopen; urlopen('http://127.0.0.1:5050/').read()"`);
});

const check = (...args: string[]) => stack.lookout("check", "--live", "--strict", ...args);

test("a stack that is up and measured names nothing that is not there", async () => {
  let last: Run = { code: null, output: "" };
  // Some metrics are a difference between two runs of a check, and monitors have to see what came.
  for (const until = Date.now() + 240_000; last.code !== 0 && Date.now() < until;) {
    last = await check();
    await sleep(2000);
  }
  expect(last.code, last.output).toBe(0);
  expect(last.output).toMatch(/^dev, the last 24h: asked for 2\d metrics, .* and 2 hosts\.\nAll of it is there\.\n$/);
});

test("once whoever is told is no user any more, that is said, in one line of text or as JSON", async () => {
  await stack.datadog.remove(`/api/v2/users/${user}`);
  const { code, output } = await check();
  expect(code, output).toBe(1);
  expect(output).toMatch(
    /^wrong {4}monitor \S+ \(and \d+ more\): handle @oncall@example\.com is a user who is disabled/,
  );
  expect(output).toMatch(/\n1 wrong\.\n$/);
  const json = await check("--format", "json", "--fail-on", "metric,tag");
  expect(json.code, json.output).toBe(0);
  expect(JSON.parse(json.output)).toMatchObject({ stack: "dev", findings: [{ about: "handle", verdict: "wrong" }] });
});
