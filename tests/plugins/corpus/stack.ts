import { Temporal } from "@js-temporal/polyfill";
import { isObject, Secret, type Properties, type Value } from "../../../sandbox/plugins/rpc/value.js";
import { pluginVersions, type PluginName } from "../../../sandbox/plugins/versions.js";
import { registered } from "../../components/recorded.js";
import { environmentOf, NOW, STACKS } from "../../plans/environment.js";
import { fromPlain, type Plain } from "../drive/plain.js";
import type { Case } from "./case.js";
import { connection, file, firstMonitorId } from "./specimens.js";

/** A resource that the stack declares in one of its environments. */
export interface Declared {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}

/** What `dev` and `prod` declare, without the components: those are no plugin's business. */
export async function declaredByStack(): Promise<Declared[]> {
  return (await registeredByStack()).filter(({ type }) => pluginOf(type) !== undefined);
}

async function registeredByStack(): Promise<Declared[]> {
  const all: Declared[] = [];
  for (const stack of STACKS) {
    const registrations = await atNoon(() =>
      registered(async () => (await import("../../../index.js")).default(), environmentOf(stack)),
    );
    for (const { type, name, inputs } of registrations) {
      all.push({ stack, type, name, inputs: fromProtocol(inputs) as Properties });
    }
  }
  return all;
}

/** What the stack sets on Datadog's plugin itself. */
export async function providerInputs(): Promise<Properties[]> {
  const found = (await registeredByStack()).filter(({ type }) => type === "pulumi:providers:datadog");
  return found.map(({ inputs }) => inputs);
}

/** Each of them made, found unchanged and removed; its host and the monitors that it is of are those of the rig. */
export async function stackCases(): Promise<Case[]> {
  return (await declaredByStack()).flatMap(({ stack, type, name, inputs }) => {
    const plugin = pluginOf(type);
    return plugin ? [stackCase(`stack/${stack}/${name}-${kind(type)}`, plugin, type, atRig(inputs))] : [];
  });
}

export function stackCase(name: string, plugin: PluginName, type: string, inputs: Properties): Case {
  const steps = [{ up: inputs }, { up: inputs }, { refresh: true }, { delete: true }] as const;
  return { name, plugin, type, steps, host: { answers: [{ stdout: "{}\n" }] } };
}

export function pluginOf(type: string): PluginName | undefined {
  const [name = ""] = type.split(":");
  return name in pluginVersions ? (name as PluginName) : undefined;
}

/** `monitor`, of `datadog:index/monitor:Monitor`. */
function kind(type: string): string {
  return (type.split(":").at(-1) ?? "").replace(/^./, (letter) => letter.toLowerCase());
}

function atRig(inputs: Properties): Properties {
  if (inputs.monitorIdentifier !== undefined) return { ...inputs, monitorIdentifier: { monitorId: firstMonitorId } };
  if (inputs.type === "composite" && typeof inputs.query === "string")
    return { ...inputs, query: inputs.query.replace(/\d+/g, String(firstMonitorId)) };
  const declared = inputs.connection instanceof Secret ? inputs.connection.value : inputs.connection;
  if (!isObject(declared)) return inputs;
  return { ...inputs, connection: new Secret({ ...declared, ...connection, dialErrorLimit: 2, perDialTimeout: 8 }) };
}

/** Secrets as the SDK's mocks hand them over. */
const signatureKey = "4dabf18193072939515e22adb298388d";

function fromProtocol(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromProtocol);
  if (typeof value !== "object" || value === null) return fromPlain(value as Plain);
  const fields = value as Record<string, unknown>;
  // What is in it is no plugin's business.
  if (fields.__pulumiAsset === true) return file;
  if (signatureKey in fields) return new Secret(fromProtocol(fields.value));
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, fromProtocol(inner)]),
  );
}

/** A downtime's start is computed from the time of day. Of what asks for the time only that is told another. */
async function atNoon<T>(work: () => Promise<T>): Promise<T> {
  const { instant } = Temporal.Now;
  Object.assign(Temporal.Now, { instant: () => Temporal.Instant.fromEpochMilliseconds(NOW.getTime()) });
  try {
    return await work();
  } finally {
    Object.assign(Temporal.Now, { instant });
  }
}
