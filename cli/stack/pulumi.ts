import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { StackError } from "./stacks";

/**
 * What Pulumi's CLI prints.
 *
 * @throws StackError with its own words.
 */
export async function pulumiPrints(args: readonly string[]): Promise<string> {
  try {
    const options = { maxBuffer: 1024 ** 3, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } };
    const all = [...args, "--non-interactive", "--color", "never"];
    const { stdout } = await promisify(execFile)("pulumi", all, options);
    return stdout;
  } catch (error) {
    const { code, stderr = "" } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") {
      throw new StackError('pulumi is not on PATH; install it, or in the sandbox: eval "$(npm run -s sandbox -- env)"');
    }
    const elsewhere = stderr.includes("no stack named")
      ? "; see where pulumi is logged in: pulumi whoami --verbose"
      : "";
    throw new StackError(`pulumi ${args[0] ?? ""} failed: ${stderr.trim().replace(/^error: /, "")}${elsewhere}`);
  }
}
