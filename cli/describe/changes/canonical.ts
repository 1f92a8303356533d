/** A value as text in which an order that means nothing is none: of keys, and of lists of words or numbers. */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts: unknown[] = value.map(ordered);
    return parts.every((part) => typeof part !== "object")
      ? parts.map(String).sort((one, other) => one.localeCompare(other))
      : parts;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, part]) => [key, ordered(part)]),
  );
}

/** What is in the one and not in the other, once each. */
export function only<T>(some: Iterable<T>, others: Iterable<T>): T[] {
  const not = new Set(others);
  return [...new Set(some)].filter((one) => !not.has(one));
}

/** Pairs of the same key, in the order of the keys; a side that lacks one has nothing. */
export function paired<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): { readonly key: string; readonly before?: T; readonly after?: T }[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort((one, other) => one.localeCompare(other));
  return keys.map((key) => {
    const [old, current] = [before.get(key), after.get(key)];
    return { key, ...(old !== undefined && { before: old }), ...(current !== undefined && { after: current }) };
  });
}

/** `"a"`. */
export function quoted(text: string): string {
  return `"${text}"`;
}

const LISTED = 6;

/** `a, b and c`; of many the first ones, and how many more. */
export function listed(items: readonly string[]): string {
  const shown = items.length > LISTED + 1 ? [...items.slice(0, LISTED), `${items.length - LISTED} more`] : items;
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(shown);
}

/** The same of both sides. */
export function ofBoth<T, R>(before: T, after: T, of: (side: T) => R): [before: R, after: R] {
  return [of(before), of(after)];
}
