import { execFile } from "node:child_process";
import { access, constants, realpath } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import type { Engine } from "./engine.js";

/** Releases that are known to work with the SDK in package.json. */
const fitting = /^v3\.248\.\d+$/;

/** The installed `pulumi`, if its version fits and its Node language host came with it. */
export async function findOfficial(): Promise<Engine | undefined> {
  const pulumi = await onPath("pulumi");
  if (!pulumi) return undefined;

  const { stdout } = await promisify(execFile)(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = stdout.trim();
  if (!fitting.test(version)) return undefined;

  const beside = path.join(path.dirname(await realpath(pulumi)), "pulumi-language-nodejs");
  const languageHost = (await isExecutable(beside)) ? beside : await onPath("pulumi-language-nodejs");
  if (!languageHost) return undefined;

  return { path: [path.dirname(pulumi), path.dirname(languageHost)], version, official: true };
}

async function onPath(command: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, command);
    if (folder !== "" && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
