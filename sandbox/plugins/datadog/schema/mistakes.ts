import { isObject, unknown, type Value } from "../../rpc/value.js";
import { enumName } from "../enums.js";
import type { Field } from "./field.js";

export type Mistake = readonly [path: string, reason: string];

/** @param upstream the upstream's path: `widget.0.note_definition.0.content`. */
export function missing(path: string, upstream: string): Mistake {
  return [path, `Missing required argument. The argument "${upstream}" is required, but no definition was found.`];
}

/** What is wrong about a value itself; what is inside of a block is the block's. */
export function* fieldMistakes(path: string, field: Field, value: Value): Generator<Mistake> {
  if (value === unknown) return;
  switch (field.kind) {
    case "official only":
      yield [path, "Not known to the local stand-in of the Datadog plugin. Install the official plugin to use it"];
      return;
    case "text":
      yield* textMistakes(path, field, value);
      return;
    case "numeral":
    case "number":
      if (Array.isArray(value)) yield [path, notSingle];
      return;
    case "flag":
      yield* flagMistakes(path, value);
      return;
    case "texts":
      for (const [index, element] of (Array.isArray(value) ? value : []).entries()) {
        // A set's elements have no place.
        if (Array.isArray(element)) yield [field.set ? path : `${path}[${index}]`, notSingle];
        else if (field.values) yield* textMistakes(path, field, element);
      }
      return;
    case "block":
      if (!isObject(value)) yield [path, notObject(value)];
      return;
    case "blocks":
      for (const [index, element] of (Array.isArray(value) ? value : []).entries()) {
        if (element !== unknown && element !== null && !isObject(element))
          yield [`${path}[${index}]`, notObject(element)];
      }
  }
}

const notSingle = "Attribute must be a single value, not a list";

function notObject(value: Value): string {
  return `Expected Object Type. Expected object, got ${Array.isArray(value) ? "list" : typeof value}`;
}

function* textMistakes(
  path: string,
  { values, pattern }: Pick<Extract<Field, { kind: "text" }>, "values" | "pattern">,
  value: Value,
): Generator<Mistake> {
  if (Array.isArray(value)) yield [path, notSingle];
  else if (typeof value !== "string") return;
  else if (values && !values.includes(value)) {
    const list = `valid values are [${values.join(" ")}]`;
    yield [path, `Invalid enum value. \`invalid value '${value}' for ${enumName(values)}: ${list}\``];
  } else if (pattern && !pattern.regexp.test(value)) yield [path, `Invalid value '${value}'. ${pattern.says}`];
}

function* flagMistakes(path: string, value: Value): Generator<Mistake> {
  if (Array.isArray(value)) yield [path, notSingle];
  else if (typeof value === "string" && value !== "true" && value !== "false") {
    yield [path, `cannot parse '' as bool: strconv.ParseBool: parsing "${value}": invalid syntax`];
  }
}
