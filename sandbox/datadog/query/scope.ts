import { Reader } from "./reader.js";

/**
 * Which tags something has to have: `env:dev,!host:db2`, `env:dev AND (role:db OR role:web)`, `host IN (a, b)`,
 * and as a search writes it, `-service:(mail OR web)`.
 */
export type Scope =
  | { readonly kind: "all" }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "not"; readonly of: Scope }
  | { readonly kind: "and" | "or"; readonly parts: readonly Scope[] };

const TAG = /[A-Za-z0-9_][A-Za-z0-9_\-.:/*]*/;

export function parseScope(text: string): Scope {
  const reader = new Reader(text);
  const scope = reader.take(/\*(?=\s*$)/) !== undefined ? ({ kind: "all" } as const) : either(reader);
  if (reader.rest !== "") reader.fail("expected `,`, AND or OR");
  return scope;
}

export function matches(scope: Scope, tags: ReadonlySet<string>): boolean {
  switch (scope.kind) {
    case "all":
      return true;
    case "tag":
      return hasTag(scope.tag, tags);
    case "not":
      return !matches(scope.of, tags);
    case "and":
      return scope.parts.every((part) => matches(part, tags));
    case "or":
      return scope.parts.some((part) => matches(part, tags));
  }
}

/** The tags that everything in the scope has: what Datadog writes in a series' `scope`. */
export function tagsOf(scope: Scope): string[] {
  if (scope.kind === "tag") return [scope.tag];
  return scope.kind === "and" ? scope.parts.flatMap(tagsOf) : [];
}

function either(reader: Reader): Scope {
  const parts = [both(reader)];
  while (reader.take(/OR\b/) !== undefined) parts.push(both(reader));
  return joined("or", parts);
}

function both(reader: Reader): Scope {
  const parts = [one(reader)];
  while (reader.take(/,|AND\b/) !== undefined) parts.push(one(reader));
  return joined("and", parts);
}

function one(reader: Reader): Scope {
  if (reader.take(/!|-|NOT\b/) !== undefined) return { kind: "not", of: one(reader) };
  if (reader.take(/\(/) !== undefined) {
    const inner = either(reader);
    reader.expect(/\)/, "`)`");
    return inner;
  }
  if (reader.sees(/\$/)) reader.fail("a template variable has no value here");
  if (reader.take(/\*/) !== undefined) return { kind: "all" };
  const tag = reader.expect(TAG, "a tag such as `env:dev`");
  if (tag.endsWith(":") && reader.sees(/\(/)) return among(reader, tag.slice(0, -1), /OR\b/);
  if (reader.take(/NOT IN\b/) !== undefined) return { kind: "not", of: among(reader, tag) };
  return reader.take(/IN\b/) !== undefined ? among(reader, tag) : { kind: "tag", tag };
}

function among(reader: Reader, key: string, separator = /,/): Scope {
  reader.expect(/\(/, "`(`");
  const parts: Scope[] = [];
  do parts.push({ kind: "tag", tag: `${key}:${reader.expect(TAG, "a value")}` });
  while (reader.take(separator) !== undefined);
  reader.expect(/\)/, "`)`");
  return joined("or", parts);
}

function joined(kind: "and" | "or", parts: readonly Scope[]): Scope {
  const [first] = parts;
  return parts.length === 1 && first ? first : { kind, parts };
}

function hasTag(tag: string, tags: ReadonlySet<string>): boolean {
  if (!tag.includes("*")) return tags.has(tag);
  const pattern = new RegExp(`^${tag.split("*").map(escaped).join(".*")}$`);
  return [...tags].some((candidate) => pattern.test(candidate));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
