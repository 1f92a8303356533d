import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import type { Instance } from "../instance.js";

/** A part's log, or without a part the names of those that have one. */
export async function logs(instance: Instance, part: string | undefined): Promise<string> {
  const folder = path.join(instance.folder, "logs");
  const parts = (await readdir(folder)).map((file) => path.basename(file, ".log")).sort();
  if (part === undefined) return `parts with a log in ${folder}: ${parts.join(", ")}`;
  if (!parts.includes(part)) throw new Error(`"${part}" has no log; these have: ${parts.join(", ")}`);
  return (await readFile(path.join(folder, `${part}.log`), "utf8")).trimEnd();
}
