import * as pulumi from "@pulumi/pulumi";

/** A resource of a stack's state, whose secrets the engine has opened. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** It waits for its deletion: another one is in its place. */
  readonly delete?: boolean;
  /** Of a host that is declared to be gone. */
  readonly retainOnDelete?: boolean;
}

/** By which the engine knows a secret among values. */
const SIGNATURE = pulumi.runtime.specialSigKey;

/** A value of the state, or of what a program registers, with what its secrets hold. */
export function opened(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(opened);
  if (SIGNATURE in value) {
    const { plaintext, value: plain } = value as { readonly plaintext?: string; readonly value?: unknown };
    return opened(plaintext === undefined ? plain : JSON.parse(plaintext));
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, opened(part)]));
}

export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
