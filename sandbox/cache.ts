import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where clones on this machine share what takes long to make. */
export function cacheFolder(): string {
  const chosen = process.env.LOOKOUT_CACHE;
  return chosen ? path.resolve(chosen) : path.join(homedir(), ".cache", "lookout");
}

/**
 * A folder in the cache, named by a hash of everything that goes into it, filled by `make` where it is missing.
 *
 * It is made under another name and renamed when complete: an interrupted build never counts as done. What such a build
 * left is removed by the next.
 *
 * @param recipe what decides the content: sources, versions, options.
 */
export async function cachedFolder(
  cache: string,
  kind: string,
  recipe: readonly (string | Buffer)[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = folderFor(cache, kind, recipe);
  if (existsSync(folder)) return folder;

  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
  await removeInterrupted(path.dirname(folder));
  if (await madeByAnother(folder)) return folder;
  const unfinished = `${folder}.building-${process.pid}`;
  await mkdir(unfinished);
  try {
    await make(unfinished);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another clone may have made the same at the same time.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Where `cachedFolder` keeps, or would keep, what this recipe makes. */
export function folderFor(cache: string, kind: string, recipe: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of recipe) hash.update(`${part.length}:`).update(part);
  return path.join(cache, kind, hash.digest("hex").slice(0, 16));
}

/** Waits for a process that makes the same; two at once would take each other's time. False where there is none, or it failed. */
async function madeByAnother(folder: string): Promise<boolean> {
  const name = `${path.basename(folder)}.building-`;
  const isAtIt = (entry: string) =>
    entry.startsWith(name) && entry !== `${name}${process.pid}` && existsSync(`/proc/${entry.slice(name.length)}`);
  while (!existsSync(folder)) {
    if (!(await readdir(path.dirname(folder))).some(isAtIt)) return false;
    await sleep(200);
  }
  return true;
}

async function removeInterrupted(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    const pid = /\.building-(\d+)$/.exec(entry)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) await rm(path.join(folder, entry), { recursive: true, force: true });
  }
}
