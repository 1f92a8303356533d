import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

let folder: string | undefined;

const NAME = "lookout-scripts-";
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A file that is there for as long as the engine may ask for it, for nobody but its user.
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
  const made = fs.mkdtempSync(path.join(os.tmpdir(), NAME));
  clearUp(fs.statSync(made).mtimeMs);
  process.once("exit", (code) => {
    // Of a program that failed the engine may be at other hosts still, and reads theirs; a later run takes them away.
    if (code === 0) fs.rmSync(made, { recursive: true, force: true });
  });
  return made;
}

/** What failed runs of this user left. @param now by the file system's clock, by which the folders' age is */
function clearUp(now: number): void {
  for (const name of fs.readdirSync(os.tmpdir()).filter((one) => one.startsWith(NAME))) {
    const place = path.join(os.tmpdir(), name);
    const found = fs.lstatSync(place, { throwIfNoEntry: false });
    if (found?.uid !== process.getuid?.() || now - (found?.mtimeMs ?? 0) < DAY_MS) continue;
    fs.rmSync(place, { recursive: true, force: true });
  }
}
