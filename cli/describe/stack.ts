import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { type Declared, kept } from "./declared";
import { describe, type Description, resourceInWords } from "./description";
import { configurationOf } from "../stack/configuration";
import { environment } from "../stack/environment";
import type { StackOptions } from "../stack/options";
import { type Registration, registrationsOf } from "../stack/program";
import { projectOf } from "../stack/project";
import { StackError } from "../stack/stacks";
import { urnOf, warnedOf } from "../stack/warnings";

/** What a stack will mean for people. {@link declaredBy} has the parameters. */
export async function describeStack(
  folder: string,
  stack: string,
  now: Date,
  program: () => Promise<unknown>,
): Promise<Description> {
  return describe(await declaredBy(folder, stack, program), now);
}

/**
 * What a stack declares, from a run of its program without engine, host, key or network.
 *
 * @param folder the project's, or one in it.
 * @param program the stack's own; what it needs is loaded when the settings are known.
 * @param options what of the stack's configuration is said otherwise.
 * @throws StackError in the words of a preview where the settings or what is declared are mistaken.
 */
export async function declaredBy(
  folder: string,
  stack: string,
  program: () => Promise<unknown>,
  options: Omit<StackOptions, "stack" | "cwd"> = {},
): Promise<Declared> {
  const found = projectOf(folder);
  const configuration = await configurationOf(found, stack, options);
  const { project, stack: ownStack, config, hosts } = environment(found, stack, configuration);
  try {
    const { result, warnings } = await warnedOf(() =>
      registrationsOf(program, { project, stack: ownStack, config, answer: answers() }),
    );
    return { stack: ownStack, hosts, registrations: kept(result), warnings };
  } catch (error) {
    throw await inWords(error);
  }
}

const MONITOR = "datadog:index/monitor:Monitor";

/**
 * What the providers would compute, as far as a program makes something of it. Each monitor has an id of its own, the same
 * in each run, whatever is declared beside it: what names it by its id says the same.
 */
export function answers(): (resource: Omit<Registration, "id">) => { id: string; state: Record<string, unknown> } {
  const taken = new Set<number>();
  return ({ type, name, inputs }) => ({
    id: type === MONITOR ? String(monitorId(name, taken)) : `${name}-id`,
    state: { ...inputs, ...COMPUTED[type] },
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

/** What a preview shows without a stack trace; any other error is a fault of the program's, and keeps its own. */
async function inWords(error: unknown): Promise<unknown> {
  if (pulumi.ResourceError.isInstance(error) && error.resource !== undefined) {
    return new StackError(`${resourceInWords(await urnOf(error.resource))}: ${error.message}`);
  }
  return pulumi.RunError.isInstance(error) ? new StackError(error.message) : error;
}
