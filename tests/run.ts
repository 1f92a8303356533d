import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** One part of `make test`, in the order in which a mistake is cheapest to find. */
interface Part {
  readonly title: string;
  readonly command: readonly string[];
  /** Where it leaves its counts as JUnit XML; without, it counts as one. */
  readonly report?: string;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const folder = mkdtempSync(path.join(tmpdir(), "lookout-tests-"));
const report = (name: string): string => path.join(folder, `${name}.xml`);
const vitest = (project: string, ...options: readonly string[]): Part => ({
  title: project,
  command: [
    "npx",
    "vitest",
    "run",
    "--project",
    project,
    ...options,
    "--reporter=default",
    "--reporter=junit",
    `--outputFile.junit=${report(project)}`,
  ],
  report: report(project),
});

/** One step after the other; the parts of a step run side by side. */
const STEPS: readonly (readonly Part[])[] = [
  [{ title: "what the tests need", command: ["sh", "tests/prepare.sh"] }],
  [
    { title: "lint", command: ["npm", "run", "--silent", "lint"] },
    { title: "types", command: ["npm", "run", "--silent", "types"] },
  ],
  // Most of a small file's time is the provider's SDK, which all of them can share.
  [vitest("unit", "--no-isolate")],
  [vitest("stand-ins"), vitest("exhaustive")],
  [
    { title: "python", command: ["sh", "tests/python.sh", report("python")], report: report("python") },
    {
      title: "application",
      command: ["sh", "tests/application.sh", report("application")],
      report: report("application"),
    },
  ],
  // Each has hosts of its own, and waits for them most of the time.
  [vitest("sandbox"), vitest("servers")],
];

/** @param output a file that keeps what is printed; without, it is shown as it comes. */
function run(command: readonly string[], output?: string): Promise<boolean> {
  const [program = "", ...args] = command;
  const where = output === undefined ? "inherit" : openSync(output, "w");
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", where, where] });
    child.on("error", reject);
    child.on("close", (code) => {
      if (where !== "inherit") closeSync(where);
      resolve(code === 0);
    });
  });
}

/** What a part's report says; a part that failed counts at least one failure, whatever its report says. */
function counted({ report: file }: Part, succeeded: boolean): Counts {
  const sums = { tests: 0, failures: 0, errors: 0, skipped: 0 };
  const xml = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : '<testsuite tests="1">';
  for (const [suite] of xml.matchAll(/<testsuite\s[^>]*>/g)) {
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) {
      sums[key] += Number(new RegExp(`\\s${key}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    }
  }
  const failed = sums.failures + sums.errors;
  const missing = succeeded || failed > 0 ? 0 : 1;
  return {
    passed: Math.max(0, sums.tests - failed - sums.skipped - (file === undefined ? missing : 0)),
    failed: failed + missing,
    skipped: sums.skipped,
  };
}

async function runPart(part: Part, output?: string): Promise<Counts> {
  const began = Date.now();
  console.log(`\n== ${part.title}`);
  const counts = counted(part, await run(part.command, output));
  if (output !== undefined) console.log(readFileSync(output, "utf8"));
  console.log(
    `== ${part.title}: ${counts.passed} passed, ${counts.failed} failed (${Math.round((Date.now() - began) / 1000)} s)`,
  );
  return counts;
}

async function main(): Promise<void> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [first, ...beside] of STEPS) {
    if (first === undefined) continue;
    const parts = [runPart(first), ...beside.map((part) => runPart(part, path.join(folder, `${part.title}.log`)))];
    for (const counts of await Promise.all(parts)) {
      for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
    }
  }
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
  );
  process.exitCode = total.failed > 0 ? 1 : 0;
}

void main();
