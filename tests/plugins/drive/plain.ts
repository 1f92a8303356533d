import { Asset, Secret, type Properties, type Value } from "../../../sandbox/plugins/rpc/value.js";
import { unknown } from "../../../sandbox/plugins/rpc/value.js";

/** What a recording can hold: JSON. */
export type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };
export type PlainObject = Record<string, Plain>;

const secretMark = "[secret]";
const unknownMark = "[unknown]";
const assetMark = "[asset]";

/** A property's value for a reader: `[secret] text`, `{"[secret]": {…}}`, `[unknown]`. */
export function toPlain(value: Value): Plain {
  if (value === unknown) return unknownMark;
  if (value instanceof Secret) {
    const inner = toPlain(value.value);
    return typeof inner === "string" ? `${secretMark} ${inner}` : { [secretMark]: inner };
  }
  if (value instanceof Asset) return { [assetMark]: { ...value.of } };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Properties).filter(([name]) => name !== bridgeNotes);
  return Object.fromEntries(entries.map(([name, inner]) => [name, toPlain(inner)]));
}

/** With these the official plugins turn their state back into that of Terraform; no user meets them. */
const bridgeNotes = "__pulumi_raw_state_delta";

/** The way back from {@link toPlain}. */
export function fromPlain(plain: Plain): Value {
  if (plain === unknownMark) return unknown;
  if (typeof plain === "string") {
    return plain.startsWith(`${secretMark} `) ? new Secret(plain.slice(secretMark.length + 1)) : plain;
  }
  if (Array.isArray(plain)) return plain.map(fromPlain);
  if (!isPlainObject(plain)) return plain;
  if (assetMark in plain) return new Asset(plain[assetMark] as Asset["of"]);
  if (secretMark in plain) return new Secret(fromPlain(plain[secretMark] ?? null));
  return Object.fromEntries(Object.entries(plain).map(([name, inner]) => [name, fromPlain(inner)]));
}

export function isPlainObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What `to` has that `from` has not, by path; `(gone)` for the contrary. Nothing where they are alike. */
export function changes(from: Plain, to: Plain): PlainObject | undefined {
  const found = [...changed("", from, to)];
  if (found.length === 0) return undefined;
  // A state names everything that is not set.
  const nulls = found.filter(([, was, is]) => was === undefined && is === null).map(([path]) => path);
  const others = found.filter(([path]) => !nulls.includes(path));
  return {
    ...Object.fromEntries(others.map(([path, , is]) => [path, is === undefined ? "(gone)" : is])),
    ...(nulls.length > 0 && { "(null)": nulls.join(" ") }),
  };
}

type Change = [path: string, was: Plain | undefined, is: Plain | undefined];

function* changed(path: string, from: Plain | undefined, to: Plain | undefined): Generator<Change> {
  if (isPlainObject(from) && isPlainObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
    for (const name of names) yield* changed(path === "" ? name : `${path}.${name}`, from[name], to[name]);
  } else if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    for (const [index, element] of to.entries()) yield* changed(`${path}[${index}]`, from[index], element);
  } else if (from === undefined || to === undefined || !isSame(from, to)) yield [path, from, to];
}

function isSame(one: Plain, other: Plain): boolean {
  return JSON.stringify(sortedKeys(one)) === JSON.stringify(sortedKeys(other));
}

/** Objects have no order, for whoever compares two texts of them. */
export function sortedKeys(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sortedKeys(inner)]));
}
