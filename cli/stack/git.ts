import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { StackError } from "./stacks";

/** What git prints. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], { maxBuffer: 64 * 2 ** 20 });
  return stdout.replace(/\n$/, "");
}

/**
 * The commit from which this one departed from a branch; what was done there since is not this one's change.
 *
 * @throws StackError where there is no such ref.
 */
export async function departure(folder: string, ref: string): Promise<string> {
  const commit = await git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).catch(
    () => undefined,
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
    throw new StackError(`a plan is of a commit, and these are not committed:\n${open}`);
  }
  return git(folder, "rev-parse", "HEAD^{tree}");
}
