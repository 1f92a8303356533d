import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { registrationsOf, withoutSecrets } from "../../cli/stack/program";

/** A resource as the engine would have had it registered. */
export interface Registration {
  /** Its identity in a state, with the types of its parents: another one is another object, and this one deleted. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly options: Options;
}

/** What is registered beside the inputs, as far as a test looks at it. */
interface Options {
  /** Id of what is there already. */
  readonly import?: string;
  /** URNs under which a state may know it still: it itself, and so its children. */
  readonly aliases?: readonly string[];
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly retainOnDelete?: true;
}

/** As the engine makes it (`resource.NewURN`): of all parents but the stack itself; the mocks name the last alone. */
const urn = (parent: string, type: string, name: string) => {
  const [, , parents = ""] = parent.split("::");
  const types = parents === "" || parents === "pulumi:pulumi:Stack" ? type : `${parents}$${type}`;
  return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${types}::${name}`;
};
Reflect.set(MockMonitor.prototype, "newUrn", urn);

/** By type and name; the mocks hand on none of it. */
const asked = new Map<string, Pick<Registration, "urn" | "options">>();
const registerResource = Reflect.get(MockMonitor.prototype, "registerResource");
MockMonitor.prototype.registerResource = function (request: Request, callback) {
  const [parent, type, name] = [request.getParent(), request.getType(), request.getName()];
  const id = request.getImportid();
  const aliases = request.getAliasesList().map((alias) => {
    if (alias.hasUrn()) return alias.getUrn();
    const { name: oldName = "", type: oldType = "", parenturn = "" } = alias.getSpec()?.toObject() ?? {};
    // What it does not say is as it is now.
    return urn(parenturn, oldType === "" ? type : oldType, oldName === "" ? name : oldName);
  });
  asked.set(keyOf({ type, name }), {
    urn: urn(parent, type, name),
    options: {
      ...(id !== "" && { import: id }),
      ...(aliases.length > 0 && { aliases }),
      protect: request.getProtect(),
      ignoreChanges: request.getIgnorechangesList(),
      ...(request.getRetainondelete() && { retainOnDelete: true }),
    },
  });
  return registerResource.call(this, request, callback);
};

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getAliasesList(): Alias[];
  getImportid(): string;
  getProtect(): boolean;
  getIgnorechangesList(): string[];
  getRetainondelete(): boolean;
}

function keyOf({ type, name }: Pick<Registration, "type" | "name">): string {
  return `${type} ${name}`;
}

interface Circumstances {
  readonly stack?: string;
  readonly config?: Record<string, unknown>;
  /** What a state has of resources, by name, beside their inputs. */
  readonly state?: Readonly<Record<string, object>>;
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
  { stack = "dev", config = {}, state = {} }: Circumstances = {},
): Promise<Registration[]> {
  const { stackTraceLimit } = Error;
  // The SDK asks each of its promises for its stack, which takes half of a program's time here.
  Error.stackTraceLimit = 0;
  const registrations = await registrationsOf(program, {
    project: "lookout",
    stack,
    config: Object.fromEntries(
      Object.entries(config)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [`lookout:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
    ),
    answer: ({ type, name, inputs }) => ({
      id: IDS[type]?.(name) ?? `${name}-id`,
      state: { ...inputs, ...OUTPUTS[type], ...state[name] },
    }),
  }).finally(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  return (
    registrations
      // What is read is asked for otherwise, and is no object of the stack's.
      .filter(({ type }) => type !== "pulumi:pulumi:StackReference")
      .map(({ type, name, inputs }) => {
        const request = asked.get(keyOf({ type, name }));
        if (request === undefined) throw new Error(`${type} ${name} was not asked for`);
        return { type, name, inputs, ...request };
      })
      .sort((a, b) => keyOf(a).localeCompare(keyOf(b)))
  );
}

/** Where a program makes something of the id: a number, the same each time. */
const IDS: Record<string, (name: string) => string> = { "datadog:index/monitor:Monitor": numberOf };

function numberOf(name: string): string {
  return String(1000 + Buffer.from(name).reduce((sum, byte) => (31 * sum + byte) % 9000, 0));
}

/** What the providers would compute. */
const OUTPUTS: Record<string, object> = {
  "command:remote:Command": { stdout: 'lookout ran: {"version":"7.70.1","hostname":"db1","checks":{"postgres":"OK"}}' },
  "datadog:index/dashboard:Dashboard": { url: "/dashboard/abc-def-ghi/lookout" },
  "random:index/randomPassword:RandomPassword": { result: "generated" },
};
