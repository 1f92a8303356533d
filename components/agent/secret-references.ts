import * as pulumi from "@pulumi/pulumi";
import { type ConfigMap, type ConfigValue, SecretValue } from "./integration";

/** In a text, the place of one of the Agent's secrets: `http://proxy:${secret:proxy_password}@10.0.0.1:3128`. */
const REFERENCE = /\$\{secret:([^}]*)\}/g;

/** The names of the secrets whose places a text has. */
export function secretsNamedIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([, name = ""]) => name);
}

/**
 * A map in which each text that has a secret's place is a secret itself, whole.
 *
 * @param secrets by name; a name that is not among them stands as it is.
 */
export function withSecrets(map: ConfigMap, secrets: Readonly<Record<string, pulumi.Input<string>>>): ConfigMap {
  const names = new Set<string>();
  const inPlace = (value: ConfigValue, path: string): ConfigValue => {
    if (typeof value === "string") {
      const named = secretsNamedIn(value).filter((name) => name in secrets);
      return named.length === 0 ? value : new SecretValue(free(path, names), filled(value, secrets));
    }
    if (Array.isArray(value)) return value.map((item: ConfigValue, i) => inPlace(item, `${path}_${i}`));
    if (typeof value !== "object" || value === null || value instanceof SecretValue) return value;
    const entries = Object.entries(value).map(([key, part]) => [key, inPlace(part, `${path}_${key}`)] as const);
    return Object.fromEntries(entries);
  };
  return inPlace(map, "extra") as ConfigMap;
}

function filled(text: string, secrets: Readonly<Record<string, pulumi.Input<string>>>): pulumi.Output<string> {
  return pulumi
    .all(secrets)
    .apply((values) => text.replace(REFERENCE, (reference, name: string) => values[name] ?? reference));
}

/** By its path, since a plan shows the name in the secret's place; two paths never share one. */
function free(path: string, taken: Set<string>): string {
  const name = path.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  let candidate = name;
  for (let i = 2; taken.has(candidate); i++) candidate = `${name}_${i}`;
  taken.add(candidate);
  return candidate;
}
