import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { describe, type Description, resourceInWords } from "./description";
import { readYamlFile, YamlFileError } from "../../settings/yaml-file";
import { environment } from "../stack/environment";
import { type Registration, registrationsOf } from "../stack/program";
import { StackError } from "../stack/stacks";
import { urnOf, warnedOf } from "../stack/warnings";

/**
 * What a stack will mean for people, from a run of its program without engine, host, key or network.
 *
 * @param program the stack's own; what it needs is loaded when the settings are known.
 * @throws StackError in the words of a preview where the settings or what is declared are mistaken.
 */
export async function describeStack(
  folder: string,
  stack: string,
  now: Date,
  program: () => Promise<unknown>,
): Promise<Description> {
  const { project, config, hosts } = environment(
    stack,
    readYaml(folder, "Pulumi.yaml"),
    readYaml(folder, `Pulumi.${stack}.yaml`),
  );
  try {
    const { result, warnings } = await warnedOf(() =>
      registrationsOf(program, { project, stack, config, answer: answers() }),
    );
    return describe(result, warnings, { stack, hosts, now });
  } catch (error) {
    throw await inWords(error);
  }
}

const MONITOR = "datadog:index/monitor:Monitor";

/** What the providers would compute, as far as a program makes something of it; each monitor has an id of its own. */
function answers(): (resource: Omit<Registration, "id">) => { id: string; state: Record<string, unknown> } {
  let monitors = 1000;
  return ({ type, name, inputs }) => ({
    id: type === MONITOR ? String(++monitors) : `${name}-id`,
    state: { ...inputs, ...COMPUTED[type] },
  });
}

const COMPUTED: Readonly<Record<string, Record<string, unknown>>> = {
  "command:remote:Command": { stdout: 'lookout ran: {"version":"7.70.1","hostname":"db1","checks":{}}' },
  "datadog:index/dashboard:Dashboard": { url: "/dashboard/abc-def-ghi/dashboard" },
  "random:index/randomPassword:RandomPassword": { result: "generated" },
};

function readYaml(folder: string, name: string): unknown {
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
