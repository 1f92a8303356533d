import Ajv from "ajv/dist/2020";
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { TestStack } from "./stack.js";
import { Team } from "./team.js";

let team: Team;
let stack: TestStack;

beforeAll(async () => {
  team = await Team.fresh();
  stack = await TestStack.fresh(["db1"], team.folder);
  stack.settings = HOSTS;
});

afterAll(async () => {
  await stack.destroy();
  team.remove();
});

const HOSTS = { agent: { version: "1:7.70.1-1" }, datadog: { site: "datadoghq.eu" }, hosts: [{ name: "db1" }] };

test("it is begun as the docs say, within five minutes", async () => {
  const began = Date.now();
  const { folder, typed } = await Team.beside();
  onTestFinished(() => {
    fs.rmSync(path.dirname(folder), { recursive: true });
  });
  for (const command of typed) {
    const { code, output } = await stack.typed(command, folder);
    expect(code, `${command}\n${output}`).toBe(0);
  }
  expect(Date.now() - began).toBeLessThan(300_000);
});

test("its types hold, and its stacks are checked and described before there is any key", async () => {
  await team.run("npm", "run", "--silent", "types");
  for (const name of ["dev", "prod"]) {
    const printed = await team.run("npx", "lookout", "lint", "--stack", name);
    expect(printed).toBe(`The stack ${name}: 5 monitors, 1 dashboard; nothing to mend\n`);
  }
  expect(await team.run("npx", "lookout", "describe", "--stack", "prod")).toContain("Redis uses much memory");
  const rendered = await team.run("npm", "run", "--silent", "runbooks", "--", "--stack", "prod", "--preview");
  expect(rendered).toBe("5 runbooks of prod: site/index.html\n");
  expect(team.read("site/redis-memory/index.html")).toContain("redis-cli --bigkeys");
});

test("its schema knows its own pack's settings", async () => {
  await team.run("npm", "run", "--silent", "schema");
  const schema = JSON.parse(team.read("stack.schema.json")) as object;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const isRight = (redis: object) => validate({ config: { "lookout:redis": redis } });
  expect([isRight({ memoryBytes: 1 }), isRight({ memoryBytes: 0 }), isRight({ memory: 1 })]).toEqual([
    true,
    false,
    false,
  ]);
});

test("`up` makes what it declares, its own pack among it", async () => {
  await stack.up();
  const { monitors } = await stack.datadog.objects();
  expect(monitors.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["A host is away, or its Agent", "Redis does not answer", "Redis uses much memory"]),
  );
  const { output } = await stack.npm("orphans");
  expect(output).toMatch(/^Of cache-monitoring\/dev Datadog has \d+ objects, and the state knows each of them\.\n$/);
});

test("a raw monitor of theirs that Datadog would refuse stops the preview on its own line", async () => {
  const program = team.read("index.ts");
  team.write("index.ts", program.replace("export = environment(redis);", BESIDE));
  const { code, output } = await stack.preview();
  team.write("index.ts", program);
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/datadog:index:Monitor +\S*queue\b/);
  expect(output).toContain("[monitor/priority]");
});

const BESIDE = `
const lookout = environment(redis);
new (require("@pulumi/datadog").Monitor)("queue", {
  name: "A queue is long",
  type: "query alert",
  query: "avg(last_5m):avg:queue.length{env:dev} > 800",
  message: "{{#is_alert}}{{value}} @oncall@example.com{{/is_alert}}",
  priority: "9",
});
export = lookout;
`;

test("the next version changes nothing, without a change of the team's", async () => {
  await team.upgrade("99.0.0");
  const { version } = JSON.parse(team.read("node_modules/lookout/package.json")) as { version: string };
  expect(version).toBe("99.0.0");
  const { code, output } = await stack.preview("--expect-no-changes");
  expect(code, output).toBe(0);
});
