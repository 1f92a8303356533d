import Ajv from "ajv/dist/2020";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../sandbox/command.js";
import { repositoryRoot } from "../../sandbox/instance.js";
import { TestStack } from "./stack.js";

/** A team's repository, as README.md of the template says: the template's files, and the packed product. */
const team = fs.mkdtempSync(path.join(tmpdir(), "lookout-team-"));
const packed = fs.mkdtempSync(path.join(tmpdir(), "lookout-packed-"));
let stack: TestStack;

beforeAll(async () => {
  fs.cpSync(path.join(repositoryRoot, "template"), team, { recursive: true });
  change("Pulumi.yaml", (text) =>
    text.replace("${PROJECT}", "cache-monitoring").replace("${DESCRIPTION}", "What we monitor"),
  );
  await install(await pack());
  stack = await TestStack.fresh(["db1"], team);
  stack.settings = HOSTS;
});

afterAll(async () => {
  await stack.destroy();
  for (const folder of [team, packed]) fs.rmSync(folder, { recursive: true });
});

const HOSTS = { agent: { version: "1:7.70.1-1" }, datadog: { site: "datadoghq.eu" }, hosts: [{ name: "db1" }] };

function change(file: string, by: (text: string) => string): void {
  fs.writeFileSync(path.join(team, file), by(fs.readFileSync(path.join(team, file), "utf8")));
}

/** @returns the package's file. */
async function pack(): Promise<string> {
  await run("npm", ["run", "--silent", "package", "--", "--pack-destination", packed], {
    directory: repositoryRoot,
    timeoutSeconds: 600,
  });
  const [file = ""] = fs.readdirSync(packed).filter((name) => name.startsWith("lookout-"));
  return path.join(packed, file);
}

/** The same package under the next version. */
async function nextVersion(file: string): Promise<string> {
  await run("tar", ["-xzf", file, "-C", packed]);
  const manifest = path.join(packed, "package/package.json");
  fs.writeFileSync(manifest, fs.readFileSync(manifest, "utf8").replace(/"version": ".*"/, '"version": "99.0.0"'));
  await run("tar", ["-czf", path.join(packed, "next.tgz"), "-C", packed, "package"]);
  return path.join(packed, "next.tgz");
}

async function install(file: string): Promise<void> {
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", file], {
    directory: team,
    timeoutSeconds: 600,
  });
}

test("its types hold, and its stacks are checked and described before there is any key", async () => {
  await run("npm", ["run", "--silent", "types"], { directory: team, timeoutSeconds: 600 });
  for (const name of ["dev", "prod"]) {
    const printed = await run("npx", ["lookout", "lint", "--stack", name], { directory: team, timeoutSeconds: 600 });
    expect(printed).toBe(`The stack ${name}: 5 monitors, 1 dashboard; nothing to mend\n`);
  }
  expect(
    await run("npx", ["lookout", "describe", "--stack", "prod"], { directory: team, timeoutSeconds: 600 }),
  ).toContain("Redis uses much memory");
});

test("its schema knows its own pack's settings", async () => {
  await run("npm", ["run", "--silent", "schema"], { directory: team, timeoutSeconds: 600 });
  const schema = JSON.parse(fs.readFileSync(path.join(team, "stack.schema.json"), "utf8")) as object;
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
  const index = fs.readFileSync(path.join(team, "index.ts"), "utf8");
  change("index.ts", (text) => text.replace("export = environment(redis);", BESIDE));
  const { code, output } = await stack.preview();
  change("index.ts", () => index);
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
  await install(await nextVersion(await pack()));
  const { version } = JSON.parse(fs.readFileSync(path.join(team, "node_modules/lookout/package.json"), "utf8")) as {
    version: string;
  };
  expect(version).toBe("99.0.0");
  const { code, output } = await stack.preview("--expect-no-changes");
  expect(code, output).toBe(0);
});
