import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { DOMParser } from "@xmldom/xmldom";

/** One part of `make test`, in the order in which a mistake is cheapest to find. */
interface Part {
  readonly title: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it leaves its counts as JUnit XML; without, it counts as one. */
  readonly report?: string;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Outcome {
  readonly counts: Counts;
  /** The names of what failed, each with the first line of its reason. */
  readonly failures: readonly string[];
}

const folder = mkdtempSync(path.join(tmpdir(), "lookout-tests-"));
const report = (name: string): string => path.join(folder, `${name}.xml`);
const vitest = (project: string, name = project, ...options: readonly string[]): Part => ({
  title: project,
  command: [
    "npx",
    "vitest",
    "run",
    "--project",
    project,
    ...options,
    ...(process.stdout.isTTY ? [] : ["--no-color"]),
    "--reporter=default",
    "--reporter=junit",
    `--outputFile.junit=${report(name)}`,
  ],
  report: report(name),
});

/** Half of the files end to end, on an instance of their own: most of the time they wait. */
const endToEnd = (half: 0 | 1): Part => {
  const files = readdirSync("tests/sandbox")
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .filter((_, i) => i % 2 === half)
    .map((name) => `tests/sandbox/${name}`);
  const name = `sandbox-${half + 1}`;
  return { ...vitest("sandbox", name, ...files), title: name, environment: { SANDBOX_INSTANCE: `test${half + 1}` } };
};

/** One step after the other; the parts of a step run side by side. */
const STEPS: readonly (readonly Part[])[] = [
  [{ title: "what the tests need", command: ["sh", "tests/prepare.sh"] }],
  [
    { title: "lint", command: ["npm", "run", "--silent", "lint"] },
    { title: "types", command: ["npm", "run", "--silent", "types"] },
  ],
  // Most of a small file's time is the provider's SDK, which all of them can share.
  [vitest("unit", "unit", "--no-isolate")],
  [vitest("stand-ins"), vitest("exhaustive")],
  [
    { title: "python", command: ["sh", "tests/python.sh", report("python")], report: report("python") },
    {
      title: "application",
      command: ["sh", "tests/application.sh", report("application")],
      report: report("application"),
    },
    // The package managers of other distributions, in root directories of their own.
    vitest("families"),
  ],
  // Each has hosts of its own, and waits for them most of the time.
  [endToEnd(0), endToEnd(1), vitest("servers")],
];

/** @param output a file that keeps what is printed; without, it is shown as it comes. */
function run({ command, environment }: Part, output?: string): Promise<boolean> {
  const [program = "", ...args] = command;
  const where = output === undefined ? "inherit" : openSync(output, "w");
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", where, where],
      env: { ...process.env, ...environment },
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (where !== "inherit") closeSync(where);
      resolve(code === 0);
    });
  });
}

/** What a part's report says; a part that failed counts at least one failure, whatever its report says. */
function outcome({ title, report: file }: Part, succeeded: boolean): Outcome {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  if (file !== undefined && existsSync(file)) {
    const document = new DOMParser().parseFromString(readFileSync(file, "utf8"), "text/xml");
    for (const test of document.getElementsByTagName("testcase")) {
      const [reason] = [...test.getElementsByTagName("failure"), ...test.getElementsByTagName("error")];
      if (reason !== undefined) {
        counts.failed += 1;
        const [line = ""] = (reason.getAttribute("message") ?? "").split("\n");
        failures.push(`${title}: ${test.getAttribute("classname")} > ${test.getAttribute("name")}: ${line}`);
      } else if (test.getElementsByTagName("skipped").length > 0) counts.skipped += 1;
      else counts.passed += 1;
    }
  } else if (succeeded) counts.passed += 1;
  if (!succeeded && counts.failed === 0) {
    counts.failed += 1;
    failures.push(`${title}: ended with an error outside a test`);
  }
  return { counts, failures };
}

async function runPart(part: Part, output?: string): Promise<Outcome> {
  const began = Date.now();
  console.log(`\n== ${part.title}`);
  const result = outcome(part, await run(part, output));
  if (output !== undefined) console.log(readFileSync(output, "utf8"));
  console.log(
    `== ${part.title}: ${result.counts.passed} passed, ${result.counts.failed} failed (${Math.round((Date.now() - began) / 1000)} s)`,
  );
  return result;
}

async function main(): Promise<void> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  for (const [first, ...beside] of STEPS) {
    if (first === undefined) continue;
    const parts = [runPart(first), ...beside.map((part) => runPart(part, path.join(folder, `${part.title}.log`)))];
    for (const result of await Promise.all(parts)) {
      for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += result.counts[key];
      failures.push(...result.failures);
    }
  }
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join("\n")}`);
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
  );
  process.exitCode = total.failed > 0 ? 1 : 0;
}

void main();
