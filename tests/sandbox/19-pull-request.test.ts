import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { run } from "../../sandbox/command.js";
import type { Run } from "./spawned.js";
import { TestStack } from "./stack.js";
import { Team } from "./team.js";

let team: Team;
let stack: TestStack;

const git = (...args: string[]) =>
  team.run("git", "-c", "user.name=Team", "-c", "user.email=team@example.com", ...args);

async function commit(message: string): Promise<void> {
  await git("add", "--all");
  await git("commit", "--quiet", "--message", message);
}

/** What a job of the template's own workflow runs, with what GitHub would have filled in. */
async function job(name: string, of = ""): Promise<Run> {
  const { jobs } = parse(team.read(".github/workflows/pulumi.yml")) as {
    jobs: Record<string, { steps: { run?: string }[] }>;
  };
  const lines = (jobs[name]?.steps ?? []).flatMap(({ run: line }) => (line?.includes(of) ? [line] : []));
  const steps = lines.filter((line) => line !== "npm ci" && !line.includes("ci comment"));
  expect(steps.length, `${name} runs nothing`).toBeGreaterThan(0);
  let output = "";
  for (const line of steps) {
    const summary = path.join(path.dirname(stack.state), "summary.md");
    const ended = await stack.step(line, {
      AGAINST: "main",
      PAGE: "https://example.com/run",
      GITHUB_STEP_SUMMARY: summary,
    });
    output += ended.output;
    if (ended.code !== 0) return { code: ended.code, output };
  }
  return { code: 0, output };
}

async function comment(): Promise<string> {
  const tree = (await git("rev-parse", "HEAD^{tree}")).trim();
  return team.read(`.lookout/lookout-dev-${tree}/comment.md`);
}

beforeAll(async () => {
  team = await Team.fresh();
  stack = await TestStack.fresh(["db1"], team.folder);
  stack.settings = { agent: { version: "1:7.70.1-1" }, datadog: { site: "datadoghq.eu" }, hosts: [{ name: "db1" }] };
  // The settings are in the repository: that is what a pull request changes.
  const own = path.join(path.dirname(stack.state), "Pulumi.dev.yaml");
  fs.copyFileSync(own, path.join(team.folder, "Pulumi.dev.yaml"));
  fs.rmSync(own);
  fs.symlinkSync(path.join(team.folder, "Pulumi.dev.yaml"), own);
  await run("git", ["init", "--quiet", "--initial-branch", "main"], { directory: team.folder });
  await commit("What we monitor");
  await stack.up();
});

afterAll(async () => {
  await stack.destroy();
  team.remove();
});

const edit = (file: string, from: string, to: string) => {
  const text = team.read(file);
  expect(text).toContain(from);
  team.write(file, text.replace(from, to));
};

test("a pull request's jobs say which stack it touches, what changes for people, and which lines change on a host", async () => {
  await git("checkout", "--quiet", "-b", "quieter");
  edit("Pulumi.dev.yaml", "memoryBytes: 200000000", "memoryBytes: 300000000");
  edit("Pulumi.dev.yaml", "version: 1:7.70.1-1", "version: 1:7.70.1-1\n    logLevel: debug");
  await commit("Let Redis have more");
  expect(await job("touched")).toEqual({ code: 0, output: '["dev"]\n' });
  const checked = await job("check");
  expect(checked.code, checked.output).toBe(0);

  const { code, output } = await job("preview");
  expect(code, output).toBe(0);
  const text = await comment();
  expect(text).toContain("<!-- lookout:cache-monitoring/dev -->");
  expect(text).toContain('**"Redis uses much memory"**: alerts above 300,000,000, was above 200,000,000 (quieter)');
  expect(text).toContain("-log_level: info\n+log_level: debug");
  expect(text).toMatch(/### Plan: \d+ to update/);
  expect(text).not.toContain("can't be had back");
});

test("what the house forbids stops it, and an answer in the settings lets it pass", async () => {
  edit("Pulumi.dev.yaml", RUNBOOK, "");
  await commit("Drop a runbook");
  const unasked = await job("check");
  expect(unasked.code, unasked.output).toBe(0);
  // The policy pack of the template asks for one.
  const stopped = await job("preview");
  expect(stopped.code).not.toBe(0);
  const said = await comment();
  expect(said).toContain("> [!CAUTION]\n> The preview failed");
  expect(said).toMatch(
    /^### Policies\n\n(- .*\n)*- ❌ \*\*Monitor hosts-away\*\*: .*links no runbook.*policy\/runbook/m,
  );

  // So does a setting, which is heard without an engine.
  edit("Pulumi.dev.yaml", "  lookout:redis:", FORBIDDEN);
  await commit("Ask for one");
  const checked = await job("check");
  expect(checked.code).toBe(1);
  expect(checked.output).toMatch(/^::error file=Pulumi\.dev\.yaml,line=\d+,.*title=.*hosts-away.*::.*runbook/m);

  edit("Pulumi.dev.yaml", "  lookout:redis:", ANSWERED);
  await commit("Say why");
  const passed = await job("preview");
  expect(passed.code, passed.output).toBe(0);
  expect(await comment()).not.toContain("policy/runbook");

  edit("Pulumi.dev.yaml", ANSWERED, `${RUNBOOK}  lookout:redis:`);
  await commit("Write it");
  const mended = await job("preview");
  expect(mended.code, mended.output).toBe(0);
});

const RUNBOOK = "  lookout:hostMonitors:\n    runbookUrl: https://wiki.example.com/runbooks/hosts\n";
const FORBIDDEN = `  lookout:demands:
    runbook: true
  lookout:redis:`;
/** One answer is to the setting and to the pack. */
const ANSWERED = `  lookout:lint:
${["hosts-away", "hosts-disk", "hosts-full"]
  .map((on) => `    - { rule: demand/runbook, on: ${on}, reason: It is being written. }`)
  .join("\n")}
  lookout:redis:`;

test("a merge applies exactly the plan that was reviewed; another content has none", async () => {
  await git("checkout", "--quiet", "main");
  await git("merge", "--quiet", "--no-ff", "--message", "Merge", "quieter");
  const merged = await job("up");
  expect(merged.code, merged.output).toBe(0);
  const { monitors } = await stack.datadog.objects();
  expect(monitors.find(({ name }) => name === "Redis uses much memory")?.query).toContain("> 300000000");
  expect(await stack.host.sh("cat /etc/datadog-agent/datadog.yaml")).toContain("log_level: debug");

  team.write("note.txt", "Meanwhile.\n");
  await commit("Something else");
  const other = await job("up");
  expect(other.code).toBe(1);
  expect(other.output).toMatch(/^error: no plan of exactly this content was reviewed/m);
});

test("what drifted since the plan was made stops it, and nothing is changed", async () => {
  const planned = await job("preview");
  expect(planned.code, planned.output).toBe(0);
  // Another machine writes another overlay: it is no part of the commit.
  stack.overlayWith((overlay) => {
    Object.assign(overlay.agent, { logLevel: "warn" });
  }, "overlay.yaml");
  const { code, output } = await job("up");
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/violates plan/);
  expect(await stack.host.sh("cat /etc/datadog-agent/datadog.yaml")).toContain("log_level: debug");
  // As it was.
  expect(fs.readFileSync(stack.overlay, "utf8")).not.toContain("warn");
});

test("a run for drift finds nothing, until somebody clicks", async () => {
  const clean = await job("drift");
  expect(clean.code, clean.output).toBe(0);
  const { monitors } = await stack.datadog.objects();
  const one = monitors.find(({ name }) => name === "Redis uses much memory");
  await stack.datadog.rename(one?.id ?? 0, "Redis");
  const drifted = await job("drift");
  expect(drifted.code, drifted.output).not.toBe(0);
});

test("a plan with something said otherwise is applied with that alone, and no committed file is changed", async () => {
  // The plans of what this content was before, which is reviewed already.
  fs.rmSync(path.join(team.folder, ".lookout"), { recursive: true });
  const otherwise = "--config 'lookout:tags[0]=team:cache' --config 'lookout:tags[1]=made:elsewhere' --config-path";
  const planned = await stack.step(`npx lookout ci preview --stack dev --against main ${otherwise}`);
  expect(planned.code, planned.output).toBe(0);
  expect((await git("status", "--porcelain")).trim()).toBe("");
  const without = await stack.step("npx lookout ci up --stack dev");
  expect(without.output).toMatch(/^error: no plan of exactly this content was reviewed/m);
  const applied = await stack.step(`npx lookout ci up --stack dev ${otherwise}`);
  expect(applied.code, applied.output).toBe(0);
  expect((await git("status", "--porcelain")).trim()).toBe("");
  const { monitors } = await stack.datadog.objects();
  expect(monitors.find(({ name }) => name === "Redis uses much memory")?.tags).toContain("made:elsewhere");
});
