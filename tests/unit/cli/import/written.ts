import { createRequire } from "node:module";
import ts from "typescript";
import { parse } from "yaml";
import * as lookout from "../../../../lookout";
import type { File } from "../../../../cli/import/files";
import type { Pack } from "../../../../components/environment/pack";

/** What is written, as a stack reads it: settings, and the pack. */
export function written(files: readonly File[]): {
  readonly settings: Record<string, unknown>;
  readonly packs: Pack[];
} {
  const text = (name: string) => files.find((one) => one.name === name)?.text;
  const settings = parse(text("settings.yaml") ?? "{}") as Record<string, unknown>;
  if (text("index.ts") === undefined) return { settings, packs: [] };
  const require = createRequire(__filename);
  const load = (name: string): Record<string, unknown> => {
    if (name === "lookout") return lookout;
    if (!name.startsWith("./")) return require(name) as Record<string, unknown>;
    const exports: Record<string, unknown> = {};
    const { outputText } = ts.transpileModule(text(`${name.slice(2)}.ts`) ?? "", {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what was written is run
    (new Function("require", "exports", outputText) as (...args: unknown[]) => void)(load, exports);
    return exports;
  };
  return { settings, packs: [load("./index").imported as Pack] };
}
