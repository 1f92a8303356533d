import { createRequire } from "node:module";
import * as path from "node:path";
import { register } from "tsx/cjs/api";
import type { z } from "zod";
import type { Program } from "../../components/environment/environment";
import { readYamlFile } from "../../settings/yaml-file";

/**
 * A project's program as the engine's host for Node.js runs it: the file that `Pulumi.yaml` names as `main`, else the
 * folder's own, in TypeScript or JavaScript, and the function that it exports, if it does.
 */
export function programOf(folder: string): () => Promise<unknown> {
  return () =>
    exportOf(folder, (exported) =>
      Promise.resolve(typeof exported === "function" ? (exported as () => unknown)() : exported),
    );
}

/** What the settings of a project's stacks may say, its own packs' among them; of a program that says nothing of it, undefined. */
export function settingsOf(folder: string): Promise<z.ZodType | undefined> {
  return exportOf(folder, (exported) =>
    Promise.resolve((exported as Partial<Pick<Program, "settings">> | undefined)?.settings),
  );
}

/** The program itself, with its settings and packs; undefined where it exports no `environment(…)`. */
export function environmentOf(folder: string): Promise<Program | undefined> {
  return exportOf(folder, (exported) =>
    Promise.resolve(typeof exported === "function" && "packs" in exported ? (exported as Program) : undefined),
  );
}

/** The folders of the runbooks that a project's packs bring. */
export function runbooksOf(folder: string): Promise<readonly string[]> {
  return exportOf(folder, (exported) =>
    Promise.resolve((exported as Partial<Pick<Program, "runbooks">> | undefined)?.runbooks ?? []),
  );
}

/** The folders of the rehearsals that a project's packs bring. */
export function rehearsalsOf(folder: string): Promise<readonly string[]> {
  return exportOf(folder, (exported) =>
    Promise.resolve((exported as Partial<Pick<Program, "rehearsals">> | undefined)?.rehearsals ?? []),
  );
}

async function exportOf<T>(folder: string, use: (exported: unknown) => Promise<T>): Promise<T> {
  const { main = "." } = readYamlFile(path.join(folder, "Pulumi.yaml"), "Pulumi.yaml") as { readonly main?: string };
  const unregister = register();
  try {
    const exported: unknown = createRequire(path.join(folder, "Pulumi.yaml"))(path.resolve(folder, main));
    return await use(isModule(exported) ? exported.default : exported);
  } finally {
    unregister();
  }
}

function isModule(exported: unknown): exported is { readonly default: unknown } {
  return typeof exported === "object" && exported !== null && "default" in exported;
}
