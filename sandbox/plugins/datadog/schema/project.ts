import { isObject, type Properties, type Value } from "../../rpc/value.js";
import { defaultsKey } from "./check.js";
import { difference } from "./difference.js";
import { isFilled, type Block, type Field } from "./field.js";
import { isSettled } from "./plan.js";
import { isSameNumber } from "./same-number.js";

/** Inputs that a program would declare to get this state, without what is so by default: for an import. */
export function project(block: Block, state: Properties): Properties {
  const inputs: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const value = projected(field, state[name]);
    const fallback = field.default ?? field.assumed;
    // Nothing in place of a default is said as such.
    if (value === undefined && fallback !== undefined && state[name] === null) inputs[name] = null;
    else if (value !== undefined && value !== fallback) inputs[name] = value;
  }
  // Of inputs that exclude each other, the one with a default is kept, even as nothing.
  const excluded = Object.keys(inputs).filter((name) => {
    const field = block.fields[name];
    return (field?.default ?? field?.assumed) === undefined && field?.conflicts?.some((other) => other in inputs);
  });
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !excluded.includes(name)));
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
  const settled = Object.keys(inputs).filter(
    (name) => !diffs.includes(name) && isOtherwise(block, name, inputs, state),
  );
  for (const name of settled) refreshed[name] = state[name] ?? null;
  // What was filled in and is not there any more is no default.
  const isKept = (name: string): boolean => !diffs.includes(name) && !settled.includes(name) && isThere(state[name]);
  const kept = filled.filter((name) => typeof name === "string" && isKept(name));
  for (const name of filled) {
    if (typeof name === "string" && !diffs.includes(name) && !kept.includes(name) && !settled.includes(name))
      refreshed[name] = null;
  }
  if (filled.length > 0) refreshed[defaultsKey] = kept;
  return refreshed;
}

/** Not as declared, and no change all the same. */
function isOtherwise(block: Block, name: string, inputs: Properties, state: Properties): boolean {
  const field = block.fields[name];
  const [declared, now] = [inputs[name], state[name]];
  if (!field?.settled || field.kind === "block" || !isThere(now) || declared === now) return false;
  return isSettled(field, declared, now, inputs);
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
  // The bridge leaves out what is zero, but for what is required: `ExtractInputsFromOutputs`.
  const isRequired = field.required === true && state !== null;
  if (!isFilled(state) && !isUndefault && !isRequired) return undefined;
  if (field.kind === "block") return isObject(state) ? project(field.block, state) : undefined;
  if (field.kind === "blocks" && Array.isArray(state)) {
    return state.map((element) => (isObject(element) ? project(field.block, element) : element));
  }
  return state;
}
