import { createHash } from "node:crypto";
import { configurationOf } from "./configuration";
import { environment, type HostExample } from "./environment";
import type { StackOptions } from "./options";
import { type Registration, registrationsOf } from "./program";
import { type Project, projectOf } from "./project";
import { ownName } from "./stacks";
import { warnedOf } from "./warnings";

/** A stack that can be run without engine, host, key or network. */
export interface OfflineStack {
  readonly project: Project;
  readonly stack: string;
  /** Of its hosts and monitors. */
  readonly env: string;
  readonly hosts: readonly HostExample[];
  /** @throws what the program throws. */
  readonly run: () => Promise<readonly Registration[]>;
}

/**
 * @param folder the project's, or one in it.
 * @param program the stack's own; what it needs is loaded when the settings are known.
 * @param options what of the stack's configuration is said otherwise.
 * @throws StackError of files that can't be read.
 */
export async function offlineStack(
  folder: string,
  name: string,
  program: () => Promise<unknown>,
  options: Omit<StackOptions, "stack" | "cwd">,
): Promise<OfflineStack> {
  const found = projectOf(folder);
  const { project, stack, config, hosts } = environment(found, name, await configurationOf(found, name, options));
  const env = config["lookout:env"] ?? stack;
  const run = () => registrationsOf(program, { project, stack, config, answer: answers(env) });
  return { project: found, stack, env, hosts, run };
}

/**
 * What a program registers with a stack's own configuration, its secrets among it; no provider is asked, and what a preview
 * would warn of is not said.
 *
 * @param config by full name, as the engine hands it on.
 * @throws what the program throws.
 */
export async function openRun(
  { name }: Pick<Project, "name">,
  stack: string,
  program: () => Promise<unknown>,
  config: Readonly<Record<string, string>>,
): Promise<readonly Registration[]> {
  const own = ownName(stack);
  const answer = answers(config["lookout:env"] ?? own);
  const run = () => registrationsOf(program, { project: name, stack: own, config, answer });
  return (await warnedOf(run)).result;
}

const MONITOR = "datadog:index/monitor:Monitor";
const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/**
 * What the providers would compute, as far as a program makes something of it. Each monitor has an id of its own, the same
 * in each run, whatever is declared beside it: what names it by its id says the same.
 */
function answers(env: string): (resource: Omit<Registration, "id">) => { id: string; state: Record<string, unknown> } {
  const taken = new Set<number>();
  return ({ type, name, inputs }) => ({
    id: type === MONITOR ? String(monitorId(name, taken)) : `${name}-id`,
    // A shared stack is said to watch these hosts.
    state: type === STACK_REFERENCE ? { ...inputs, outputs: { env } } : { ...inputs, ...COMPUTED[type] },
  });
}

function monitorId(name: string, taken: Set<number>): number {
  let id = 1000 + (createHash("sha256").update(name).digest().readUInt32BE() % 1_000_000_000);
  while (taken.has(id)) id++;
  taken.add(id);
  return id;
}

const COMPUTED: Readonly<Record<string, Record<string, unknown>>> = {
  "command:remote:Command": { stdout: 'lookout ran: {"version":"7.70.1","hostname":"db1","checks":{}}' },
  "datadog:index/dashboard:Dashboard": { url: "/dashboard/abc-def-ghi/dashboard" },
  "random:index/randomPassword:RandomPassword": { result: "generated" },
};
