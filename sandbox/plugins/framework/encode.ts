/**
 * How the official plugins take the inputs of resources that their upstream wrote with Terraform's plugin framework:
 * what fits is converted, null is as good as absent, names that nobody knows are passed over, and the first misfit ends
 * the request with an error in the words of Pulumi's bridge to Terraform.
 */
import { isObject, unknown, type Properties, type Value } from "../rpc/value.js";
import { goSyntax, goValue } from "./go-value.js";

export type Attribute =
  | { readonly kind: "string" | "number" | "bool"; readonly wire?: string }
  | { readonly kind: "list" | "set" | "map"; readonly of: Attribute; readonly wire?: string }
  | { readonly kind: "object"; readonly attributes: Attributes; readonly wire?: string };

/** By the input's name; `wire` is the upstream's, where it is not the same in snake case. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** @throws Error at the first input that cannot be converted. */
export function encodeInputs(attributes: Attributes, inputs: Properties): Properties {
  try {
    return encodeObject(attributes, inputs);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Error(`cannot encode resource inputs to call ValidateResourceConfig: ${error.message}`, { cause: error });
  }
}

/** `display_timezone` of `displayTimezone`. */
export function wireName(name: string, { wire }: Attribute): string {
  return wire ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

class Misfit extends Error {}

function encodeObject(attributes: Attributes, inputs: Properties): Properties {
  const encoded = Object.entries(attributes).map(([name, attribute]) => {
    const where = `objectEncoder failed on property "${wireName(name, attribute)}"`;
    return [name, within(where, () => encode(attribute, inputs[name] ?? null))] as const;
  });
  return Object.fromEntries(encoded.filter(([, value]) => value !== null));
}

function encode(attribute: Attribute, value: Value): Value {
  if (value === unknown || value === null) return value;
  switch (attribute.kind) {
    case "string":
      return encodeText(value);
    case "number":
      return encodeNumber(value);
    case "bool":
      if (typeof value !== "boolean") throw new Misfit("Expected a Boolean");
      return value;
    case "list":
      if (!Array.isArray(value)) throw new Misfit("Expected an Array PropertyValue");
      return value.map((element, index) =>
        within(`encList failed while encoding element ${index} (${goValue(element)})`, () =>
          encode(attribute.of, element),
        ),
      );
    case "set":
      if (!Array.isArray(value)) {
        throw new Misfit("set encoder failed: expected an Array PropertyValue, got a resource.PropertyValue");
      }
      return sortedSet(
        value.map((element, index) =>
          within(`set encoder failed: encoding element ${index} (${goValue(element)})`, () =>
            encode(attribute.of, element),
          ),
        ),
      );
    case "map":
      return Object.fromEntries(
        Object.entries(anObject(value)).map(([key, inner]) => [key, encodeEntry(attribute.of, inner)]),
      );
    case "object":
      return encodeObject(attribute.attributes, anObject(value));
  }
}

/** A set has no order of its own: it is shown by alphabet, objects by their properties in turn. */
function sortedSet(elements: readonly Value[]): Value[] {
  const rank = (value: Value): string =>
    typeof value === "string" ? `0${value}` : isObject(value) ? `0${written(value)}` : "1";
  return [...elements].sort((one, other) => (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : 0));
}

/** As Terraform writes a value to compare it with another: what is not known yet comes before any text. */
function written(value: Value): string {
  if (value === unknown) return "?";
  if (Array.isArray(value)) return `[${value.map(written).join(";")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `<${entries.map(([, inner]) => written(inner)).join(";")}>`;
}

/** Here the bridge leaves the reason out. */
function encodeEntry(of: Attribute, value: Value): Value {
  try {
    return encode(of, value);
  } catch (error) {
    if (error instanceof Misfit) throw new Misfit(`encMap failed on ${goValue(value)}`, { cause: error });
    throw error;
  }
}

function anObject(value: Value): Properties {
  if (isObject(value)) return value;
  throw new Misfit(`Expected an Object PropertyValue, found ${typeName(value)} ("${goValue(value)}")`);
}

function typeName(value: Value): string {
  if (Array.isArray(value)) return "[]";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function encodeText(value: Value): Value {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Misfit(`Expected a string, got: ${goValue(value)}`);
}

function encodeNumber(value: Value): Value {
  if (typeof value === "number") return value;
  if (value === "") return null;
  if (typeof value === "string" && value.trim() === value && Number.isFinite(Number(value))) return Number(value);
  throw new Misfit(`Expected a Number, got ${goSyntax(value)} ${typeof value === "string"}`);
}

function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new Misfit(`${where}: ${error.message}`, { cause: error });
    throw error;
  }
}
