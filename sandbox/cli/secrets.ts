import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Instance } from "../instance.js";

/**
 * Encrypts the secrets in the stack's state. It is no secret: Pulumi.dev.yaml is committed with the salt that belongs to
 * it, because without one the engine would write a new one into that file. The state of a sandbox holds nothing but
 * passwords made for that sandbox, in a folder that only its owner may enter.
 */
const passphrase = "lookout-sandbox";

/** Keys that the Datadog stand-in accepts, of the real ones' form. */
export interface DatadogKeys {
  readonly apiKey: string;
  readonly appKey: string;
}

export function ensurePassphraseFile(instance: Instance): string {
  const file = path.join(instance.folder, "passphrase");
  writePrivately(file, passphrase);
  return file;
}

export function datadogKeysFile(instance: Instance): string {
  return path.join(instance.folder, "datadog-keys.json");
}

/** The instance's keys, made at its first start. */
export function ensureDatadogKeys(instance: Instance): DatadogKeys {
  const file = datadogKeysFile(instance);
  if (!existsSync(file)) {
    const keys: DatadogKeys = { apiKey: randomBytes(16).toString("hex"), appKey: randomBytes(20).toString("hex") };
    writePrivately(file, JSON.stringify(keys));
  }
  return JSON.parse(readFileSync(file, "utf8")) as DatadogKeys;
}

/** Replaces the file in one go by one that only its owner may read. */
export function writePrivately(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
