import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { isFilled, zero, type Block, type Field } from "./field.js";
import { isSameNumber } from "./same-number.js";

/**
 * What the resource shall be: what the program declares, else the default, else what the service decided before.
 * The official plugin has it validated like this.
 */
export function propose(block: Block, inputs: Properties, state: Properties): Properties {
  const planned: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const value = proposed(field, inputs[name] ?? undefined, state[name] ?? undefined);
    const fallback = hasKnownConflict(field, inputs) ? undefined : (field.default ?? field.assumed);
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
export function foresee(
  block: Block,
  planned: Properties,
  state: Properties | undefined,
  open: typeof unknown | null = unknown,
): Properties {
  const foreseen: Properties = {};
  // Of what is new in a resource that is there, even what the service decides is null.
  const within = state ? null : open;
  for (const [name, field] of Object.entries(block.fields)) {
    const decided = (field.readOnly ?? field.computed) ? (state ? state[name] : open) : undefined;
    foreseen[name] =
      inside(field, planned[name], state?.[name], within) ??
      decided ??
      (state ? undeclared(field, state[name]) : nothing(field));
  }
  return foreseen;
}

/** What is declared no more, or never was. */
function undeclared(field: Field, before: Value | undefined): Value {
  const isSingle = ["text", "numeral", "number", "flag"].includes(field.kind);
  return isSingle && isFilled(before) ? null : field.kind === "texts" ? removedTexts(before) : zero(field);
}

function removedTexts(before: Value | undefined): Value {
  return before === null || before === undefined ? null : [];
}

function removed(field: Field): Value {
  return field.kind === "texts" || field.kind === "blocks" ? [] : null;
}

/** Before there is a state, what is not declared is null, save for lists of blocks. */
function nothing(field: Field): Value {
  if (field.foreseen !== undefined) return field.foreseen;
  if (field.kind === "blocks") return [];
  return field.kind === "official only" ? zero(field) : null;
}

function inside(
  field: Field,
  planned: Value | undefined,
  state: Value | undefined,
  open: typeof unknown | null,
): Value | undefined {
  if (field.kind === "block" && isObject(planned)) return foreseeWithin(field.block, planned, state, open);
  if (field.kind === "blocks" && Array.isArray(planned)) {
    const before = Array.isArray(state) ? state : [];
    return planned.map((element, index) =>
      isObject(element) ? foreseeWithin(field.block, element, before[index], open) : element,
    );
  }
  if (field.kind === "numeral" && !field.asWritten && isSameNumber(planned, state)) return state;
  if (field.kind === "text" && field.trimmed && typeof planned === "string") return planned.trim();
  return field.kind === "texts" && field.set && !field.partlyKnown && Array.isArray(planned)
    ? [...planned].sort()
    : planned;
}

/** Inside a block, what was something and is not declared any more is nothing; what was nothing stays as it is noted. */
function foreseeWithin(
  block: Block,
  planned: Properties,
  state: Value | undefined,
  open: typeof unknown | null,
): Properties {
  if (!isObject(state)) return foresee(block, planned, undefined, open);
  const foreseen: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const before = state[name];
    const isDecided = field.readOnly ?? field.computed ?? false;
    const isKept = isDecided || !isFilled(before);
    foreseen[name] =
      inside(field, planned[name], before, open) ??
      (isKept && (field.kind !== "texts" || field.partlyKnown) ? (before ?? null) : removed(field));
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

/** What is not known yet is no conflict for the upstream, and does not keep its own default away. */
function hasKnownConflict(field: Field, inputs: Properties): boolean {
  const known = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== unknown));
  return hasConflict(field, known);
}

function proposed(field: Field, declared: Value | undefined, state: Value | undefined): Value | undefined {
  if (field.kind === "block" && isObject(declared)) return propose(field.block, declared, isObject(state) ? state : {});
  if (!Array.isArray(declared)) return declared;
  // What is not known of a list or a set makes all of it unknown.
  if (declared.includes(unknown) && !(field.kind === "texts" && field.partlyKnown)) return unknown;
  if (field.kind !== "blocks") return declared;
  const states = Array.isArray(state) ? state : [];
  return declared.map((element, index) => {
    const before = states[index];
    return isObject(element) ? propose(field.block, element, isObject(before) ? before : {}) : element;
  });
}

function inner(field: Field | undefined, value: Value, state: Value | undefined, resource: Properties): Value {
  if (field?.kind !== "block" || !isObject(value)) return value;
  return settle(field.block, value, isObject(state) ? state : {}, resource);
}
