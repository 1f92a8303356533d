import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { StackError } from "./stacks";

/** With which git ends where it can't do what it is asked at all. */
const FATAL = 128;

/**
 * What git prints.
 *
 * @throws StackError with its own words where it is not installed, or may not read a repository there.
 */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const options = { maxBuffer: 64 * 2 ** 20, env: { ...process.env, LC_ALL: "C" } };
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], options);
    return stdout.replace(/\n$/, "");
  } catch (error) {
    const { code, stderr = "" } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === "ENOENT") throw new StackError("git is not on PATH; install it");
    if (code !== FATAL) throw error;
    const words = stderr.trim().replace(/^fatal: /, "");
    const remedy = words.startsWith("not a git repository")
      ? "; run it in a clone of the repository, or see --cwd"
      : "";
    throw new StackError(`git ${args[0] ?? ""} failed in ${folder}: ${words}${remedy}`);
  }
}

/**
 * The commit from which this one departed from a branch; what was done there since is not this one's change.
 *
 * @throws StackError where there is no such ref, or no repository.
 */
export async function departure(folder: string, ref: string): Promise<string> {
  const commit = await git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).catch(
    (error: unknown) => {
      if (error instanceof StackError) throw error;
      return undefined;
    },
  );
  if (commit === undefined) {
    throw new StackError(`--against ${ref} is no file and no commit that is here; in CI fetch it (fetch-depth: 0)`);
  }
  // A shallow clone may know none.
  return git(folder, "merge-base", commit, "HEAD").catch(() => commit);
}

/** What this commit changes since, committed or not, by its paths from the folder on. */
export async function changedFiles(folder: string, ref: string): Promise<string[]> {
  const since = await departure(folder, ref);
  const listed = await Promise.all([
    git(folder, "diff", "--name-only", "--no-renames", "--relative", "-z", since),
    git(folder, "ls-files", "--others", "--exclude-standard", "-z"),
  ]);
  return [...new Set(listed.flatMap((text) => text.split("\0")))].filter((file) => file !== "").sort();
}

/**
 * What names all that is committed, whatever commit it is in: a merge that changes nothing more has the same.
 *
 * @throws StackError where something is not committed.
 */
export async function treeOf(folder: string): Promise<string> {
  const open = await git(folder, "status", "--porcelain");
  if (open !== "") {
    throw new StackError(`a plan is of a commit; commit these first, or take them away:\n${open}`);
  }
  return git(folder, "rev-parse", "HEAD^{tree}");
}
