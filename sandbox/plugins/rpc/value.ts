import structProto, { type Struct } from "google-protobuf/google/protobuf/struct_pb.js";

/**
 * A property's value as the engine and a plugin exchange it. Everything is plain JSON except {@link Secret},
 * {@link Asset} and {@link unknown}, which travel as sentinels in the protocol and as these types here.
 */
export type Value = null | boolean | number | string | Value[] | Properties | Secret | Asset | Unknown;

export interface Properties {
  [name: string]: Value;
}

/** A value that the engine encrypts in state and shows as `[secret]`. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** A file or a text by what it holds. Of what a state has of it the engine sends the digest alone. */
export class Asset {
  constructor(readonly of: { readonly hash?: string; readonly path?: string; readonly text?: string }) {}
}

/** Type of {@link unknown}. */
class Unknown {
  readonly known = false;
}

/** At preview: a value that only `up` will bring. */
export const unknown = new Unknown();

/** The protocol's key that tells what an object stands for; see the SDK's `runtime/rpc.ts`. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
/** An output value: it may be secret, unknown, or both. */
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine writes one sentinel for each type that the value will have once it is known. */
const unknownSentinels = new Set([
  unknownString,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

const assetSignature = "c44067f5952c0a294b673a41bacd8c17";

/** What else a signature can announce; this stand-in's resource types take none of them. */
const refusedSignatures = new Map<JsonValue, string>([
  ["0def7320c3a5731c473e5ecbe6d01bc7", "an archive"],
  ["5cf8f73096256a8f31e491e813e4eb8e", "a resource reference"],
]);

export function isObject(value: Value | undefined): value is Properties {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof Asset) &&
    !(value instanceof Unknown)
  );
}

/** The value without any {@link Secret} around or within it. */
export function withoutSecrets(value: Value): Value {
  if (value instanceof Secret) return withoutSecrets(value.value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (isObject(value)) return mapValues(value, withoutSecrets);
  return value;
}

export function hasUnknowns(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret) return hasUnknowns(value.value);
  if (Array.isArray(value)) return value.some(hasUnknowns);
  return isObject(value) && Object.values(value).some(hasUnknowns);
}

export function unmarshal(struct: Struct | undefined): Properties {
  const plain = (struct?.toJavaScript() ?? {}) as Record<string, JsonValue>;
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, fromWire(value, name)]));
}

export function marshal(properties: Properties): Struct {
  return structProto.Struct.fromJavaScript(mapValues(properties, toWire));
}

type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

function fromWire(value: JsonValue, path: string): Value {
  if (typeof value === "string") return unknownSentinels.has(value) ? unknown : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((element, index) => fromWire(element, `${path}[${index}]`));
  const signature = value[signatureKey];
  if (signature === secretSignature) return new Secret(fromWire(value.value ?? null, path));
  if (signature === outputSignature) {
    const inner = value.value === undefined ? unknown : fromWire(value.value, path);
    return value.secret === true ? new Secret(inner) : inner;
  }
  if (signature === assetSignature) {
    const { hash, path: file, text } = value as { hash?: string; path?: string; text?: string };
    return new Asset({
      ...(hash !== undefined && { hash }),
      ...(file !== undefined && { path: file }),
      ...(text !== undefined && { text }),
    });
  }
  if (signature !== undefined) throw new Error(refusal(path, signature));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fromWire(inner, `${path}.${name}`)]));
}

function refusal(path: string, signature: JsonValue): string {
  const kind = refusedSignatures.get(signature) ?? `an object with the unknown signature ${JSON.stringify(signature)}`;
  return `${path} is ${kind}, which this local stand-in does not take; give a string, or install the official plugin`;
}

function toWire(value: Value): Value {
  if (value instanceof Unknown) return unknownString;
  if (value instanceof Secret) return { [signatureKey]: secretSignature, value: toWire(value.value) };
  if (value instanceof Asset) return { [signatureKey]: assetSignature, ...value.of };
  if (Array.isArray(value)) return value.map(toWire);
  if (isObject(value)) return mapValues(value, toWire);
  return value;
}

function mapValues(properties: Properties, change: (value: Value) => Value): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, change(value)]));
}
