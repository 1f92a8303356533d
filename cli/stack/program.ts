import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

// The SDK's mocks know no error hooks, which the engine takes and answers with nothing.
Object.assign(MockMonitor.prototype, {
  registerErrorHook: (_: unknown, callback: (error: null, answer: object) => void) => {
    callback(null, {});
  },
});

/** A resource as the engine would have had it registered. */
export interface Registration {
  /** `datadog:index/monitor:Monitor`. */
  readonly type: string;
  readonly name: string;
  /** What its provider is said to have answered. */
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  /** The id of what is there already and is taken over. */
  readonly importId?: string;
}

export interface Circumstances {
  readonly project: string;
  readonly stack: string;
  /** By full name, as the engine hands it on: `lookout:notify`; lists and maps as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** What a resource's provider would answer. */
  readonly answer: (resource: Omit<Registration, "id">) => { id: string; state: Record<string, unknown> };
}

/**
 * Runs a program against no engine, no provider and no network, and returns what it would have registered, in that
 * order.
 *
 * @throws what the program throws.
 */
export async function registrationsOf(
  program: () => Promise<unknown>,
  circumstances: Circumstances,
): Promise<Registration[]> {
  const { project, stack, config, answer } = circumstances;
  const registrations: Registration[] = [];
  const realFetch = globalThis.fetch;
  // Datadog, which knows every key.
  globalThis.fetch = () => Promise.resolve(new Response("{}"));
  pulumi.runtime.setAllConfig({ ...config });
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id: importId = "" }) => {
        if (type === "pulumi:pulumi:Stack") return { id: "", state: {} };
        const resource = { type, name, inputs: inputs as Record<string, unknown> };
        const { id, state } = answer(resource);
        registrations.push({ ...resource, id, ...(importId !== "" && { importId }) });
        return { id, state };
      },
      call: () => ({}),
    },
    project,
    stack,
    false,
  );
  try {
    // As the engine has it run: what is declared is the stack's, whose checks see all of it.
    let thrown: { readonly error: unknown } | undefined;
    await pulumi.runtime.runInPulumiStack(async () => {
      try {
        await program();
      } catch (error) {
        // The SDK's stack would reject more than once.
        thrown = { error };
      }
    });
    if (thrown !== undefined) throw thrown.error;
  } finally {
    // Registrations go on after a program that threw.
    await pulumi.runtime.disconnect();
    globalThis.fetch = realFetch;
  }
  return registrations;
}

/** Inputs with `[secret]` in place of each secret: that they are secret is seen, and what they hold is not. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.runtime.specialSigKey in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]));
}
