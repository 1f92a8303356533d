import { chmod, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

import { bundlePlugin } from "./bundle.js";
import { findOfficial } from "./official.js";
import { pluginFile, pluginVersions, type PluginName } from "./versions.js";

/** Which plugins to use; the environment variable `PLUGINS`. */
type Choice = "official, else local" | "official" | "local";

/**
 * Puts every plugin of the stack where the engine with this `PULUMI_HOME` finds it: the official one where this machine
 * has it, else the local stand-in, built anew when its source changed.
 *
 * @param officialFolders where `pulumi plugin install` may have put plugins for this user; the first that has one wins.
 *   By default the user's own `PULUMI_HOME`, then `~/.pulumi`.
 * @returns the plugins that are stand-ins.
 */
export async function installPlugins(
  pulumiHome: string,
  say: (line: string) => void,
  ...officialFolders: readonly string[]
): Promise<PluginName[]> {
  const choice = choiceFrom(process.env.PLUGINS);
  const folder = path.join(pulumiHome, "plugins");
  const folders = choice === "local" ? [] : officialFolders.length > 0 ? officialFolders : usersFolders();
  const names = Object.keys(pluginVersions) as PluginName[];
  const official = new Map<PluginName, string>();
  for (const name of names) {
    const found = (await firstOfficial(folders, name)) ?? (await ownProgram(folder, name));
    if (found !== undefined) official.set(name, found);
  }
  assertChoice(choice, names, official, folder);

  for (const name of names) {
    const source = official.get(name);
    const target = path.join(folder, pluginFile(name));
    const from = source === undefined ? await putStandIn(name, target) : await useOfficial(source, target);
    say(`plugin ${name} ${pluginVersions[name]}: ${from}`);
  }
  return names.filter((name) => !official.has(name));
}

function usersFolders(): string[] {
  const own = process.env.PULUMI_HOME;
  const homes = [...(own === undefined || own === "" ? [] : [own]), path.join(homedir(), ".pulumi")];
  return homes.map((home) => path.join(home, "plugins"));
}

async function firstOfficial(folders: readonly string[], name: PluginName): Promise<string | undefined> {
  for (const folder of folders) {
    const file = await findOfficial(folder, name);
    if (file !== undefined) return file;
  }
  return undefined;
}

function choiceFrom(value: string | undefined): Choice {
  if (value === undefined || value === "") return "official, else local";
  if (value === "official" || value === "local") return value;
  throw new Error(`PLUGINS=${value} is neither "official" nor "local"; leave it unset to use what this machine has`);
}

/** An official plugin that was installed into this very `PULUMI_HOME`; a link is ours and may go. */
async function ownProgram(folder: string, name: PluginName): Promise<string | undefined> {
  const file = await findOfficial(folder, name);
  return file !== undefined && (await lstat(file)).isFile() ? file : undefined;
}

function assertChoice(
  choice: Choice,
  names: readonly PluginName[],
  official: ReadonlyMap<PluginName, string>,
  folder: string,
): void {
  const missing = names.filter((name) => !official.has(name));
  if (choice === "official" && missing.length > 0) {
    const commands = missing
      .map((name) => `\n  pulumi plugin install resource ${name} ${pluginVersions[name]}`)
      .join("");
    throw new Error(`PLUGINS=official, but these are not installed; unset PLUGINS to use stand-ins, or run${commands}`);
  }
  if (choice === "local" && official.size > 0) {
    const found = [...official.keys()].join(", ");
    throw new Error(
      `PLUGINS=local, but ${folder} holds official plugins (${found}); remove their folders, or unset PLUGINS`,
    );
  }
}

async function useOfficial(source: string, target: string): Promise<string> {
  if (source !== target) await replaceFile(target, (temporary) => symlink(source, temporary));
  return `official (${source})`;
}

async function putStandIn(name: PluginName, target: string): Promise<string> {
  const script = await bundlePlugin(name);
  const label = `local stand-in (sandbox/plugins/${name})`;
  if ((await readFile(target, "utf8").catch(() => undefined)) === script) return `${label}, up to date`;
  await replaceFile(target, async (temporary) => {
    await writeFile(temporary, script);
    await chmod(temporary, 0o755);
  });
  return label;
}

/** Complete or not at all, whenever this process is stopped. */
async function replaceFile(target: string, make: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}`;
  await rm(temporary, { force: true });
  await make(temporary);
  await rename(temporary, target);
}
