import type { Checked, CheckFailure } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { hasConflict } from "./plan.js";
import type { Block, Field } from "./field.js";

export interface CheckOptions {
  /** The resource's name in the program: messages name it. */
  readonly name: string;
  /** Inputs keep a list of what was filled in, as the official plugin's older resources do. */
  readonly marksDefaults: boolean;
}

/** Inputs with their defaults, and every mistake at its path. */
export function check(block: Block, inputs: Properties, options: CheckOptions): Required<Checked> {
  const failures = [...blockFailures("", block, inputs)].map(([property, reason]) => ({
    property,
    reason: `${reason}. Examine values at '${options.name}.${property}'.`,
  }));
  return { inputs: withDefaults(block, inputs, options.marksDefaults), failures };
}

/** The key under which the official plugin lists the inputs that it filled in. */
const defaultsKey = "__defaults";

function withDefaults(block: Block, inputs: Properties, marked: boolean): Properties {
  const filled: string[] = [];
  const result: Properties = {};
  for (const [name, value] of Object.entries(inputs)) {
    const field = block.fields[name];
    if (name !== defaultsKey) result[name] = field ? innerDefaults(field, value, marked) : value;
  }
  for (const [name, field] of Object.entries(block.fields)) {
    if (field.default === undefined || isDeclared(inputs[name]) || hasConflict(field, inputs)) continue;
    result[name] = field.default;
    filled.push(name);
  }
  if (marked) result[defaultsKey] = filled.sort();
  return result;
}

function innerDefaults(field: Field, value: Value, marked: boolean): Value {
  if (field.kind === "block" && isObject(value)) return withDefaults(field.block, value, marked);
  if (field.kind === "blocks" && Array.isArray(value)) {
    return value.map((element) => (isObject(element) ? withDefaults(field.block, element, marked) : element));
  }
  return value;
}

type Failure = [property: CheckFailure["property"], reason: CheckFailure["reason"]];

function* blockFailures(path: string, block: Block, inputs: Properties): Generator<Failure> {
  for (const [name, field] of Object.entries(block.fields)) {
    const at = path === "" ? name : `${path}.${name}`;
    const value = inputs[name];
    if (isDeclared(value)) {
      yield* conflictFailures(at, field, inputs);
      yield* fieldFailures(at, field, value);
    } else if (field.required) {
      yield [at, `Missing required argument. The argument "${name}" is required, but no definition was found`];
    }
  }
  for (const name of Object.keys(inputs)) {
    if (name === defaultsKey || name in block.fields || !isDeclared(inputs[name])) continue;
    yield [
      path === "" ? name : `${path}.${name}`,
      `Unsupported argument. An argument named "${name}" is not expected here`,
    ];
  }
}

function* conflictFailures(path: string, field: Field, inputs: Properties): Generator<Failure> {
  const others = (field.conflicts ?? []).filter((name) => isDeclared(inputs[name]));
  for (const other of others) yield [path, `Conflicting configuration arguments. It conflicts with "${other}"`];
}

function* fieldFailures(path: string, field: Field, value: Value): Generator<Failure> {
  if (value === unknown) return;
  switch (field.kind) {
    case "official only":
      yield [path, "Not known to the local stand-in of the Datadog plugin. Install the official plugin to use it"];
      return;
    case "text":
      yield* textFailures(path, value, field.values, field.pattern);
      return;
    case "numeral":
      if (typeof value !== "string" || Number.isNaN(Number(value)))
        yield [path, expected("text that holds a number", value)];
      return;
    case "flag":
      if (typeof value !== "boolean") yield [path, expected("true or false", value)];
      return;
    case "number":
      if (typeof value !== "number") yield [path, expected("a number", value)];
      return;
    case "texts":
      if (!Array.isArray(value)) yield [path, expected("a list", value)];
      else {
        for (const [index, element] of value.entries()) {
          if (element !== unknown) yield* textFailures(`${path}[${index}]`, element, field.values);
        }
      }
      return;
    case "block":
      if (!isObject(value)) yield [path, expected("an object", value)];
      else yield* blockFailures(path, field.block, value);
      return;
    case "blocks":
      if (!Array.isArray(value)) yield [path, expected("a list", value)];
      else {
        for (const [index, element] of value.entries()) {
          if (isObject(element)) yield* blockFailures(`${path}[${index}]`, field.block, element);
          else if (element !== unknown) yield [`${path}[${index}]`, expected("an object", element)];
        }
      }
  }
}

function* textFailures(
  path: string,
  value: Value,
  values?: readonly string[],
  pattern?: { readonly regexp: RegExp; readonly says: string },
): Generator<Failure> {
  if (typeof value !== "string") yield [path, expected("text", value)];
  else if (values && !values.includes(value)) {
    yield [path, `Invalid enum value. Invalid value '${value}': valid values are [${values.join(" ")}]`];
  } else if (pattern && !pattern.regexp.test(value)) yield [path, `Invalid value '${value}'. ${pattern.says}`];
}

function expected(what: string, value: Value): string {
  return `Incorrect value type. Expected ${what}, found ${JSON.stringify(value)}`;
}

function isDeclared(value: Value | undefined): value is Value {
  return value !== undefined && value !== null;
}
