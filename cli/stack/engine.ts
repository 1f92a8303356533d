import * as pulumi from "@pulumi/pulumi";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { z } from "zod";
import { StackError } from "./stacks";
import type { Kept } from "../../datadog/owned";
import { accessSchema } from "../../components/environment/settings";
import { loadSettings } from "../../settings/load";

/** How a stack reaches Datadog, with its secrets, which the engine opens and hands over on a pipe. */
export async function settingsOf(project: string, stack: string): Promise<z.infer<typeof accessSchema>> {
  const answer = await engine(["config", "--json", "--show-secrets", "--stack", stack]);
  const values = Object.entries(JSON.parse(answer) as Record<string, { value?: string }>);
  // As for a program, though none runs: no engine listens.
  pulumi.runtime.resetOptions(project, stack, 1, "", "", false, "");
  pulumi.runtime.setAllConfig(Object.fromEntries(values.map(([key, { value = "" }]) => [key, value])));
  return loadSettings(accessSchema);
}

/** The resources that a stack's state has, those that wait for their deletion among them. */
export async function stateOf(stack: string): Promise<readonly Kept[]> {
  const exported = JSON.parse(await engine(["stack", "export", "--stack", stack])) as {
    deployment: { resources?: readonly Kept[] | null } | null;
  };
  return exported.deployment?.resources ?? [];
}

/** What the stack's last update returned; a secret as `[secret]`. */
export async function outputsOf(stack: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await engine(["stack", "output", "--json", "--stack", stack])) as Record<string, unknown>;
}

/** @throws StackError with the engine's own words. */
async function engine(args: readonly string[]): Promise<string> {
  try {
    const options = { maxBuffer: 1024 ** 3, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } };
    const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], options);
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
