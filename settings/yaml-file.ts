import * as fs from "node:fs";
import { parse, type ScalarTag, YAMLError } from "yaml";

/** A file that can't be read as YAML: says which line and why, and quotes nothing, since a line may hold a secret. */
export class YamlFileError extends Error {
  constructor(
    name: string,
    /** What is wrong there, and the remedy. */
    readonly problem: string,
    /** Counted from 1. */
    readonly line?: number,
  ) {
    super(`${name}${line === undefined ? "" : `:${line}`} ${problem}`);
  }
}

/**
 * What a YAML file says, with anchors, aliases and merge keys (`<<: *common`) as Pulumi's engine reads them.
 *
 * @param name the file's, for messages.
 * @param customTags what it may have beside YAML's own.
 * @throws YamlFileError; the file system's error where it can't be read.
 */
export function readYamlFile(file: string, name: string, customTags: ScalarTag[] = []): unknown {
  try {
    return parse(fs.readFileSync(file, "utf8"), { merge: true, customTags }) as unknown;
  } catch (error) {
    if (error instanceof YAMLError) {
      const line = error.linePos?.[0].line ?? 1;
      throw new YamlFileError(name, `is not YAML (${error.code}); mend that line`, line);
    }
    // The file system's errors have a code; what the library says without one is of aliases and merge keys.
    if (!(error instanceof Error) || "code" in error) throw error;
    throw new YamlFileError(
      name,
      `has an alias (*name) or a merge key (<<) that can't be followed, or that multiplies; write the values out`,
    );
  }
}
