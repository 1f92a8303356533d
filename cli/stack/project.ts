import * as fs from "node:fs";
import * as path from "node:path";
import { isMap, type Values } from "../../settings/map";
import { readYamlFile, YamlFileError } from "../../settings/yaml-file";
import { StackError } from "./stacks";

/** A project as Pulumi finds it. */
export interface Project {
  readonly name: string;
  /** In which its file is, and its program is run. */
  readonly folder: string;
  /** What the file says. */
  readonly said: Values;
  /** Of the file, and so of the stacks' files. */
  readonly extension: string;
  /** In which the stacks' files are. */
  readonly configFolder: string;
}

const EXTENSIONS = [".json", ".yaml", ".yml"];

/**
 * The project of a folder, or of the nearest folder around it.
 *
 * @throws StackError where there is none, or its file can't be read.
 */
export function projectOf(folder: string): Project {
  for (let around = path.resolve(folder); ; around = path.dirname(around)) {
    const extension = EXTENSIONS.find((one) => fs.existsSync(path.join(around, `Pulumi${one}`)));
    if (extension !== undefined) return project(around, extension);
    if (around === path.dirname(around)) {
      throw new StackError(`there is no Pulumi.yaml in ${folder}, nor in a folder around it; see --cwd`);
    }
  }
}

function project(folder: string, extension: string): Project {
  const said = readMap(folder, `Pulumi${extension}`);
  // `config` was the folder's name before it was what the settings are.
  const folderOfStacks = said.stackConfigDir ?? said.config;
  return {
    name: typeof said.name === "string" ? said.name : "",
    ...{ folder, said, extension },
    configFolder: path.resolve(folder, typeof folderOfStacks === "string" ? folderOfStacks : "."),
  };
}

/**
 * A file that holds a map; empty it is one without keys.
 *
 * @param name from the folder on.
 * @throws StackError
 */
export function readMap(folder: string, name: string): Values {
  try {
    const said = readYamlFile(path.resolve(folder, name), name) ?? {};
    if (isMap(said)) return said;
    throw new StackError(`${name} holds no settings; expected a map`);
  } catch (error) {
    if (error instanceof YamlFileError) throw new StackError(error.message);
    if (error instanceof Error && "code" in error)
      throw new StackError(`${name} can't be read (${String(error.code)})`);
    throw error;
  }
}
