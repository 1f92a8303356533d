import { isMap } from "./map";

/**
 * Settings that differ from machine to machine over those of the environment: maps are merged key by key, lists of
 * named things (hosts) by `name`, anything else is replaced.
 */
export function overlaid(base: unknown, over: unknown): unknown {
  if (isMap(base) && isMap(over)) {
    const merged: Record<string, unknown> = { ...base };
    for (const [key, value] of Object.entries(over)) merged[key] = key in base ? overlaid(base[key], value) : value;
    return merged;
  }
  if (isNamedList(base) && isNamedList(over)) {
    const added = over.filter(({ name }) => base.every((entry) => entry.name !== name));
    return [...base.map((entry) => overlaid(entry, over.find(({ name }) => name === entry.name) ?? {})), ...added];
  }
  return over;
}

function isNamedList(value: unknown): value is { name: string }[] {
  return Array.isArray(value) && value.every((entry) => isMap(entry) && typeof entry.name === "string");
}
