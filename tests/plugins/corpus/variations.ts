import { isObject, Secret, unknown, type Properties, type Value } from "../../../sandbox/plugins/rpc/value.js";
import type { Case, Step } from "./case.js";
import type { Specimen } from "./specimens.js";

/** What is done to each input, by the name of its recording. */
export const variationNames = [
  "added",
  "changed",
  "removed",
  "null",
  "unknown at preview",
  "secret",
  "wrong type",
  "too long",
] as const;

/** One case for each input of a specimen and each thing that can happen to it. */
export function variationsOf(specimen: Specimen): Case[] {
  return inputPaths(specimen.inputs)
    .filter((path) => !specimen.elsewhere?.includes(path))
    .flatMap((path) =>
      Object.entries(variations(specimen, path))
        .filter(([name]) => specimen.only?.includes(name as VariationName) ?? true)
        .filter(([name]) => !specimen.never?.[path]?.includes(name as VariationName))
        .map(([name, steps]) => ({
          ...specimen,
          name: `${specimen.name}/${path}/${name.replaceAll(" ", "-")}`,
          steps,
        })),
    );
}

function variations({ inputs, others = {} }: Specimen, path: string): Partial<Record<VariationName, Step[]>> {
  const value = valueAt(inputs, path);
  const whole: Step = { given: inputs };
  const without: Step[] = [{ given: withValue(inputs, path, undefined) }, { up: inputs }];
  const up = (other: Value | undefined): Step[] => [whole, { up: withValue(inputs, path, other) }];
  return {
    added: without,
    changed: up(others[path] ?? other(value)),
    removed: up(undefined),
    null: up(null),
    "unknown at preview": [whole, { preview: withValue(inputs, path, unknown) }],
    secret: up(value instanceof Secret ? value.value : new Secret(value)),
    "wrong type": [{ up: withValue(inputs, path, ofAnotherType(value)) }],
    ...(typeof open(value) === "string" && {
      "too long": [{ up: withValue(inputs, path, tooLong(value)) }],
    }),
  };
}

export type VariationName = (typeof variationNames)[number];

/** Every property and, of each list, the first elements: `a`, `a.b`, `a.b[0]`, `a.b[0].c`. */
export function inputPaths(value: Value, path = "", elements = 1): string[] {
  const inner = open(value);
  const below = Array.isArray(inner)
    ? inner.slice(0, elements).flatMap((element, index) => inputPaths(element, `${path}[${index}]`, elements))
    : isObject(inner)
      ? Object.entries(inner).flatMap(([name, one]) =>
          inputPaths(one, path === "" ? name : `${path}.${name}`, elements),
        )
      : [];
  return path === "" ? below : [path, ...below];
}

function open(value: Value): Value {
  return value instanceof Secret ? value.value : value;
}

const parts = (path: string): (string | number)[] =>
  [...path.matchAll(/\[(\d+)\]|([^.[]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? "") : Number(index),
  );

function valueAt(properties: Properties, path: string): Value {
  return parts(path).reduce<Value>((value, part) => {
    const inner = open(value);
    if (Array.isArray(inner)) return inner[part as number] ?? null;
    return isObject(inner) ? (inner[part] ?? null) : null;
  }, properties);
}

/** The inputs with another value at the path, or without it. */
function withValue(properties: Properties, path: string, value: Value | undefined): Properties {
  return put(properties, parts(path), value) as Properties;
}

function put(within: Value, [part, ...rest]: readonly (string | number)[], value: Value | undefined): Value {
  if (part === undefined) return value ?? null;
  if (within instanceof Secret) return new Secret(put(within.value, [part, ...rest], value));
  if (Array.isArray(within)) {
    if (rest.length === 0 && value === undefined) return within.filter((_, index) => index !== part);
    return within.map((element, index) => (index === part ? put(element, rest, value) : element));
  }
  const object = isObject(within) ? within : {};
  if (rest.length === 0 && value === undefined) {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== part));
  }
  return { ...object, [part]: put(object[part] ?? null, rest, value) };
}

function other(value: Value): Value {
  if (value instanceof Secret) return new Secret(other(value.value));
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return /^\d+$/.test(value) ? String(Number(value) + 1) : `${value} 2`;
  if (Array.isArray(value)) return [...value, other(value[0] ?? "")];
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, other(inner)]));
  return value;
}

function ofAnotherType(value: Value): Value {
  if (value instanceof Secret) return new Secret(ofAnotherType(value.value));
  if (typeof value === "string") return ["a list"];
  return "a text";
}

/** More than Datadog takes for any name, and than fits a line of a log. */
export const longText = "x".repeat(5000);

function tooLong(value: Value): Value {
  return value instanceof Secret ? new Secret(longText) : longText;
}
