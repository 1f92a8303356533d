import * as fs from "node:fs";
import * as path from "node:path";
import { StackError } from "./stack/stacks";

/**
 * Writes what a user named, with the folders that lead there.
 *
 * @param mode of a file that is made.
 * @throws StackError
 */
export function writeFile(file: string, content: string | Uint8Array, mode?: number): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content, { mode });
  } catch (error) {
    throw new StackError(`${file} can't be written (${reasonOf(error)}); name another place`);
  }
}

/** Without the path, which the error's own words say once more. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return message.split(",")[0] ?? String(code);
}
