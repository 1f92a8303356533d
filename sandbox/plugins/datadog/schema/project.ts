import { isObject, type Properties, type Value } from "../../rpc/value.js";
import { difference } from "./difference.js";
import { isFilled, type Block, type Field } from "./field.js";

/** Inputs that a program would declare to get this state: for an import. */
export function project(block: Block, state: Properties): Properties {
  const inputs: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const value = projected(field, state[name]);
    if (value !== undefined) inputs[name] = value;
  }
  return inputs;
}

/** The inputs of the last run, with what somebody has changed since. */
export function refresh(block: Block, inputs: Properties, state: Properties): Properties {
  const { diffs = [] } = difference(block, inputs, state);
  const refreshed: Properties = { ...inputs };
  for (const name of diffs) {
    const field = block.fields[name];
    const value = field && projected(field, state[name]);
    if (value === undefined) Reflect.deleteProperty(refreshed, name);
    else refreshed[name] = value;
  }
  return refreshed;
}

function projected(field: Field, state: Value | undefined): Value | undefined {
  if (field.readOnly || state === undefined) return undefined;
  const isUndefault = field.default !== undefined && state === false;
  if (!isFilled(state) && !isUndefault) return undefined;
  if (field.kind === "block") return isObject(state) ? project(field.block, state) : undefined;
  if (field.kind === "blocks" && Array.isArray(state)) {
    return state.map((element) => (isObject(element) ? project(field.block, element) : element));
  }
  return state;
}
