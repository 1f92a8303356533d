import { readFile } from "node:fs/promises";
import path from "node:path";

/** What go.mod names, which is what is built: Pulumi's release with its `v`, and the oldest Go. */
export async function engineVersions(): Promise<{ pulumi: string; go: string }> {
  const text = await readFile(path.join(import.meta.dirname, "go.mod"), "utf8");
  const [, go = ""] = /^go (\S+)$/m.exec(text) ?? [];
  const [, pulumi = ""] = /github\.com\/pulumi\/pulumi\/pkg\/v3 (\S+)/.exec(text) ?? [];
  return { pulumi, go };
}
