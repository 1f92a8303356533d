import { spawn } from "node:child_process";
import { StackError } from "../stack/stacks";

/**
 * Runs `pulumi` in the project's folder, shown as it prints.
 *
 * @returns its exit code.
 * @throws StackError where it is not installed.
 */
export async function pulumi(...args: readonly string[]): Promise<number> {
  const child = spawn("pulumi", [...args, "--non-interactive", "--suppress-progress"], {
    stdio: ["ignore", "inherit", "inherit"],
    // With it the engine takes `--event-log`, as the SDK's Automation API runs it.
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DEBUG_COMMANDS: "true" },
  });
  // Ctrl-C reaches the engine, too, which ends what it is at.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) => {
        reject(error.code === "ENOENT" ? new StackError("pulumi is not on PATH; install it") : error);
      });
      child.on("close", (code) => {
        resolve(code ?? 1);
      });
    });
  } finally {
    process.off("SIGINT", wait);
  }
}
