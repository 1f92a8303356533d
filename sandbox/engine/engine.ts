import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { cachedFolder, folderFor } from "../cache.js";
import { buildEngine, goRelease } from "./build.js";
import { findOfficial } from "./official.js";
import { engineVersions } from "./versions.js";

export interface Engine {
  /** Folders to put in front of PATH: they hold `pulumi` and `pulumi-language-nodejs`. */
  readonly path: string[];
  readonly version: string;
  /** False where the engine was built here from its Go modules. */
  readonly official: boolean;
}

/** The Pulumi engine: the one that is installed if its version fits, else one built from its Go modules, once. */
export async function ensureEngine(cache: string, say: (line: string) => void): Promise<Engine> {
  const official = await findOfficial();
  if (official) {
    say(`pulumi ${official.version} is installed`);
    return official;
  }
  const { pulumi } = await engineVersions();
  const folder = await cachedFolder(cache, "engine", await recipe(), async (unfinished) => {
    say(`building pulumi ${pulumi} with ${await goRelease()}; about 4 minutes on 2 cores, once`);
    await buildEngine(pulumi, unfinished, say);
  });
  return built(folder);
}

/** The engine, where it is at hand without building it. */
export async function findEngine(cache: string): Promise<Engine | undefined> {
  const official = await findOfficial();
  if (official) return official;
  const folder = folderFor(cache, "engine", await recipe());
  return existsSync(folder) ? built(folder) : undefined;
}

/** The engine, where it has to be there already. */
export async function existingEngine(cache: string): Promise<Engine> {
  const engine = await findEngine(cache);
  if (!engine) throw new Error("the Pulumi engine is not built yet; `make up` does it");
  return engine;
}

async function built(folder: string): Promise<Engine> {
  return { path: [folder], version: (await engineVersions()).pulumi, official: false };
}

/** The pinned modules and the language host: a change of any makes another engine. */
async function recipe(): Promise<Buffer[]> {
  const files = ["go.mod", "go.sum", "build.ts", "pulumi-language-nodejs/main.go"];
  return Promise.all(files.map((file) => readFile(path.join(import.meta.dirname, file))));
}
