import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { assigned } from "./assignments";
import { configText } from "./environment";
import type { StackOptions } from "./options";
import { pulumiPrints } from "./pulumi";
import { ownName } from "./stacks";
import type { StateResource } from "./state";
import type { Kept } from "../../datadog/owned";
import { accessSchema } from "../../components/environment/settings";
import { loadSettings } from "../../settings/load";

/** How a stack reaches Datadog. */
export async function settingsOf(
  project: string,
  stack: string,
  options: Partial<StackOptions> = {},
): Promise<z.infer<typeof accessSchema>> {
  await openSettings(project, stack, options);
  return loadSettings(accessSchema);
}

/** Makes the stack's configuration this process's, with its secrets. */
export async function openSettings(project: string, stack: string, options: Partial<StackOptions> = {}): Promise<void> {
  const config = await openConfig(project, stack, options);
  // As for a program, though none runs: no engine listens.
  pulumi.runtime.resetOptions(project, ownName(stack), 1, "", "", false, "");
  pulumi.runtime.setAllConfig({ ...config });
}

/** The stack's configuration by full name, with its secrets, which the engine opens and hands over on a pipe. */
export async function openConfig(
  project: string,
  stack: string,
  { config = [], configPath, configFile }: Partial<StackOptions> = {},
): Promise<Readonly<Record<string, string>>> {
  const file = configFile === undefined ? [] : ["--config-file", configFile];
  const answer = await pulumiPrints(["config", "--json", "--show-secrets", "--stack", stack, ...file]);
  const kept = Object.entries(JSON.parse(answer) as Record<string, { value?: string }>);
  const said = Object.entries(assigned(config, project, configPath === true));
  const values = [...kept, ...said.map(([key, value]) => [key, { value: configText(value) }] as const)];
  return Object.fromEntries(values.map(([key, { value = "" }]) => [key, value]));
}

/** The resources that a stack's state has, those that wait for their deletion among them. */
export function stateOf(stack: string): Promise<readonly Kept[]> {
  return exported<Kept>(stack);
}

/** The same with its secrets, which the engine opens and hands over on a pipe. */
export function openStateOf(stack: string): Promise<readonly StateResource[]> {
  return exported<StateResource>(stack, "--show-secrets");
}

async function exported<Resource>(stack: string, ...flags: readonly string[]): Promise<readonly Resource[]> {
  const { deployment } = JSON.parse(await pulumiPrints(["stack", "export", ...flags, "--stack", stack])) as {
    deployment: { resources?: readonly Resource[] | null } | null;
  };
  return deployment?.resources ?? [];
}

/** What the stack's last update returned; a secret as `[secret]`. */
export async function outputsOf(stack: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await pulumiPrints(["stack", "output", "--json", "--stack", stack])) as Record<string, unknown>;
}
