import type { Call, Checked } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { fieldMistakes, missing, type Mistake } from "./mistakes.js";
import { hasConflict } from "./plan.js";
import { warnOfTypes } from "./types.js";
import type { Block, Field } from "./field.js";

export interface CheckOptions {
  /** Inputs keep a list of what was filled in, as the official plugin's older resources do. */
  readonly marksDefaults: boolean;
}

/**
 * Inputs as the official plugin keeps them: with their defaults, without nulls, a single value in place of a list made
 * one. Every mistake is a failure that names no property but in its text.
 */
export function check(block: Block, inputs: Properties, call: Call, options: CheckOptions): Required<Checked> {
  warnOfTypes(block, inputs, call);
  const kept = withDefaults(block, converted(block, inputs), options.marksDefaults);
  const failures = [...blockMistakes("", "", block, kept)].map(([path, reason]) => ({
    property: "",
    reason: `${reason}. Examine values at '${call.name}.${path}'.`,
  }));
  return { inputs: kept, failures };
}

function converted(block: Block, inputs: Properties): Properties {
  const present = Object.entries(inputs).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name, convertedField(block.fields[name], value)]));
}

function convertedField(field: Field | undefined, value: Value): Value {
  if (value === unknown) return value;
  if ((field?.kind === "blocks" || field?.kind === "texts") && !Array.isArray(value)) return [value];
  if (field?.kind === "block" && isObject(value)) return converted(field.block, value);
  if (field?.kind === "blocks" && Array.isArray(value)) {
    return value.map((element) => (isObject(element) ? converted(field.block, element) : element));
  }
  return value;
}

/** The key under which the official plugin lists the inputs that it filled in. */
export const defaultsKey = "__defaults";

function withDefaults(block: Block, inputs: Properties, marked: boolean): Properties {
  const filled: string[] = [];
  const result: Properties = {};
  for (const [name, value] of Object.entries(inputs)) {
    const field = block.fields[name];
    if (name !== defaultsKey) result[name] = field ? innerDefaults(field, value, marked) : value;
  }
  for (const [name, field] of Object.entries(block.fields)) {
    if (field.default === undefined || inputs[name] !== undefined || hasConflict(field, inputs)) continue;
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

function* blockMistakes(path: string, upstream: string, block: Block, inputs: Properties): Generator<Mistake> {
  for (const [name, field] of Object.entries(block.fields)) {
    const at = path === "" ? name : `${path}.${name}`;
    const there = `${upstream}${upstreamName(name, field)}`;
    const value = inputs[name];
    if (value === undefined) {
      if (field.required) yield missing(at, there);
      continue;
    }
    yield* conflicts(at, name, block, inputs);
    yield* fieldMistakes(at, field, value);
    if (field.kind === "block" && isObject(value)) yield* blockMistakes(at, `${there}.0.`, field.block, value);
    if (field.kind === "blocks" && Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        if (!isObject(element)) continue;
        yield* blockMistakes(`${at}[${index}]`, `${there}.${index}.`, field.block, element);
      }
    }
  }
  for (const name of Object.keys(inputs)) {
    if (name === defaultsKey || name in block.fields) continue;
    yield [path === "" ? name : `${path}.${name}`, "Invalid or unknown key"];
  }
}

/** Of several, the first is named. */
function* conflicts(path: string, name: string, { fields }: Block, inputs: Properties): Generator<Mistake> {
  const field = fields[name];
  const other = field?.conflicts?.find((one) => inputs[one] !== undefined);
  const excluding = fields[other ?? ""];
  if (!field || other === undefined || !excluding) return;
  const names = `"${upstreamName(name, field)}": conflicts with ${upstreamName(other, excluding)}`;
  yield [path, `Conflicting configuration arguments. ${names}`];
}

/** `template_variable`, of `templateVariables`. */
function upstreamName(name: string, field: Field): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return field.kind === "blocks" ? (field.upstream ?? snake.replace(/s$/, "")) : snake;
}

/** Imported inputs: nothing was filled in, and each block says so. */
export function withEmptyNotes(block: Block, inputs: Properties): Properties {
  const result: Properties = { [defaultsKey]: [] };
  for (const [name, value] of Object.entries(inputs)) {
    const field = block.fields[name];
    if (field?.kind === "block" && isObject(value)) result[name] = withEmptyNotes(field.block, value);
    else if (field?.kind === "blocks" && Array.isArray(value)) {
      result[name] = value.map((element) => (isObject(element) ? withEmptyNotes(field.block, element) : element));
    } else result[name] = value;
  }
  return result;
}
