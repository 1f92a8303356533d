import * as fs from "node:fs";
import type { Place } from "./found";

const LINES = new Map<string, readonly string[]>();

/** The text of a line of a file; nothing where it can't be read. */
export function lineOf({ file, line }: Place): string | undefined {
  let lines = LINES.get(file);
  if (lines === undefined) {
    lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split(/\r?\n/) : [];
    LINES.set(file, lines);
  }
  return lines[line - 1];
}
