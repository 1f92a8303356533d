import { execFile } from "node:child_process";
import { access, constants, realpath } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import type { Engine } from "./engine.js";
import { engineVersions } from "./versions.js";

/** The installed `pulumi`, if it is as new as the one that would be built and its Node language host came with it. */
export async function findOfficial(): Promise<Engine | undefined> {
  const pulumi = await onPath("pulumi");
  if (!pulumi) return undefined;

  const { stdout } = await promisify(execFile)(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = stdout.trim();
  if (!fits(version, (await engineVersions()).pulumi)) return undefined;

  const beside = path.join(path.dirname(await realpath(pulumi)), "pulumi-language-nodejs");
  const languageHost = (await isExecutable(beside)) ? beside : await onPath("pulumi-language-nodejs");
  if (!languageHost) return undefined;

  return { path: [path.dirname(pulumi), path.dirname(languageHost)], version, official: true };
}

/** Of Pulumi's third major version a newer release runs what an older SDK asks for, and an older one may not. */
export function fits(installed: string, wanted: string): boolean {
  const [[major, minor = 0], [wantedMajor, wantedMinor = 0]] = [numbers(installed), numbers(wanted)];
  return major === wantedMajor && minor >= wantedMinor;
}

/** `v3.100.0`; what a branch's build adds to it does not count. */
function numbers(version: string): number[] {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  return [Number(major), Number(minor)];
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
