import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { zero, type Block, type Field } from "./field.js";

/**
 * What the resource shall be: what the program declares, else the default, else what the service decided before.
 * The official plugin has it validated like this.
 */
export function propose(block: Block, inputs: Properties, state: Properties): Properties {
  const planned: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const value = proposed(field, inputs[name] ?? undefined, state[name] ?? undefined);
    const fallback = hasConflict(field, inputs) ? undefined : (field.default ?? field.assumed);
    const result = value ?? fallback ?? (field.computed ? (state[name] ?? undefined) : undefined);
    if (result !== undefined) planned[name] = result;
  }
  return planned;
}

/** What is sent in the end: a field whose change counts as none keeps its state, which is none for a new resource. */
export function settle(
  block: Block,
  planned: Properties,
  state: Properties,
  resource: Properties = planned,
): Properties {
  const settled: Properties = {};
  for (const [name, value] of Object.entries(planned)) {
    const field = block.fields[name];
    const kept = field && isSettled(field, value, state[name], resource);
    const result = kept ? state[name] : inner(field, value, state[name], resource);
    if (result !== undefined) settled[name] = result;
  }
  return settled;
}

/** State after `up`, as far as a preview can tell: what the service decides is unknown, or as it was. */
export function foresee(block: Block, planned: Properties, state: Properties | undefined): Properties {
  const foreseen: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const decided = (field.readOnly ?? field.computed) ? (state ? state[name] : unknown) : undefined;
    foreseen[name] = planned[name] ?? decided ?? zero(field);
  }
  return foreseen;
}

export function isSettled(
  field: Field,
  value: Value | undefined,
  state: Value | undefined,
  resource: Properties,
): boolean {
  return field.settled?.(resource, value, state) ?? false;
}

export function hasConflict(field: Field, inputs: Properties): boolean {
  return field.conflicts?.some((name) => inputs[name] !== undefined && inputs[name] !== null) ?? false;
}

function proposed(field: Field, declared: Value | undefined, state: Value | undefined): Value | undefined {
  if (field.kind === "block" && isObject(declared)) return propose(field.block, declared, isObject(state) ? state : {});
  if (field.kind === "blocks" && Array.isArray(declared)) {
    const states = Array.isArray(state) ? state : [];
    return declared.map((element, index) => {
      const before = states[index];
      return isObject(element) ? propose(field.block, element, isObject(before) ? before : {}) : element;
    });
  }
  return declared;
}

function inner(field: Field | undefined, value: Value, state: Value | undefined, resource: Properties): Value {
  if (field?.kind !== "block" || !isObject(value)) return value;
  return settle(field.block, value, isObject(state) ? state : {}, resource);
}
