import { build } from "esbuild";
import path from "node:path";

import type { PluginName } from "./versions.js";

/** A stand-in with all it needs in one script that runs by its own name. */
export async function bundlePlugin(name: PluginName): Promise<string> {
  const { outputFiles } = await build({
    // Paths in the bundle's comments are relative to here: the same wherever it is made.
    absWorkingDir: import.meta.dirname,
    entryPoints: [path.join(name, "main.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node22",
    banner: { js: "#!/usr/bin/env node" },
    // Optional native parts of ssh2, which does without them.
    external: ["*.node"],
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (!script) throw new Error(`esbuild made nothing of sandbox/plugins/${name}/main.ts`);
  return script.text;
}
