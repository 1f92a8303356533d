import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { below, credentialIn, nameAt } from "../../settings/credentials";
import { isMap } from "../../settings/map";

const HIDDEN = "[not shown]";

/**
 * The keys of a YAML file that become others, a line each: `log_level: warn → info`, `+ site: datadoghq.eu`, `- proxy.no_proxy:
 * [a]`. No secret is in them.
 *
 * @returns undefined where one of the two is no YAML of keys.
 */
export function keyChanges(found: string, written: string): readonly string[] | undefined {
  const [before, after] = [leaves(found), leaves(written)];
  if (before === undefined || after === undefined) return undefined;
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (is === undefined) return [`- ${key}: ${shown(was)}`];
    if (was === undefined) return [`+ ${key}: ${shown(is)}`];
    return isSame(was.value, is.value) ? [] : [`${key}: ${shown(was)} → ${shown(is)}`];
  });
}

/** As people read it: of YAML's numbers -0 is 0. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other) || JSON.stringify(one) === JSON.stringify(other);
}

interface Leaf {
  readonly name: string;
  readonly value: unknown;
}

/** What no key is below; a list of nothing but such values is one, too. */
function leaves(text: string): ReadonlyMap<string, Leaf> | undefined {
  let root: unknown;
  try {
    root = parse(text, { logLevel: "error" }) ?? {};
  } catch {
    return undefined;
  }
  if (!isMap(root)) return undefined;
  const found = new Map<string, Leaf>();
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    const parts = Array.isArray(value) ? (value.some(isHolder) ? [...value.entries()] : []) : entriesOf(value);
    if (parts.length === 0) found.set(written(path), { name: nameAt(path), value });
    else for (const [key, part] of parts) visit(part, [...path, key]);
  };
  for (const [key, value] of Object.entries(root)) visit(value, [key]);
  return found;
}

function entriesOf(value: unknown): [string, unknown][] {
  return isMap(value) ? Object.entries(value) : [];
}

function isHolder(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** `instances[0].host`. */
function written(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
}

/** What a person wrote by hand may have a secret anywhere. */
function shown(leaf: Leaf | undefined): string {
  const { name = "", value } = leaf ?? {};
  const isSecret = [{ path: [name], value }, ...below(value)].some(
    (one) => credentialIn(name, one.value) !== undefined,
  );
  return isSecret ? HIDDEN : JSON.stringify(value ?? null);
}
