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
 * @param owner whose they are.
 */
export function withSecrets(
  map: ConfigMap,
  secrets: Readonly<Record<string, pulumi.Input<string>>>,
  owner: string,
): ConfigMap {
  const inPlace = (value: ConfigValue, path: readonly (string | number)[]): ConfigValue => {
    if (typeof value === "string") {
      const named = secretsNamedIn(value).filter((name) => Object.hasOwn(secrets, name));
      return named.length === 0 ? value : new SecretValue(nameAt(path), filled(value, secrets), owner);
    }
    if (Array.isArray(value)) return value.map((item: ConfigValue, i) => inPlace(item, [...path, i]));
    if (typeof value !== "object" || value === null || value instanceof SecretValue) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, inPlace(part, [...path, key])] as const),
    );
  };
  return inPlace(map, []) as ConfigMap;
}

function filled(text: string, secrets: Readonly<Record<string, pulumi.Input<string>>>): pulumi.Output<string> {
  return pulumi
    .all(secrets)
    .apply((values) =>
      text.replace(REFERENCE, (reference, name: string) =>
        Object.hasOwn(values, name) ? (values[name] ?? "") : reference,
      ),
    );
}

/** By its path, since a plan shows the name in the secret's place. */
function nameAt(path: readonly (string | number)[]): string {
  return path.join("_").replace(/[^A-Za-z0-9]+/g, "_");
}
