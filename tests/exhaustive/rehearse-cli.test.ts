import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ONE_HOST } from "../one-host";
import { ended, ROOT } from "./command-line";

let folder: string;

const STACK = `${ONE_HOST}  lookout:monitors:
    queue:
      query: avg(last_5m):avg:queue.length{*} by {host} > 5
      title: The queue is long
      words: { alert: "{{host.name}} has a long queue.", recovery: It is short again. }
`;
const PROGRAM = `import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { declared, environment, MetricMonitor, pack, part } from "${ROOT}/lookout";

export = environment(
  pack({
    name: "redis",
    rehearsals: path.join(__dirname, "redis"),
    monitors: (block) => ({
      memory: part(MetricMonitor, {
        ...declared("Much memory", { alert: "{{host.name}}", recovery: "Less." }, block),
        condition: "avg(last_5m):avg:redis.mem.used{*} by {host} > 5",
      }),
    }),
  }),
);
`;
const rehearsal = (monitor: string, metric: string, at: string) => `rehearsals:
  - name: It is long for ten minutes
    monitors: [${monitor}]
    series: [{ metric: ${metric}, hosts: [db1], values: "1 x20, 9 x10, 1 x20" }]
    expect:
      - { at: ${at}, state: alert, group: host:db1, to: "@oncall@example.com" }
      - { at: +33m, state: recovery }
`;
const RIGHT = "+23m";

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-rehearse-"));
  write("Pulumi.yaml", "name: lookout\nruntime: nodejs\n");
  write("Pulumi.dev.yaml", STACK);
  write("index.ts", PROGRAM);
  write("rehearsals/queue.yaml", rehearsal("The queue is long", "queue.length", RIGHT));
  write(
    "redis/redis.yaml",
    rehearsal("redis-memory", "redis.mem.used", RIGHT)
      .replace("[redis", "[no-such, redis")
      .replace("db1, to", "db1, monitor: redis-memory, to")
      .replace("recovery }", "recovery, monitor: redis-memory }"),
  );
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

const rehearse = (...args: string[]) => ended(["rehearse", "--stack", "dev", ...args], { NO_COLOR: "1" }, folder);

test("the project's rehearsals and its packs' are played; what the stack has not is skipped, and what has none is named", async () => {
  const { code, out, err } = await rehearse("--junit", "out/junit.xml", "--svg", "out");
  expect(err).toBe("");
  expect(out).toContain("rehearsals/queue.yaml\n  ✓ It is long for ten minutes [queue] 2 notifications");
  expect(out).toContain("✓ It is long for ten minutes [redis-memory] 2 notifications");
  expect(out).toContain("skipped: this stack has no such monitor");
  expect(out).toMatch(/^without a rehearsal: .*hosts-away/m);
  expect(code).toBe(0);
  expect(fs.readFileSync(path.join(folder, "out/junit.xml"), "utf8")).toContain('tests="3" failures="0"');
  expect(fs.readFileSync(path.join(folder, "out/queue-it-is-long-for-ten-minutes.svg"), "utf8")).toContain(
    "The queue is long",
  );
  expect((await rehearse("--fail-on-missing")).code).toBe(1);
});

test("what does not come as expected ends with 1, in whatever format", async () => {
  write("wrong.yaml", rehearsal("queue", "queue.length", "+20m"));
  const text = await rehearse("wrong.yaml");
  expect(text).toMatchObject({ code: 1, err: "" });
  expect(text.out).toContain("it came at Mon 10:23 (+23m)");
  expect(text.out).not.toContain("without a rehearsal");
  const json = await rehearse("wrong.yaml", "--format", "json");
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ rehearsals: [{ result: "failed", monitor: "queue" }] });
});

test("what can't be carried out ends with 2: mistakes at their places, a file that is not there, an option that is none", async () => {
  write("mistaken.yaml", rehearsal("quue", "queue.length", RIGHT));
  const { code, out, err } = await rehearse("mistaken.yaml");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain('mistaken.yaml:3:16: error: "quue" is none of this stack\'s monitors; did you mean "queue"?');
  expect((await rehearse("away.yaml")).err).toBe("error: away.yaml can't be read (ENOENT); name another file\n");
  expect((await rehearse("--formt")).code).toBe(2);
});

test("--watch plays once more when a rehearsal changes, and ends with Ctrl-C", async () => {
  write("watched.yaml", rehearsal("queue", "queue.length", "+20m"));
  const child = spawn(
    path.join(ROOT, "node_modules/.bin/tsx"),
    [path.join(ROOT, "cli/main.ts"), "rehearse", "--stack", "dev", "watched.yaml", "--watch", "--svg", "watched/drawn"],
    { cwd: folder, env: { ...process.env, NO_COLOR: "1" } },
  );
  const said = collected(child);
  await said.until("1 failed");
  await said.until("watching; Ctrl-C ends it");
  expect(fs.readdirSync(path.join(folder, "watched/drawn"))).toHaveLength(1);
  // What it has drawn itself is no change.
  await pause(1_000);
  expect(said.text().split("watching;")).toHaveLength(2);
  write("watched.yaml", rehearsal("queue", "queue.length", RIGHT));
  await said.until("1 passed");
  child.kill("SIGINT");
  await new Promise((resolve) => child.once("close", resolve));
});

test("the template's rehearsals are as they are expected, of each of its stacks", async () => {
  const template = path.join(folder, "template");
  fs.cpSync(path.join(ROOT, "template"), template, { recursive: true });
  fs.mkdirSync(path.join(template, "node_modules/lookout"), { recursive: true });
  fs.writeFileSync(
    path.join(template, "node_modules/lookout/index.js"),
    `module.exports = require("${ROOT}/lookout");\n`,
  );
  for (const stack of ["dev", "prod"]) {
    const { code, out } = await ended(["rehearse", "--stack", stack], { NO_COLOR: "1" }, template);
    expect(out).toContain("2 rehearsals: 2 passed");
    expect(code).toBe(0);
  }
});

/** What a program prints. */
function collected(child: ChildProcess) {
  let text = "";
  child.stdout?.on("data", (part: Buffer) => (text += part.toString()));
  return {
    text: () => text,
    until: (words: string) => expect.poll(() => text, { timeout: 120_000, interval: 100 }).toContain(words),
  };
}
