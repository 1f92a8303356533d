import type { Difference, PropertyChange } from "./provider.js";
import { Asset, isObject, Secret, unknown, type Properties, type Value } from "./value.js";

/**
 * Compares two sets of inputs as the Pulumi provider SDKs do: lists by position, objects by name, secrets as a whole.
 *
 * @param replacing names of the properties that need a new resource where they come or go. Of a change inside of one the
 *   program's own SDK says so to the engine (`replaceOnChanges`).
 */
export function compare(olds: Properties, news: Properties, replacing: readonly string[] = []): Difference {
  const detailed: Record<string, PropertyChange> = {};
  const diffs: string[] = [];
  for (const name of namesOf(olds, news)) {
    const changes = [...elementChanges(propertyPath("", name), olds[name], news[name])];
    if (changes.length > 0) diffs.push(name);
    for (const [path, kind] of changes) {
      detailed[path] = { kind: replacing.includes(path) ? `${kind}-replace` : kind };
    }
  }
  return {
    changed: diffs.length > 0,
    diffs,
    replaces: diffs.filter((name) => replacing.includes(name) && name in detailed),
    detailed,
  };
}

export function isSame(old: Value, now: Value): boolean {
  return valueChanges("", old, now).next().done === true;
}

type Change = [path: string, kind: "add" | "delete" | "update"];

function* objectChanges(path: string, olds: Properties, news: Properties): Generator<Change> {
  for (const name of namesOf(olds, news)) {
    yield* elementChanges(propertyPath(path, name), olds[name], news[name]);
  }
}

function* arrayChanges(path: string, olds: Value[], news: Value[]): Generator<Change> {
  for (let index = 0; index < Math.max(olds.length, news.length); index++) {
    yield* elementChanges(`${path}[${index}]`, olds[index], news[index]);
  }
}

function* elementChanges(path: string, old: Value | undefined, now: Value | undefined): Generator<Change> {
  if (old !== undefined && now !== undefined) yield* valueChanges(path, old, now);
  else if (now !== undefined) yield [path, "add"];
  else if (old !== undefined) yield [path, "delete"];
}

function* valueChanges(path: string, old: Value, now: Value): Generator<Change> {
  if (isObject(old) && isObject(now)) yield* objectChanges(path, old, now);
  else if (Array.isArray(old) && Array.isArray(now)) yield* arrayChanges(path, old, now);
  else if (old instanceof Secret && now instanceof Secret) {
    if (!isSame(old.value, now.value)) yield [path, "update"];
  } else if (old instanceof Asset && now instanceof Asset) {
    if (old.of.hash === undefined || old.of.hash !== now.of.hash) yield [path, "update"];
  } else if (old !== now || now === unknown) yield [path, kindOf(old, now)];
}

/** A null where something was is as good as its removal. */
function kindOf(old: Value, now: Value): Change[1] {
  if (old === null) return "add";
  return now === null ? "delete" : "update";
}

/** The notation of `detailedDiff`: `a.b[0]["with.dot"]`. */
function propertyPath(path: string, name: string): string {
  if (/[."[\]]/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

function namesOf(olds: Properties, news: Properties): Set<string> {
  return new Set([...Object.keys(olds), ...Object.keys(news)]);
}
