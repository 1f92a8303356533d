import * as pulumi from "@pulumi/pulumi";
import { withoutSecrets } from "../../cli/stack/program";
import type { Registration } from "./recorded";

/** Of an object that stands for a secret, or for an asset. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

interface Bytes {
  readonly resources: number;
  /** All that is not a secret's. */
  readonly clear: number;
  /** What stands in each secret's place. */
  readonly encrypted: number;
}

/** What a state keeps of a program's registrations, reckoned: the inputs, and once more as what the plugin answered. */
export function stateBytes(registrations: readonly Registration[]): { all: Bytes; commands: Bytes; texts: number } {
  const ofHosts = registrations.filter(({ type }) => /^(command:|lookout:(agent|host|tracing|databases):)/.test(type));
  return {
    all: bytes(registrations),
    commands: bytes(ofHosts),
    texts: ofHosts.reduce((sum, { inputs }) => sum + length(inputs.create) + length(inputs.delete), 0),
  };
}

/** URN, id, provider, times and dependencies; as measured on states of this engine. */
const FRAME = 700;

function bytes(registrations: readonly Registration[]): Bytes {
  let clear = 0;
  let encrypted = 0;
  for (const { type, inputs } of registrations) {
    // A component has no plugin that answers.
    const times = type.startsWith("lookout:") ? 1 : 2;
    clear += FRAME + times * JSON.stringify(withoutSecrets(inputs), asKept).length;
    encrypted += times * ciphertexts(inputs);
  }
  return { resources: registrations.length, clear, encrypted };
}

/** Of a file its digest and its place. */
function asKept(_: string, value: unknown): unknown {
  if (!pulumi.asset.Asset.isInstance(value)) return value;
  return { [SIGNATURE]: "0".repeat(32), hash: "0".repeat(64), path: "/tmp/lookout-XXXXXX/db1" };
}

/** AES-GCM in base64, `v1:nonce:text`, of the value as JSON; Pulumi's own form. */
function ciphertexts(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (SIGNATURE in value) {
    const { value: secret } = value as { value?: unknown };
    const plain = Buffer.byteLength(JSON.stringify(secret ?? null));
    return '{"":"","ciphertext":"v1::"}'.length + 2 * 32 + 16 + 4 * Math.ceil((plain + 16) / 3);
  }
  return Object.values(value).reduce((sum: number, part) => sum + ciphertexts(part), 0);
}

function length(text: unknown): number {
  return typeof text === "string" ? Buffer.byteLength(text) : 0;
}
