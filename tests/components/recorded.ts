import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

// The SDK's mocks know no error hooks, which the engine takes and answers with nothing.
Object.assign(MockMonitor.prototype, {
  registerErrorHook: (_: unknown, callback: (error: null, answer: object) => void) => {
    callback(null, {});
  },
});

/** A resource as the engine would have been told of it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly options: Options;
}

/** What the engine is told beside the inputs, as far as a test looks at it. */
interface Options {
  /** Id of what is there already. */
  readonly import?: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
}

/** The mocks hand on none of it. */
const optionsOf = new Map<string, Options>();
const registerResource = Reflect.get(MockMonitor.prototype, "registerResource");
MockMonitor.prototype.registerResource = function (request: Request, callback) {
  const id = request.getImportid();
  optionsOf.set(keyOf({ type: request.getType(), name: request.getName() }), {
    ...(id !== "" && { import: id }),
    protect: request.getProtect(),
    ignoreChanges: request.getIgnorechangesList(),
  });
  return registerResource.call(this, request, callback);
};

interface Request {
  getType(): string;
  getName(): string;
  getImportid(): string;
  getProtect(): boolean;
  getIgnorechangesList(): string[];
}

function keyOf({ type, name }: Pick<Registration, "type" | "name">): string {
  return `${type} ${name}`;
}

const SECRET = "4dabf18193072939515e22adb298388d";

interface Circumstances {
  readonly stack?: string;
  readonly config?: Record<string, unknown>;
}

/**
 * Runs a program against no engine and returns what it registered, sorted by type and name. Secrets stand as
 * `[secret]`: that they are secret is seen, and what they hold is not.
 */
export async function recorded(
  program: () => Promise<unknown>,
  circumstances: Circumstances = {},
): Promise<Registration[]> {
  const registrations = await registered(program, circumstances);
  return registrations.map((one) => ({ ...one, inputs: withoutSecrets(one.inputs) as Record<string, unknown> }));
}

/** {@link recorded} with what the secrets hold, in the protocol's notation. */
export async function registered(
  program: () => Promise<unknown>,
  { stack = "dev", config = {} }: Circumstances = {},
): Promise<Registration[]> {
  const registrations: Registration[] = [];
  const realFetch = globalThis.fetch;
  // Datadog, which knows every key.
  globalThis.fetch = () => Promise.resolve(new Response("{}"));
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(config)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [`lookout:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
  );
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const options = optionsOf.get(keyOf({ type, name }));
        if (options === undefined) throw new Error(`${type} ${name} was not asked for`);
        registrations.push({ type, name, inputs: inputs as Record<string, unknown>, options });
        return { id: IDS[type]?.(name) ?? `${name}-id`, state: { ...(inputs as object), ...OUTPUTS[type] } };
      },
      call: () => ({}),
    },
    "lookout",
    stack,
    false,
  );
  try {
    await program();
  } finally {
    // Registrations go on after a program that threw.
    await pulumi.runtime.disconnect();
    globalThis.fetch = realFetch;
  }
  return registrations.sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

/** Where a program makes something of the id: a number, the same each time. */
const IDS: Record<string, (name: string) => string> = { "datadog:index/monitor:Monitor": numberOf };

function numberOf(name: string): string {
  return String(1000 + Buffer.from(name).reduce((sum, byte) => (31 * sum + byte) % 9000, 0));
}

/** What the providers would compute. */
const OUTPUTS: Record<string, object> = {
  "command:remote:Command": { stdout: '{"version":"7.70.1","hostname":"db1","checks":{"postgres":"OK"}}' },
  "datadog:index/dashboard:Dashboard": { url: "/dashboard/abc-def-ghi/lookout" },
  "random:index/randomPassword:RandomPassword": { result: "generated" },
};

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (SECRET in value) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSecrets(part)]));
}
