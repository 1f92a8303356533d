import { isObject, type Properties, type Value } from "../../rpc/value.js";
import { defaultsKey } from "./check.js";
import { difference } from "./difference.js";
import { isFilled, type Block, type Field } from "./field.js";
import { isSameNumber } from "./same-number.js";

/** Inputs that a program would declare to get this state, without what is so by default: for an import. */
export function project(block: Block, state: Properties): Properties {
  const inputs: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const value = projected(field, state[name]);
    if (value !== undefined && value !== field.default && value !== field.assumed) inputs[name] = value;
  }
  return inputs;
}

/** The inputs of the last run, with what somebody has changed since. */
export function refresh(block: Block, inputs: Properties, state: Properties): Properties {
  const { diffs = [] } = difference(block, inputs, state);
  const refreshed = withNumerals(block, withoutEmptyNotes(inputs) as Properties, state);
  const filled = Array.isArray(inputs[defaultsKey]) ? inputs[defaultsKey] : [];
  for (const name of diffs) {
    const field = block.fields[name];
    // The official plugin keeps a text that it trims as it was declared.
    if (field?.kind === "text" && field.trimmed) continue;
    const value = field && projected(field, state[name]);
    const now = value ?? state[name];
    if (now === undefined || now === null) Reflect.deleteProperty(refreshed, name);
    else refreshed[name] = now;
  }
  // What was filled in and is not there any more is no default.
  const kept = filled.filter((name) => typeof name === "string" && !diffs.includes(name) && isThere(state[name]));
  for (const name of filled) {
    if (typeof name === "string" && !diffs.includes(name) && !kept.includes(name)) refreshed[name] = null;
  }
  if (filled.length > 0) refreshed[defaultsKey] = kept;
  return refreshed;
}

/** A number is written as state has it, where it is the same one. */
function withNumerals(block: Block, inputs: Properties, state: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, withNumeral(block.fields[name], value, state[name])]),
  );
}

function withNumeral(field: Field | undefined, value: Value, state: Value | undefined): Value {
  if (field?.kind === "block" && isObject(value) && isObject(state)) return withNumerals(field.block, value, state);
  return field?.kind === "numeral" && state !== undefined && isSameNumber(value, state) ? state : value;
}

function isThere(state: Value | undefined): boolean {
  return state !== undefined && state !== null && state !== 0;
}

/** Where nothing was filled in, it is not noted any more. */
function withoutEmptyNotes(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutEmptyNotes);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([name, inner]) => name !== defaultsKey || (Array.isArray(inner) && inner.length > 0),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutEmptyNotes(inner)]));
}

function projected(field: Field, state: Value | undefined): Value | undefined {
  if ((field.readOnly && !field.imported) || state === undefined) return undefined;
  const isUndefault = field.default !== undefined && state === false;
  if (!isFilled(state) && !isUndefault) return undefined;
  if (field.kind === "block") return isObject(state) ? project(field.block, state) : undefined;
  if (field.kind === "blocks" && Array.isArray(state)) {
    return state.map((element) => (isObject(element) ? project(field.block, element) : element));
  }
  return state;
}
