import { execFileSync } from "node:child_process";

/** What git prints in a folder, there with somebody's name. */
export function gitIn(folder: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
}
