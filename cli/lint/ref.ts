import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
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
  const folder = process.cwd();
  const root = await git(folder, "rev-parse", "--show-toplevel");
  const commit = await git(folder, "rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`);
  const inside = path.relative(root, fs.realpathSync(folder));
  const parent = fs.mkdtempSync(path.join(tmpdir(), "lookout-lint-"));
  const tree = path.join(parent, "tree");
  try {
    await git(root, "worktree", "add", "--detach", "--quiet", tree, commit);
    linkModules(root, tree, inside);
    const there = path.join(tree, inside);
    // What an installation makes, too.
    if (fs.existsSync(path.join(there, "package.json"))) {
      await run("npm", ["run", "--silent", "--if-present", "prepare"], { cwd: there });
    }
    return await lintedIn(there, ref, args);
  } finally {
    await git(root, "worktree", "remove", "--force", tree).catch(() => undefined);
    fs.rmSync(parent, { recursive: true, force: true });
  }
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

/** Those of the folder and of all around it. */
function linkModules(root: string, tree: string, inside: string): void {
  const parts = inside === "" ? [] : inside.split(path.sep);
  for (let depth = 0; depth <= parts.length; depth++) {
    const at = path.join(...parts.slice(0, depth), "node_modules");
    const installed = path.join(root, at);
    const link = path.join(tree, at);
    if (fs.existsSync(installed) && fs.existsSync(path.dirname(link)) && !fs.existsSync(link)) {
      fs.symlinkSync(installed, link);
    }
  }
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await run("git", args, { cwd: folder })).stdout.trim();
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new StackError(`git ${args[0] ?? ""} failed: ${stderr.trim() || String(error)}; see --against`);
  }
}
