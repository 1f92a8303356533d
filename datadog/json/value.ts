/** What JSON can say. */
export type Json = Readonly<Record<string, unknown>>;

/** The object that the text is; nothing where it is none. Why is not told: a parser's words quote the text. */
export function readObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Anything else than an object has no keys. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function objectsIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** `layoutType` of `layout_type`. */
export function camelCase(key: string): string {
  return key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Without what is null, which the API reads as left out. */
export function filled(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

/** Those of the values that are what they should be; what is of another kind, Datadog refuses by itself. */
export function ofKinds(
  values: Readonly<Record<string, unknown>>,
  kinds: Readonly<Record<string, Kind>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([key, kind]) => (IS[kind](values[key]) ? [[key, values[key]]] : [])),
  );
}

export type Kind = "text" | "number" | "boolean" | "texts" | "object" | "objects";

const isText = (value: unknown) => typeof value === "string";

const IS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: isText,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  texts: (value) => Array.isArray(value) && value.every(isText),
  object: isObject,
  objects: (value) => Array.isArray(value) && value.every(isObject),
};
