import { execFile } from "node:child_process";
import * as path from "node:path";

const ROOT = path.join(__dirname, "../..");

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * One of the product's programs, as a user runs it from another folder.
 *
 * @param program such as `describe/cli.ts`.
 * @param environment over this process' own.
 */
export function ended(
  program: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      path.join(ROOT, "node_modules/.bin/tsx"),
      [path.join(ROOT, program), ...args],
      { cwd: folder, env: { ...process.env, ...environment } },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      },
    );
  });
}
