import * as path from "node:path";
import { isMap, type Values } from "../../settings/map";
import { assigned } from "./assignments";
import { mergedConfiguration } from "./merged";
import type { StackOptions } from "./options";
import { type Project, readMap } from "./project";
import { pulumiPrints } from "./pulumi";
import { ownName, StackError } from "./stacks";

/**
 * A stack's configuration as the engine would hand it to the program, with `{ secure: … }` in the place of each secret: of
 * the project's file, the stack's, its environments in Pulumi ESC, and what the command line says.
 *
 * @throws StackError
 */
export async function configurationOf(
  project: Project,
  stack: string,
  { config = [], configPath, configFile }: Pick<StackOptions, "config" | "configPath" | "configFile">,
): Promise<Values> {
  const file = configFile ?? stackFile(project, stack);
  const said = readMap(configFile === undefined ? project.folder : process.cwd(), file);
  const declared = hasEnvironments(said)
    ? await withEnvironments(project, stack, { file, named: configFile, environment: said.environment })
    : { ...defaultsOf(project), ...(isMap(said.config) ? said.config : {}) };
  return { ...declared, ...assigned(config, project.name, configPath === true) };
}

/** From the project's folder on. */
export function stackFile({ folder, configFolder, extension }: Project, stack: string): string {
  return path.relative(folder, path.join(configFolder, `Pulumi.${ownName(stack)}${extension}`));
}

/** The engine fills in what the stack's file leaves out. */
function defaultsOf({ name, said: { config } }: Project): Values {
  const declared = isMap(config) ? Object.entries(config) : [];
  return Object.fromEntries(
    declared.flatMap(([key, setting]) => {
      const value = isMap(setting) ? (setting.default ?? setting.value) : setting;
      return value === undefined ? [] : [[key.includes(":") ? key : `${name}:${key}`, value]];
    }),
  );
}

function hasEnvironments({ environment }: Values): boolean {
  return Array.isArray(environment)
    ? environment.length > 0
    : isMap(environment) && Object.keys(environment).length > 0;
}

interface StackFile {
  /** For messages. */
  readonly file: string;
  /** `--config-file`. */
  readonly named: string | undefined;
  readonly environment: unknown;
}

/** What environments say, Pulumi Cloud alone knows. */
async function withEnvironments(
  project: Project,
  stack: string,
  { file, named, environment }: StackFile,
): Promise<Values> {
  const where = ["--stack", stack, ...(named === undefined ? [] : ["--config-file", named]), "--cwd", project.folder];
  try {
    const [json, table] = await Promise.all([
      pulumiPrints(["config", "--json", ...where]),
      pulumiPrints(["config", ...where]),
    ]);
    return mergedConfiguration(json, table, project.name);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    throw new StackError(
      `${file} takes settings from ${namesOf(environment)}, which only Pulumi Cloud knows, and ${error.message}; log in there (pulumi login), or name a file without environments (--config-file)`,
    );
  }
}

/** `the environment lookout/prod`. */
function namesOf(environment: unknown): string {
  const imports: unknown = Array.isArray(environment) ? environment : isMap(environment) ? environment.imports : [];
  const names = (Array.isArray(imports) ? imports : []).flatMap((one: unknown) =>
    typeof one === "string" ? [one] : isMap(one) ? Object.keys(one).slice(0, 1) : [],
  );
  if (names.length === 0) return "its own environment";
  return `the environment${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}
