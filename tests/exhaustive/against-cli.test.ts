import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ended, ROOT } from "./command-line";
import { gitIn } from "../git";

const repository = fs.mkdtempSync(path.join(tmpdir(), "lookout-branch-"));
/** Of the runs here, and of no other. */
const TMPDIR = fs.mkdtempSync(path.join(tmpdir(), "lookout-tmp-"));
/** The project is not the repository's root. */
const project = path.join(repository, "monitoring");
const TIME = { timeout: 180_000 };

const git = (...args: string[]) => gitIn(repository, ...args);
const write = (name: string, text: string) => {
  fs.writeFileSync(path.join(project, name), text);
};
const commit = (message: string) => {
  git("add", "--all");
  git("commit", "--quiet", "--message", message);
};

/** A monitor whose threshold is in a file beside the program, which is read by where it runs. */
const PROGRAM = `
const datadog = require("@pulumi/datadog");
const limit = require("node:fs").readFileSync("limit", "utf8").trim();
new datadog.Monitor("load", {
  name: "Load is high", type: "query alert", message: "Busy. @oncall@example.com",
  query: \`avg(last_5m):avg:system.load.1{*} by {host} > \${limit}\`, monitorThresholds: { critical: limit },
});
`;

beforeAll(() => {
  fs.mkdirSync(project);
  git("init", "--quiet", "--initial-branch", "main");
  write("Pulumi.yaml", "name: monitoring\nruntime: nodejs\nmain: index.js\n");
  write("Pulumi.dev.yaml", "config: {}\n");
  write(".gitignore", "node_modules\nmade\n");
  // What an installation makes, and no commit has.
  write("package.json", JSON.stringify({ private: true, scripts: { prepare: "touch made" } }));
  write("package-lock.json", "{}");
  write("index.js", `require("node:fs").accessSync("made");${PROGRAM}`);
  write("limit", "8\n");
  write("made", "");
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"));
  commit("One monitor");
  git("checkout", "--quiet", "-b", "louder");
  write("limit", "6\n");
  commit("Louder");
  git("checkout", "--quiet", "main");
  write("limit", "12\n");
  commit("Meanwhile, quieter");
  git("checkout", "--quiet", "louder");
});

afterAll(() => {
  for (const folder of [repository, TMPDIR]) fs.rmSync(folder, { recursive: true, force: true });
});

function describe(...args: string[]) {
  return ended(["describe", "--stack", "dev", ...args], { TMPDIR }, project);
}

/** Nothing is left of what was compared with. */
function expectNoWorktree(): void {
  expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
  expect(worktrees()).toEqual([]);
}

function worktrees(): string[] {
  return fs.readdirSync(TMPDIR).filter((name) => name.startsWith("lookout-against-"));
}

const LOUDER = `"Load is high": alerts above 6, was above 8 (louder)`;

test("a branch is compared with what it left, not with what was done there since", TIME, async () => {
  const { code, out, err } = await describe("--against", "main");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(`What changes in the stack dev against main\n\nMONITORS\n\n  ${LOUDER}\n`);
  expectNoWorktree();
});

test("another lock is said, and so is a program that can't be run there; neither leaves anything", TIME, async () => {
  write("package-lock.json", '{"lockfileVersion":3}');
  const { out } = await describe("--against", "main", "--markdown");
  expect(out).toContain("main has another package-lock.json: its program was run with the packages that are installed");
  write("package-lock.json", "{}");
  write("index.js", "throw new Error('broken')");
  commit("Broken");
  write("index.js", PROGRAM);
  const broken = await describe("--against", "HEAD");
  expect(broken).toMatchObject({ code: 1, out: "" });
  expect(broken.err).toMatch(/^error: HEAD can't be described: .*broken/s);
  expectNoWorktree();
});

test("a description that was kept is compared with in another folder, without git", TIME, async () => {
  const kept = path.join(repository, "kept.json");
  expect(await describe("--json", kept)).toEqual({ code: 0, out: "", err: "" });
  const before = fs.readFileSync(kept, "utf8");
  fs.writeFileSync(kept, before.replaceAll("> 6", "> 8").replaceAll('"critical":"6"', '"critical":"8"'));
  expect((await describe("--against", kept)).out).toContain(LOUDER);
});

test("what is neither a file of ours nor a commit is refused in one line", TIME, async () => {
  expect(await describe("--against", "mian")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/^error: --against mian is no file/) as unknown,
  });
  expect(await describe("--against", "Pulumi.yaml")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/is no saved description/) as unknown,
  });
});

test("a run that is interrupted leaves nothing, either", TIME, async () => {
  const slow = JSON.stringify({ private: true, scripts: { prepare: "touch begun && sleep 20" } });
  write("package.json", slow);
  commit("Slow");
  const args = [path.join(ROOT, "cli/main.ts"), "describe", "--stack", "dev", "--against", "HEAD"];
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    cwd: project,
    env: { ...process.env, TMPDIR },
    detached: true,
    stdio: "ignore",
  });
  const begun = () => worktrees().some((name) => fs.existsSync(path.join(TMPDIR, name, "work/monitoring/begun")));
  await expect.poll(begun, { timeout: 60_000, interval: 50 }).toBe(true);
  // As Ctrl-C does, to all of the group.
  process.kill(-(child.pid ?? 0), "SIGINT");
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGINT");
  expectNoWorktree();
});

test("a stack that was not there is new", TIME, async () => {
  write("Pulumi.new.yaml", "config: {}\n");
  const { out } = await ended(["describe", "--stack", "new", "--against", "main"], { TMPDIR }, project);
  expect(out).toContain(`"Load is high": new: alerts when`);
  expect(out).toContain("main has no Pulumi.new.yaml: all of the stack is new");
});
