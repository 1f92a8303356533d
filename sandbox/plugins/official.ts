import { open, stat } from "node:fs/promises";
import path from "node:path";

import { pluginFile, type PluginName } from "./versions.js";

/** The official plugin in a `plugins` folder: a machine's program, where a stand-in is a script. */
export async function findOfficial(pluginsFolder: string, name: PluginName): Promise<string | undefined> {
  const file = path.join(pluginsFolder, pluginFile(name));
  // The engine leaves this mark beside a download that did not finish.
  if (await exists(`${path.dirname(file)}.partial`)) return undefined;
  return (await isProgram(file)) ? file : undefined;
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

/** ELF on Linux, Mach-O on macOS. */
const signatures = ["7f454c46", "cffaedfe", "cafebabe"];

async function isProgram(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return false;
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return signatures.includes(buffer.toString("hex"));
  } finally {
    await handle.close();
  }
}
