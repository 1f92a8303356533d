import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { rigText } from "../corpus/case.js";

let place: string | undefined;

/** The file that cases copy, there until the process ends. */
export function fileToCopy(): string {
  if (place !== undefined) return place;
  const folder = mkdtempSync(path.join(tmpdir(), "conformance-file-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true });
  });
  place = path.join(folder, "copied-by-cases");
  writeFileSync(place, rigText.file);
  return place;
}
