import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { atRef } from "../stack/at-ref";
import { StackError } from "../stack/stacks";
import { findingsIn } from "./formats/json";
import type { Found } from "./found";

const run = promisify(execFile);

/**
 * What the linter of today finds in a project as it was at a commit, with the dependencies that are installed now.
 *
 * @param ref what git calls the commit: `main`, `origin/main`, `HEAD~1`.
 * @param args of the command: `--stack dev`.
 * @throws StackError where git knows no such commit, or its stack can't be linted.
 */
export async function foundAt(ref: string, args: readonly string[]): Promise<readonly Found[]> {
  return atRef(ref, process.cwd(), ({ there }) => lintedIn(there, ref, args));
}

async function lintedIn(folder: string, ref: string, args: readonly string[]): Promise<readonly Found[]> {
  const command = [...process.execArgv, process.argv[1] ?? "", "lint", ...args, "--format", "json"];
  const options = { cwd: folder, maxBuffer: 1024 ** 3 };
  // Findings are no failure of the command's.
  const { stdout, stderr } = await run(process.execPath, command, options).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  const found = findingsIn(stdout);
  if (found === undefined) {
    const why = stderr.trim().split("\n")[0] ?? "";
    throw new StackError(`${ref} can't be linted (${why}); compare with a commit whose stack can be, or with a file`);
  }
  return found;
}
