import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

let folder: string | undefined;

/**
 * A file that is there for as long as the program runs, for nobody but its user.
 *
 * @returns its path.
 */
export function temporaryFile(name: string, text: string): string {
  folder ??= temporaryFolder();
  const file = path.join(folder, name);
  fs.writeFileSync(file, text, { mode: 0o600 });
  return file;
}

function temporaryFolder(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-"));
  // The engine has asked for the last of them before it lets the program end.
  process.once("exit", () => {
    fs.rmSync(made, { recursive: true, force: true });
  });
  return made;
}
