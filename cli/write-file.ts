import * as fs from "node:fs";
import * as path from "node:path";
import { StackError } from "./stack/stacks";

/**
 * Writes what a user named, with the folders that lead there.
 *
 * @throws StackError
 */
export function writeFile(file: string, content: string | Uint8Array): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  } catch (error) {
    throw new StackError(`${file} can't be written (${reasonOf(error)}); name another place`);
  }
}

/** Without the path, which the error's own words say once more. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return message.split(",")[0] ?? String(code);
}
