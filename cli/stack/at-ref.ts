import { execFile } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { departure, git } from "./git";
import { StackError } from "./stacks";

const run = promisify(execFile);

/** The project as it was. */
interface Past {
  /** Its folder. */
  readonly there: string;
  /** A folder for what is made meanwhile, removed as well. */
  readonly scratch: string;
  /** What is to be known of it. */
  readonly notes: readonly string[];
}

/**
 * Does something with the project as it was at a ref, with the packages that are installed here. Of a branch it is the commit
 * from which this one departed: what was done there since is not this one's change.
 *
 * @throws StackError where git knows no such ref, or what an installation makes can't be made there.
 */
export async function atRef<T>(ref: string, folder: string, use: (past: Past) => Promise<T>): Promise<T> {
  const commit = await departure(folder, ref);
  return inWorktree(folder, commit, async (root) => {
    const [top, below] = await placeOf(folder);
    const notes = await prepare(top, root, below, ref);
    return use({ there: path.join(root, below), scratch: path.dirname(root), notes });
  });
}

/** The repository's folder, and the project's below it. */
async function placeOf(folder: string): Promise<[top: string, below: string]> {
  return [await git(folder, "rev-parse", "--show-toplevel"), await git(folder, "rev-parse", "--show-prefix")];
}

/** A work tree that is always removed, also where the run is interrupted. */
async function inWorktree<T>(folder: string, commit: string, use: (root: string) => Promise<T>): Promise<T> {
  const parent = fs.mkdtempSync(path.join(tmpdir(), "lookout-against-"));
  const root = path.join(parent, "work");
  const remove = async () => {
    // Where it was not made yet, there is nothing to remove.
    await git(folder, "worktree", "remove", "--force", root).catch(() => undefined);
    fs.rmSync(parent, { recursive: true, force: true });
  };
  const interrupted = (signal: NodeJS.Signals) => {
    void remove().finally(() => {
      process.off(signal, interrupted);
      process.kill(process.pid, signal);
    });
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  try {
    await git(folder, "worktree", "add", "--quiet", "--detach", root, commit);
    return await use(root);
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await remove();
  }
}

/** The packages of here, and what an installation makes beside them. */
async function prepare(top: string, root: string, below: string, ref: string): Promise<string[]> {
  const folders = [
    "",
    ...below
      .split("/")
      .filter((part) => part !== "")
      .map((_, at, all) => path.join(...all.slice(0, at + 1))),
  ];
  for (const folder of folders) {
    const [here, there] = [path.join(top, folder, "node_modules"), path.join(root, folder, "node_modules")];
    if (fs.existsSync(here) && fs.existsSync(path.dirname(there)) && !fs.existsSync(there)) fs.symlinkSync(here, there);
  }
  const there = path.join(root, below);
  if (fs.existsSync(path.join(there, "package.json"))) {
    await run("npm", ["run", "--silent", "--if-present", "prepare"], { cwd: there }).catch((error: unknown) => {
      throw new StackError(`${ref}: its \`npm run prepare\` failed: ${lastOf(error)}`);
    });
  }
  return isSameLock(top, root, folders)
    ? []
    : [`${ref} has another package-lock.json: its program was run with the packages that are installed here`];
}

function isSameLock(top: string, root: string, folders: readonly string[]): boolean {
  const read = (file: string) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  return folders.every(
    (folder) =>
      read(path.join(top, folder, "package-lock.json")) === read(path.join(root, folder, "package-lock.json")),
  );
}

function lastOf(error: unknown): string {
  const { stderr = "" } = error as { readonly stderr?: string };
  return stderr.trim().split("\n").at(-1) ?? String(error);
}
