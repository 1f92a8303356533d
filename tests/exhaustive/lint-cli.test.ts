import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gitIn } from "../git";
import { ONE_HOST } from "../one-host";
import { ended, ROOT } from "./command-line";

let folder: string;

const STACK = `${ONE_HOST}  lookout:monitors:
    queue:
      query: avg(last_5m):avg:queue.length{*} > 5
      title: The queue is long
      words: { alert: "{{host.name}} has a long queue.", recovery: It is short again. }
`;
/** A type that is gone in JavaScript, so that lines differ. */
const PROGRAM = `import * as datadog from "@pulumi/datadog";
import { declared, environment, MetricMonitor, pack, part } from "${ROOT}/lookout";

interface Queue {
  readonly name: string;
}

const redis = pack({
  name: "redis",
  monitors: (block) => ({
    memory: part(MetricMonitor, {
      ...declared("Much memory", { alert: "{{host.name}}", recovery: "Less." }, block),
      condition: "avg(last_5m):avg:redis.mem.used{*} > 5",
    }),
  }),
});
const program = environment(redis);
const queue: Queue = { name: "raw" };
new datadog.Monitor(queue.name, {
  name: "Raw",
  type: "query alert",
  query: "avg(last_5m):avg:a{*} > 1",
  message: "Much. @oncall@example.com",
  priority: "9",
});
export = program;
`;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-lint-"));
  write("Pulumi.yaml", "name: lookout\nruntime: nodejs\n");
  write("Pulumi.dev.yaml", STACK);
  write("index.ts", PROGRAM);
  write(".gitignore", "node_modules\n*.json\n");
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "First");
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  fs.writeFileSync(path.join(folder, file), text);
}

const git = (...args: string[]) => gitIn(folder, ...args);

const lint = (...args: string[]) => ended(["lint", ...args], {}, folder);

const placesIn = (out: string) => out.split("\n").filter((line) => /^\S+:\d+:\d+: error/.test(line));

test("every error is said at once, on the line of the YAML or TypeScript that declared it", async () => {
  const { code, out, err } = await lint();
  expect(placesIn(out), out + err).toEqual([
    expect.stringMatching(/^index\.ts:11:13: error: MetricMonitor redis-memory: .* \[message\/empty-host-variable\]$/),
    expect.stringMatching(/^index\.ts:19:1: error: Monitor raw: .* \[monitor\/priority\]$/),
    expect.stringMatching(/^Pulumi\.dev\.yaml:9:5: error: Monitor queue: .* \[message\/empty-host-variable\]$/),
  ]);
  expect(out).toContain("  9 |     queue:\n    |     ^^^^^\n");
  expect(code).toBe(1);
});

test("a slip of the finger is said at the monitor whose query has it, from whichever object it is known", async () => {
  write(
    "Pulumi.dev.yaml",
    STACK.replace("queue.length{*}", "queue.length{env:devv}").replace("{{host.name}} has", "It is"),
  );
  write("index.ts", PROGRAM.replace("redis.mem.used{*}", "redis.mem.used{host:db1x}"));
  const { out, err } = await lint();
  write("Pulumi.dev.yaml", STACK);
  write("index.ts", PROGRAM);
  const said = out.split("\n").filter((line) => line.includes("[near-miss/"));
  expect(said, out + err).toEqual([
    expect.stringMatching(/^index\.ts:11:13: warning: MetricMonitor redis-memory: host:db1x is probably host:db1: /),
    expect.stringMatching(
      /^Pulumi\.dev\.yaml:9:5: warning: Monitor queue: env:devv is probably env:dev: .*\[near-miss\/tag-value\]$/,
    ),
  ]);
  expect(out.slice(out.indexOf("env:devv"))).toMatch(/^.*\n {2}9 \| {5}queue:\n {4}\| {5}\^{5}\n/);
});

test("what a baseline knows is left out, and what of it is gone is said", async () => {
  expect((await lint("--write-baseline", "known.json")).code).toBe(0);
  write(
    "Pulumi.dev.yaml",
    STACK.replace("{{host.name}} has a long queue.", "A long queue.").replace("*} > 5", "*} >= 5"),
  );
  const { code, out, err } = await lint("--baseline", "known.json");
  write("Pulumi.dev.yaml", STACK);
  expect({ code, placed: placesIn(out) }).toEqual({ code: 0, placed: [] });
  expect(err).toMatch(/^gone from known\.json: Monitor queue: .*\[message\/empty-host-variable\]$/m);
});

test("against a git ref only what is new is said, and its work tree is gone again", async () => {
  write("index.ts", PROGRAM.replace('"raw"', '"other"'));
  const { code, out, err } = await lint("--against", "HEAD");
  write("index.ts", PROGRAM);
  expect(placesIn(out), out + err).toEqual([expect.stringMatching(/^index\.ts:19:1: error: Monitor other: /)]);
  expect(code).toBe(1);
  expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
});

test("all mistakes of the settings are said at their places", async () => {
  write("Pulumi.dev.yaml", STACK.replace("name: db1\n", "name: db1\n      prot: 22\n").replace("title:", "titel:"));
  const { code, out } = await lint("--format", "github");
  write("Pulumi.dev.yaml", STACK);
  expect(out.split("\n").map((line) => line.split(",title")[0])).toEqual([
    "::error file=Pulumi.dev.yaml,line=6,col=7,endColumn=11",
    "::error file=Pulumi.dev.yaml,line=10,col=5,endColumn=10",
    "::error file=Pulumi.dev.yaml,line=12,col=7,endColumn=12",
    "",
  ]);
  expect(code).toBe(1);
});

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIaCrMTTmtWdgfeRyCc8Kcnd/t0zCrWNOdXzH2cRHSh";
const LISTED = `# Ours.
- name: db1
  address: db1.example.com
  hostKey: ${KEY}
  databases:
    - { type: postgres, port: 543210 }
- name: db2
  adress: db2.example.com
  hostKey: ${KEY}
`;
const INVENTORY = `all:
  vars:
    ansible_port: 99999
  children:
    shop.example:
      hosts:
        web[1:2].example.com:
        db1.example.com:
          ansible_host: 192.0.2.1
          lookout: { hostKey: ${KEY}, prot: 22 }
`;
const INI = `[db]
db1 ansible_host=192.0.2.1
# Another.
db2 ansible_port=99999
`;

test.each([
  ["a file of hosts", "hosts.yaml", LISTED, ["6:25 [0].databases[0].port", "7:3 [1].address", "8:3 [1].adress"]],
  [
    "an inventory in YAML",
    "inventory.yaml",
    INVENTORY,
    // Of both that the range makes; a port of all is that of each.
    [
      "3:5 all.vars.ansible_port",
      "7:9 web1.example.com.hostKey",
      "7:9 web2.example.com.hostKey",
      "10:113 all.children.shop.example.hosts.db1.example.com.lookout.prot",
    ],
  ],
  ["an inventory of another form", "inventory", INI, ["2:1 db1.hostKey", "4:1 line 4", "4:1 db2.hostKey"]],
  ["a folder", "folder/hosts.yaml", LISTED, ["6:25 [0].databases[0].port", "7:3 [1].address", "8:3 [1].adress"]],
])("a mistake in %s is said at its line there", async (_, file, text, expected) => {
  fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  write(file, text);
  const named = file.split("/")[0] ?? "";
  write(
    "Pulumi.dev.yaml",
    STACK.replace(/lookout:hosts:[^]*?lookout:monitors/, `lookout:hostsFrom: ${named}\n  lookout:monitors`),
  );
  const { code, out, err } = await lint();
  write("Pulumi.dev.yaml", STACK);
  fs.rmSync(path.join(folder, file));
  const placed = out
    .split("\n")
    .flatMap((line) => /^(\S+:\d+:\d+): error: (\S+ \S+)/.exec(line)?.slice(1).join(" ") ?? []);
  expect(placed, out + err).toEqual(expected.map((one) => expect.stringContaining(`${file}:${one}`) as string));
  expect(code).toBe(1);
});

test.each([
  [["--format", "xml"], /Allowed choices are text, json, sarif, github, junit/],
  [["--stack", "prod"], /^error: there is no Pulumi\.prod\.yaml; there are dev$/m],
  [["--baseline", "none.json"], /^error: none\.json can't be read; /m],
  [["--against", "no-such-ref"], /^error: --against no-such-ref is no file and no commit that is here/m],
  [["--max-warnings", "few"], /It is a whole number/],
  [["--cwd", "no-such-folder"], /^error: --cwd no-such-folder is not a folder that can be entered$/m],
])("what can't be carried out is said, with another exit code: %s", async (args, words) => {
  const { code, out, err } = await lint(...args);
  expect(err).toMatch(words);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});
