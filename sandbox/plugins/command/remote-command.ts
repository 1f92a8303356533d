import { randomBytes } from "node:crypto";

import { compare, isSame } from "../rpc/difference.js";
import type { Call, ResourceType } from "../rpc/provider.js";
import { isObject, Secret, unknown, withoutSecrets, type Properties } from "../rpc/value.js";
import { completeConnection, connectionOf } from "./connection.js";
import { checkCommandInputs } from "./input-types.js";
import { runCommand, type Output } from "./run.js";

/** `command:remote:Command`: scripts over SSH for a resource's creation, change and removal. */
export const remoteCommand: ResourceType = {
  check({ inputs }) {
    const present = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
    const { connection } = present;
    const complete = connection === undefined ? present : { ...present, connection: completeConnection(connection) };
    return { inputs: complete, failures: checkCommandInputs(present) };
  },

  diff({ oldInputs, inputs }) {
    return compare(withoutOpen(oldInputs, inputs), withoutOpen(inputs, inputs), ["triggers"]);
  },

  async create({ inputs, preview }, call) {
    const id = `${call.name}${randomBytes(4).toString("hex")}`;
    if (preview) return { id, outputs: { ...inputs, stdout: unknown, stderr: unknown } };
    return { id, outputs: { ...inputs, ...(await run(textOf(inputs, "create"), inputs, nothing, call)) } };
  },

  async update({ state, inputs, preview }, call) {
    const previous = previousOutput(state);
    if (preview) return { ...foreseen(inputs), ...(hasNewOutput(state, inputs) ? unknownOutput : previous) };
    const script = textOf(inputs, "update") ?? textOf(inputs, "create");
    return { ...inputs, ...(await run(script, inputs, previous, call)) };
  },

  /** There is nothing to read on the host: state is what the last command left. */
  read({ id, state, inputs }) {
    return { id, outputs: state, inputs };
  },

  async delete({ state }, call) {
    await run(textOf(state, "delete"), state, previousOutput(state), call);
  },
};

/** The official plugin sees no change in a connection of which nothing is known. */
export function withoutOpen(properties: Properties, inputs: Properties): Properties {
  const { connection, ...others } = properties;
  const isOpen = withoutSecrets(inputs.connection ?? null) === unknown;
  return isOpen || connection === undefined ? others : { ...others, connection };
}

/** Of a connection that the official plugin could not read for want of a number or a credential, nothing is known. */
export function foreseen(inputs: Properties): Properties {
  const { connection } = withoutSecrets(inputs) as Properties;
  const isOpen = isObject(connection) && openNames.some((name) => connection[name] === unknown);
  return isOpen ? { ...inputs, connection: new Secret(unknown) } : inputs;
}

const openNames = ["port", "dialErrorLimit", "perDialTimeout", "password", "privateKey", "privateKeyPassword"];

const nothing: Output = { stdout: "", stderr: "" };
const unknownOutput: Properties = { stdout: unknown, stderr: unknown };

async function run(script: string | undefined, inputs: Properties, previous: Output, call: Call): Promise<Properties> {
  if (script === undefined) return { ...previous };
  const logging = textOf(inputs, "logging");
  const stdin = textOf(inputs, "stdin");
  const request = {
    connection: connectionOf(inputs),
    script,
    environment: withoutSecrets(inputs.environment ?? {}) as Record<string, string>,
    previous: withoutSecrets(inputs.addPreviousOutputInEnv ?? true) === true ? previous : nothing,
    ...(stdin !== undefined && { stdin }),
    logged: {
      stdout: logging === undefined || logging === "stdout" || logging === "stdoutAndStderr",
      stderr: logging === undefined || logging === "stderr" || logging === "stdoutAndStderr",
    },
  };
  return { ...(await runCommand(request, call)) };
}

/** As the official plugin has it: an input that only came new is not thought to change the output. */
function hasNewOutput(state: Properties, inputs: Properties): boolean {
  return Object.entries(state).some(([name, old]) => {
    if (name === "stdout" || name === "stderr") return false;
    const now = inputs[name];
    return now === undefined || !isSame(old, now);
  });
}

function previousOutput(state: Properties): Output {
  return { stdout: textOf(state, "stdout") ?? "", stderr: textOf(state, "stderr") ?? "" };
}

function textOf(properties: Properties, name: string): string | undefined {
  const value = withoutSecrets(properties[name] ?? null);
  return typeof value === "string" ? value : undefined;
}
