import { execFile, fork } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { departure, git } from "../stack/git";
import { projectOf } from "../stack/project";
import { StackError, stacksIn } from "../stack/stacks";
import { type Declared, readSaved } from "./declared";

const run = promisify(execFile);

/** What a stack is compared with. */
export interface Against {
  /** `main`, or a file. */
  readonly name: string;
  /** Nothing where it had no such stack. */
  readonly declared: Declared;
  /** What is to be known of it. */
  readonly notes: readonly string[];
}

/**
 * What a stack declared at another commit, from its own program, or in a description that was saved. Of a branch it is the
 * commit from which this one departed: what was done there since is not this one's change.
 *
 * @param against a git ref, or a file that `--json` wrote.
 * @param folder the project's.
 * @param options of the command line, which the run there gets too.
 * @throws StackError
 */
export async function declaredAgainst(
  against: string,
  folder: string,
  stack: string,
  options: readonly string[],
): Promise<Against> {
  const file = path.resolve(against);
  if (fs.existsSync(file) && fs.statSync(file).isFile()) {
    return { name: against, declared: readSaved(fs.readFileSync(file, "utf8"), against), notes: [] };
  }
  const commit = await departure(folder, against);
  return inWorktree(folder, commit, async (root) => {
    const [top, below] = await placeOf(folder);
    const there = path.join(root, below);
    const notes = await prepare(top, root, below, against);
    if (!fs.existsSync(path.join(there, "Pulumi.yaml")) || !hasStack(there, stack, options)) {
      return {
        name: against,
        declared: { stack, hosts: [], registrations: [], warnings: [] },
        notes: [...notes, `${against} has no Pulumi.${stack}.yaml: all of the stack is new`],
      };
    }
    return { name: against, declared: await describedIn(there, root, stack, { against, options }), notes };
  });
}

function hasStack(folder: string, stack: string, options: readonly string[]): boolean {
  const { configFolder } = projectOf(folder);
  if (options.includes("--config-file")) return true;
  return fs.existsSync(configFolder) && stacksIn(configFolder).includes(stack);
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
async function prepare(top: string, root: string, below: string, against: string): Promise<string[]> {
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
  await run("npm", ["run", "--silent", "--if-present", "prepare"], { cwd: path.join(root, below) }).catch(
    (error: unknown) => {
      throw new StackError(`${against}: its \`npm run prepare\` failed: ${lastOf(error)}`);
    },
  );
  return isSameLock(top, root, folders)
    ? []
    : [`${against} has another package-lock.json: its program was run with the packages that are installed here`];
}

function isSameLock(top: string, root: string, folders: readonly string[]): boolean {
  const read = (file: string) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  return folders.every(
    (folder) =>
      read(path.join(top, folder, "package-lock.json")) === read(path.join(root, folder, "package-lock.json")),
  );
}

/** In a process of its own, in that folder: a program may read files by where it runs. */
async function describedIn(
  folder: string,
  root: string,
  stack: string,
  { against, options }: { readonly against: string; readonly options: readonly string[] },
): Promise<Declared> {
  const file = path.join(path.dirname(root), "described.json");
  const [, main = ""] = process.argv;
  const child = fork(main, ["describe", "--stack", stack, "--json", file, ...options], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new StackError(`${against} can't be described: ${said.trim().replace(/^error: /, "")}`);
  return readSaved(fs.readFileSync(file, "utf8"), file);
}

function lastOf(error: unknown): string {
  const { stderr = "" } = error as { readonly stderr?: string };
  return stderr.trim().split("\n").at(-1) ?? String(error);
}
