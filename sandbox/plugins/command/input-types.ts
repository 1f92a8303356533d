import type { CheckFailure } from "../rpc/provider.js";
import { Asset, isObject, unknown, withoutSecrets, type Properties, type Value } from "../rpc/value.js";

/** Names and types of the official plugin's Go program, as its messages show them. */
type GoType =
  | "string"
  | "float64"
  | "int"
  | "bool"
  | "[]interface {}"
  | "map[string]string"
  | "remote.Logging"
  | "types.AssetOrArchive"
  | Struct;

interface Struct {
  readonly name: string;
  readonly required: readonly string[];
  readonly fields: Readonly<Record<string, GoType>>;
}

const endpoint = {
  host: "string",
  port: "float64",
  user: "string",
  password: "string",
  privateKey: "string",
  privateKeyPassword: "string",
  agentSocketPath: "string",
  dialErrorLimit: "int",
  perDialTimeout: "int",
  hostKey: "string",
} as const;

const proxy: Struct = { name: "remote.ProxyConnection", required: ["host"], fields: endpoint };

const connection: Struct = { name: "remote.Connection", required: ["host"], fields: { ...endpoint, proxy } };

const commandInputs: Struct = {
  name: "remote.CommandInputs",
  required: ["connection"],
  fields: {
    triggers: "[]interface {}",
    create: "string",
    update: "string",
    delete: "string",
    stdin: "string",
    logging: "remote.Logging",
    connection,
    environment: "map[string]string",
    addPreviousOutputInEnv: "bool",
  },
};

const copyInputs: Struct = {
  name: "remote.CopyToRemoteInputs",
  required: ["connection", "source", "remotePath"],
  fields: { connection, triggers: "[]interface {}", source: "types.AssetOrArchive", remotePath: "string" },
};

/** {@link checkCommandInputs} of what is copied; an archive is what the stand-in does not take. */
export function checkCopyInputs(inputs: Properties): CheckFailure[] {
  return [...structFailures(copyInputs, inputs)];
}

/** What the official plugin says of inputs that it cannot decode; a value that is not known yet passes. */
export function checkCommandInputs(inputs: Properties): CheckFailure[] {
  return [...structFailures(commandInputs, inputs)];
}

function* structFailures(struct: Struct, values: Properties): Generator<CheckFailure> {
  for (const [name, type] of Object.entries(struct.fields)) {
    const value = withoutSecrets(values[name] ?? null);
    if (value !== null) yield* valueFailures(struct, name, type, value);
    else if (struct.required.includes(name)) {
      yield { property: name, reason: `Missing required field '${name}' on '${struct.name}'` };
    }
  }
  for (const name of Object.keys(values)) {
    if (name in struct.fields) continue;
    yield { property: name, reason: `Unrecognized field '${name}' on '${struct.name}'` };
  }
}

function* valueFailures(owner: Struct, name: string, type: GoType, value: Value): Generator<CheckFailure> {
  if (value === unknown) return;
  if (typeof type === "object" && isObject(value)) {
    yield* nestedFailures(owner, name, [...structFailures(type, value)]);
  } else if (type === "map[string]string" && isObject(value)) {
    for (const [key, entry] of Object.entries(value))
      yield* valueFailures(owner, `${name}[${key}] value`, "string", entry);
  } else if (!accepts(type, value)) {
    const expected = typeof type === "object" ? type.name : type;
    const reason = `Field '${name}' on '${owner.name}' must be a '${expected}'; got '${goTypeOf(value)}' instead`;
    yield { property: name, reason };
  }
}

/** The official plugin names the outermost property only, and lists what is wrong within it. */
function* nestedFailures(owner: Struct, name: string, inner: readonly CheckFailure[]): Generator<CheckFailure> {
  if (inner.length === 0) return;
  const owners = owner.name.replace("remote.", "");
  const list = inner.map(({ property, reason }) => `\n\t${property}: ${reason}`).join("");
  const reason = `An error occurred decoding '${owners}.${name}': ${inner.length} failures decoding:${list}`;
  yield { property: name, reason };
}

function accepts(type: GoType, value: Value): boolean {
  switch (type) {
    case "string":
    case "remote.Logging":
      return typeof value === "string";
    case "float64":
    case "int":
      return typeof value === "number";
    case "bool":
      return typeof value === "boolean";
    case "types.AssetOrArchive":
      return value instanceof Asset;
    case "[]interface {}":
      return Array.isArray(value);
    default:
      return false;
  }
}

function goTypeOf(value: Value): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "float64";
  if (typeof value === "boolean") return "bool";
  return "map[string]interface {}";
}
