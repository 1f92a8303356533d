import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** What is made, installed or kept beside a project's own files. */
const NOT_WATCHED = /^(\.|node_modules$|dist$)/;

/** An editor writes a file in several steps, and several files at once. */
const SETTLED_MS = 150;

/**
 * Runs this very command once more, without its `--watch`, whenever a file of the project changes; each run reads the
 * program anew. Ends with the process.
 *
 * @param files that are rehearsed, which may be elsewhere.
 * @param made files and folders that the run itself writes.
 */
export async function againAtChanges(
  folder: string,
  files: readonly string[],
  made: readonly string[],
): Promise<never> {
  const watched = [...new Set([folder, ...files.map((file) => path.dirname(path.resolve(file)))])];
  const own = made.map((one) => path.resolve(one));
  for (;;) {
    const change = nextChange(watched, own);
    await run();
    process.stdout.write("watching; Ctrl-C ends it\n");
    await change;
  }
}

/** Its own exit code is of no run in particular. */
async function run(): Promise<void> {
  const words = process.argv.slice(1).filter((word) => word !== "--watch");
  const child = spawn(process.execPath, [...process.execArgv, ...words], { stdio: "inherit" });
  await new Promise((resolve) => child.once("close", resolve));
}

/** Resolves when something has changed since the call, and no more does. */
async function nextChange(folders: readonly string[], made: readonly string[]): Promise<void> {
  const watchers: fs.FSWatcher[] = [];
  await new Promise<void>((resolve) => {
    let settling: NodeJS.Timeout | undefined;
    const changed = () => {
      clearTimeout(settling);
      settling = setTimeout(resolve, SETTLED_MS);
    };
    for (const { folder, recursive } of folders.flatMap(partsOf)) {
      const watcher = fs.watch(folder, { recursive }, (_, name) => {
        if (name === null) changed();
        else if (!NOT_WATCHED.test(name) && !isMade(path.join(folder, name), made)) changed();
      });
      // A folder that is removed is a change, too.
      watcher.on("error", changed);
      watchers.push(watcher);
    }
  });
  for (const watcher of watchers) watcher.close();
}

/** The folders that lead to what is made are made, too. */
function isMade(file: string, made: readonly string[]): boolean {
  return made.some((one) => file === one || file.startsWith(one + path.sep) || one.startsWith(file + path.sep));
}

/** The folder, and all in it that is the project's own. */
function partsOf(folder: string): { readonly folder: string; readonly recursive: boolean }[] {
  const below = fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory() && !NOT_WATCHED.test(one.name))
    .map((one) => ({ folder: path.join(folder, one.name), recursive: true }));
  return [{ folder, recursive: false }, ...below];
}
