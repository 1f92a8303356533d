import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { gitIn } from "../../../git";
import { ONE_HOST } from "../../../one-host";

const ROOT = path.join(__dirname, "../../../..");
const STACK = ONE_HOST;
/** In the engine's place: notes how it is run, saves what it plans, and writes into the stack's file as the engine's CLI does. */
const PULUMI = `#!/bin/sh
set -eu
printf '%s\\n' "$@" > "$RAN"
while [ $# -gt 0 ]; do
  case $1 in
    --save-plan) printf '{}' > "$2" ;;
    --event-log) : > "$2" ;;
    --config-file) cat "$2" > "$RAN.file"; saved=$2 ;;
    --config) printf '# %s\\n' "$2" >> "\${saved:-Pulumi.prod.yaml}" ;;
  esac
  shift
done
`;

let root: string;
let project: string;
let ran: string;

beforeAll(() => {
  root = fs.mkdtempSync(path.join(tmpdir(), "lookout-ci-test-"));
  [project, ran] = [path.join(root, "project"), path.join(root, "ran")];
  fs.mkdirSync(path.join(project, "stacks"), { recursive: true });
  write("Pulumi.yaml", "name: lookout\nruntime: nodejs\nstackConfigDir: stacks\n");
  write("stacks/Pulumi.prod.yaml", STACK);
  write("other.yaml", STACK.replace("oncall@", "others@"));
  write("index.ts", `import { environment } from "${ROOT}/lookout";\nexport = environment();\n`);
  write(".gitignore", "node_modules\n.lookout\n");
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"));
  fs.writeFileSync(path.join(root, "pulumi"), PULUMI, { mode: 0o755 });
  git("init", "--quiet", "--initial-branch", "main");
  git("add", ".");
  git("commit", "--quiet", "--message", "First");
});

beforeEach(() => {
  for (const file of [ran, `${ran}.file`, path.join(project, ".lookout")])
    fs.rmSync(file, { recursive: true, force: true });
});

afterAll(() => {
  fs.rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  fs.writeFileSync(path.join(project, file), text);
}

const git = (...args: string[]) => gitIn(project, ...args);

/** From a folder outside the project. */
function ci(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const command = [path.join(ROOT, "cli/main.ts"), "ci", ...args];
    const env = { ...process.env, PATH: `${root}:${process.env.PATH ?? ""}`, RAN: ran, TMPDIR: root };
    execFile(path.join(ROOT, "node_modules/.bin/tsx"), command, { cwd: root, env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: out + err });
    });
  });
}

const engineRan = () => fs.readFileSync(ran, "utf8").trim().split("\n");
const after = (option: string) => engineRan()[engineRan().indexOf(option) + 1] ?? "";
const IN_PROJECT = ["--cwd", "project", "--stack", "prod"];
const OTHERWISE = ["--config", "lookout:notify[0]=@night@example.com", "--config-path"];

/** What the last preview left. */
function kept(): { folder: string; comment: string } {
  const [folder = "", ...more] = fs.readdirSync(path.join(project, ".lookout"));
  expect(more).toEqual([]);
  return { folder, comment: fs.readFileSync(path.join(project, ".lookout", folder, "comment.md"), "utf8") };
}

test("what a preview is told of the configuration, the engine plans and the comment says; the commit's files stay as they are", async () => {
  const { code, said } = await ci("preview", ...IN_PROJECT, "--against", "main", ...OTHERWISE);
  expect(code, said).toBe(0);
  expect(engineRan()).toEqual(expect.arrayContaining(OTHERWISE));
  expect(fs.readFileSync(`${ran}.file`, "utf8")).toBe(STACK);
  expect(git("status", "--porcelain")).toBe("");
  expect(kept().folder).toMatch(/^lookout-prod-[0-9a-f]{40}-[0-9a-f]{12}$/);
  // Both sides are told the same: the branch changes nothing.
  expect(kept().comment).toContain("Nothing that people would notice.");
  expect(fs.readdirSync(root).filter((name) => name.startsWith("lookout-"))).toEqual([]);
}, 120_000);

test("a plan is applied with what it was made with, and with nothing else", async () => {
  await ci("preview", ...IN_PROJECT, "--against", "main", ...OTHERWISE);
  const same = await ci("up", ...IN_PROJECT, ...OTHERWISE);
  expect(same.code, same.said).toBe(0);
  expect(engineRan()).toEqual(expect.arrayContaining(["up", "--yes", "--stack", "prod", ...OTHERWISE]));
  expect(after("--plan")).toBe(path.join(project, ".lookout", kept().folder, "plan.json"));
  expect(git("status", "--porcelain")).toBe("");
  for (const other of [[], ["--config", "lookout:tags=a:b"], ["--config-file", "other.yaml"]]) {
    const refused = await ci("up", ...IN_PROJECT, ...other);
    expect(refused).toMatchObject({
      code: 1,
      said: expect.stringContaining("no plan of exactly this content") as string,
    });
  }
}, 120_000);

test("a file that is named is the one of the engine, from the folder that is entered; what is not there is named", async () => {
  const { code, said } = await ci("drift", ...IN_PROJECT, "--config-file", "other.yaml");
  expect(code, said).toBe(0);
  expect(engineRan()).toEqual(expect.arrayContaining(["--refresh", "--expect-no-changes", "--stack", "prod"]));
  expect(after("--config-file")).toBe(path.join(project, "other.yaml"));
  expect(engineRan()).not.toContain("--config");
  expect(await ci("up", ...IN_PROJECT, "--config-file", "none.yaml")).toMatchObject({
    ...{ code: 1, said: "error: none.yaml can't be read (ENOENT)\n" },
  });
}, 120_000);

test("a stack's file that is no YAML, and a folder that is no repository, are said in a line", async () => {
  write("stacks/Pulumi.prod.yaml", "config: [\n");
  const broken = await ci("touched", "--cwd", "project", "--against", "main");
  write("stacks/Pulumi.prod.yaml", STACK);
  expect(broken).toEqual({
    code: 1,
    said: "error: stacks/Pulumi.prod.yaml:2 is not YAML (BAD_INDENT); mend that line\n",
  });

  const bare = path.join(root, "bare");
  fs.mkdirSync(bare);
  for (const file of ["Pulumi.yaml", "stacks"])
    fs.cpSync(path.join(project, file), path.join(bare, file), { recursive: true });
  for (const step of [["touched"], ["preview", "--stack", "prod"]]) {
    const { code, said } = await ci(...step, "--cwd", "bare", "--against", "main");
    expect(said).toMatch(/^error: git [a-z-]+ failed in .*bare: not a git repository .*; run it in a clone of .*\n$/);
    expect(code).toBe(1);
  }
}, 120_000);

test("touched asks of the project that is entered", async () => {
  write("stacks/Pulumi.prod.yaml", `${STACK}  lookout:tags: [a:b]\n`);
  const { said } = await ci("touched", "--cwd", "project", "--against", "main");
  write("stacks/Pulumi.prod.yaml", STACK);
  expect(said).toBe('["prod"]\n');
});
