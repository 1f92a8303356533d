import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const ROOT = path.join(__dirname, "../..");
/** As tests/prepare.sh installs them; where one is missing this fails. */
const LINTERS = path.join(ROOT, ".sandbox/linters/bin");

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILES = [".github/workflows/pulumi.yml", "template/.github/workflows/pulumi.yml"];
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");
const workflow = (file: string) => parse(read(file)) as Workflow;
const stepsOf = (file: string) => Object.values(workflow(file).jobs).flatMap(({ steps }) => steps);

test("the linters of workflows find nothing", () => {
  const lint = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(path.join(LINTERS, program), args, { cwd: ROOT, encoding: "utf8" });
    expect({ program, status, said: status === 0 ? "" : `${stdout}${stderr}` }).toEqual({
      program,
      status: 0,
      said: "",
    });
  };
  lint("actionlint", "-shellcheck", path.join(LINTERS, "shellcheck"), ...FILES);
  lint("zizmor", "--offline", "--no-progress", ...FILES);
});

test.each(FILES)("%s: each step is one command that a person can run, of a script that there is", (file) => {
  const runs = stepsOf(file).flatMap(({ run }) => run ?? []);
  expect(runs.length).toBeGreaterThan(8);
  const { scripts } = JSON.parse(read(path.join(path.dirname(file), "../../package.json"))) as { scripts: object };
  for (const run of runs) {
    if (run === "npm ci") continue;
    const [, script, args] = /^npm run -s (\S+)(?: -- (.*))?$/.exec(run) ?? [];
    const command = script === "lookout" ? args : /^npx lookout (.*)$/.exec(run)?.[1];
    if (command !== undefined) expectCommand(command);
    else expect([run, Object.keys(scripts)]).toEqual([run, expect.arrayContaining([script])]);
  }
});

test("GitLab's pipeline in the docs is YAML, and each of its lines a command of lookout", () => {
  const [, text = ""] = /```yaml\n(default:\n.*?)```/s.exec(read("docs/pull-requests.md")) ?? [];
  const { variables, ...all } = parse(text) as Record<string, GitLabJob>;
  expect(variables).toMatchObject({ STACK: "prod" });
  const jobs = Object.fromEntries(Object.entries(all).filter(([name]) => name !== "default"));
  expect(Object.keys(jobs)).toEqual(["check", "preview", "plan", "up", "drift"]);
  for (const { rules, script = [], after_script: after = [] } of Object.values(jobs)) {
    expect(rules).toMatchObject([{ if: expect.stringContaining("$CI_PIPELINE_SOURCE == ") as unknown }]);
    const lines = [...script, ...after].map((line) => /^npx lookout (.*)$/.exec(line)?.[1] ?? line);
    for (const line of lines) expectCommand(line);
  }
  // GitLab shows it on the merge request's page, of a job that failed, too.
  const { artifacts, script } = jobs.check ?? {};
  expect(artifacts).toEqual({ when: "always", reports: { junit: "lint.xml" } });
  expect(script).toContain('npx lookout lint --stack "$STACK" --format junit > lint.xml');
  expect(jobs.up).toMatchObject({ needs: ["plan"], resource_group: "prod", rules: [{ when: "manual" }] });
});

interface GitLabJob {
  readonly rules?: readonly object[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly artifacts?: object;
}

const help = new Map<string, string>();

/** One command, with options that it has. */
function expectCommand(line: string): void {
  expect(line.replace(/ >> "\$GITHUB_STEP_SUMMARY"$| > [\w.]+$/, "")).not.toMatch(/[;&|`\n<>]|\$\(/);
  const [command = ""] = /^[a-z ]+(?= |$)/.exec(line) ?? [];
  const said = help.get(command) ?? helpOf(command.split(" "));
  help.set(command, said);
  for (const [option] of line.matchAll(/--[a-z-]+/g)) {
    expect([command, said]).toEqual([command, expect.stringContaining(`${option} `)]);
  }
}

function helpOf(command: readonly string[]): string {
  return execFileSync(path.join(ROOT, "node_modules/.bin/tsx"), ["cli/main.ts", ...command, "--help"], {
    cwd: ROOT,
    encoding: "utf8",
  });
}

test.each(FILES)("%s: actions are pinned by their commit, with the release that it is", (file) => {
  const uses = [...read(file).matchAll(/uses: (.*)/g)].map(([, what]) => what);
  expect(uses.length).toBeGreaterThan(10);
  for (const what of uses) expect(what).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  // One release of each.
  expect(new Set(uses).size).toBe(new Set(uses.map((what) => what?.split("@")[0])).size);
});

test.each(FILES)(
  "%s: a secret is in an environment that may be protected, and in the one step that needs it",
  (file) => {
    const { on, permissions, jobs } = workflow(file);
    expect(Object.keys(on).sort()).toEqual(["pull_request", "push", "schedule"]);
    expect(permissions).toEqual({});
    for (const [name, { environment, steps, env = {}, permissions: own }] of Object.entries(jobs)) {
      expect([name, own?.contents]).toEqual([name, "read"]);
      expect(JSON.stringify(env)).not.toContain("secrets.");
      for (const step of steps.filter((one) => JSON.stringify(one).includes("secrets."))) {
        expect(environment).toMatch(/matrix\.stack/);
        expect(step.run).toMatch(/lookout (-- )?ci (preview|up|drift) /);
      }
    }
    const { touched, check, preview } = jobs;
    expect(JSON.stringify([touched, check])).not.toMatch(/secrets\.|write/);
    expect(JSON.stringify(preview)).toContain("head.repo.full_name == github.repository");
  },
);
