import { findSourceMap } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";

/** A line of a program, both numbers counted from 1. */
export interface ProgramPlace {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Lookout's own files: the package's, or the repository's. */
const OWN = ["components", "settings", "datadog", "cli"].map((folder) => path.join(__dirname, "..", folder) + path.sep);
/** As many as Node.js hands out. */
const FRAMES = 200;

/** The innermost line on the way here that is neither Lookout's nor a library's, as its author wrote it. */
export function placeInProgram(): ProgramPlace | undefined {
  for (const { scriptName, lineNumber, ...site } of getCallSites(FRAMES)) {
    // The oldest Node.js has another name for it.
    const { columnNumber, column = 1 } = site as { columnNumber?: number; column?: number };
    const file = scriptName.startsWith("file:") ? fileURLToPath(scriptName) : scriptName;
    if (!path.isAbsolute(file) || file.includes(`${path.sep}node_modules${path.sep}`)) continue;
    if (OWN.some((folder) => file.startsWith(folder))) continue;
    const at = { file, line: lineNumber, column: columnNumber ?? column };
    return asWritten(at) ?? at;
  }
  return undefined;
}

function asWritten({ file, line, column }: ProgramPlace): ProgramPlace | undefined {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !("originalSource" in entry)) return undefined;
  const { originalSource, originalLine, originalColumn } = entry;
  const source = originalSource.startsWith("file:") ? fileURLToPath(originalSource) : originalSource;
  return {
    file: path.resolve(path.dirname(file), source),
    line: originalLine + 1,
    column: originalColumn + 1,
  };
}
