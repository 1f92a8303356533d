import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import * as path from "node:path";
import { type Declared, kept } from "./declared";
import { describe, type Description, resourceInWords } from "./description";
import { readYamlFile, YamlFileError } from "../../settings/yaml-file";
import { environment } from "../stack/environment";
import { type Registration, registrationsOf } from "../stack/program";
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
 * @param program the stack's own; what it needs is loaded when the settings are known.
 * @throws StackError in the words of a preview where the settings or what is declared are mistaken.
 */
export async function declaredBy(folder: string, stack: string, program: () => Promise<unknown>): Promise<Declared> {
  const { project, config, hosts } = environment(
    stack,
    readYaml(folder, "Pulumi.yaml"),
    readYaml(folder, `Pulumi.${stack}.yaml`),
  );
  try {
    const { result, warnings } = await warnedOf(() =>
      registrationsOf(program, { project, stack, config, answer: answers() }),
    );
    return { stack, hosts, registrations: kept(result), warnings };
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

export function readYaml(folder: string, name: string): unknown {
  try {
    return readYamlFile(path.join(folder, name), name);
  } catch (error) {
    throw error instanceof YamlFileError ? new StackError(error.message) : error;
  }
}

/** What a preview shows without a stack trace; any other error is a fault of the program's, and keeps its own. */
async function inWords(error: unknown): Promise<unknown> {
  if (pulumi.ResourceError.isInstance(error) && error.resource !== undefined) {
    return new StackError(`${resourceInWords(await urnOf(error.resource))}: ${error.message}`);
  }
  return pulumi.RunError.isInstance(error) ? new StackError(error.message) : error;
}
