import { execFile } from "node:child_process";
import * as path from "node:path";

export const ROOT = path.join(__dirname, "../..");

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * The product's program, as a user runs it in the project's folder.
 *
 * @param args such as `describe`.
 * @param environment over this process' own.
 * @param folder the project's; without, this repository's.
 */
export function ended(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder = ROOT,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      path.join(ROOT, "node_modules/.bin/tsx"),
      [path.join(ROOT, "cli/main.ts"), ...args],
      { cwd: folder, env: { ...process.env, ...environment } },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      },
    );
  });
}
