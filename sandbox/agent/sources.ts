import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

/** The package's parts in this folder, each with the place that it is installed to. */
export const parts = {
  root: "/",
  lookout_agent: "/opt/datadog-agent/embedded/lib/site-packages/lookout_agent",
  integrations: "/opt/datadog-agent/embedded/lib/site-packages",
} as const;

export const controlFolder = path.join(import.meta.dirname, "package", "control");

export function sourceOf(part: keyof typeof parts): string {
  return part === "root" ? path.join(import.meta.dirname, "package", "root") : path.join(import.meta.dirname, part);
}

/** Tests leave compiled files behind; they are for another Python and not part of the package. */
export function isSource(file: string): boolean {
  return !/(^|\/)(__pycache__|\.\w+_cache)(\/|$)/.test(file);
}

/** Names and contents of everything that the package is made of. */
export async function readSources(): Promise<string[]> {
  const folders = [controlFolder, ...(Object.keys(parts) as (keyof typeof parts)[]).map(sourceOf)];
  const contents: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.filter(isSource).sort()) {
      contents.push(path.relative(import.meta.dirname, file), await readFile(file, "utf8"));
    }
  }
  return contents;
}
