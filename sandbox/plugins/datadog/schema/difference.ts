import type { ChangeKind, Difference, PropertyChange } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { isFilled, type Block, type Field } from "./field.js";
import { isSettled, propose } from "./plan.js";
import { isSameNumber } from "./same-number.js";

/** What the program declares, against the state. Property by property, as the official plugin reports it. */
export function difference(block: Block, inputs: Properties, state: Properties): Difference {
  const resource = propose(block, inputs, state);
  const detailed: Record<string, PropertyChange> = {};
  const replaces: string[] = [];
  for (const [name, field] of Object.entries(block.fields)) {
    for (const [path, kind] of changes(name, field, resource[name], state[name], inputs[name], resource)) {
      detailed[path] = { kind: field.replaces ? `${kind}-replace` : kind };
      if (field.replaces && !replaces.includes(name)) replaces.push(name);
    }
  }
  const diffs = [...new Set(Object.keys(detailed).map((path) => /^\w+/.exec(path)?.[0] ?? path))].sort();
  return { changed: diffs.length > 0, diffs, replaces, detailed };
}

type Change = [path: string, kind: Extract<ChangeKind, "add" | "delete" | "update">];

function* changes(
  path: string,
  field: Field,
  planned: Value | undefined,
  state: Value | undefined,
  declared: Value | undefined,
  resource: Properties,
): Generator<Change> {
  if (field.readOnly || isSettled(field, planned, state, resource)) return;
  if (field.computed && (declared === undefined || declared === null)) return;
  if (field.settlesOpen && declared === unknown) return;
  if (planned === unknown) yield [path, isPresent(state) ? "update" : "add"];
  else if (field.kind === "block") yield* objectChanges(path, field.block, planned, state, declared, resource);
  else if (field.kind === "blocks") yield* listChanges(path, field.block, planned, state, declared, resource);
  else if (field.kind === "texts") yield* textsChanges(path, planned, state, field.set !== undefined);
  else if (!isEqual(field, planned, state))
    yield [path, !isPresent(state) ? "add" : isPresent(planned) || field.foreseen !== undefined ? "update" : "delete"];
}

function* objectChanges(
  path: string,
  block: Block,
  planned: Value | undefined,
  state: Value | undefined,
  declared: Value | undefined,
  resource: Properties,
): Generator<Change> {
  if (!isObject(planned) && !isObject(state)) return;
  if (!isObject(state)) yield [path, "add"];
  else if (!isObject(planned)) yield [path, "delete"];
  else {
    for (const [name, field] of Object.entries(block.fields)) {
      const inner = isObject(declared) ? declared[name] : undefined;
      // Inside a block, what is not known yet counts as zero or false for the official plugin.
      const isNothing = (field.kind === "number" || field.kind === "flag") && !isFilled(state[name]);
      if (inner === unknown && isNothing) continue;
      yield* changes(`${path}.${name}`, field, planned[name], state[name], inner, resource);
    }
  }
}

function* listChanges(
  path: string,
  block: Block,
  planned: Value | undefined,
  state: Value | undefined,
  declared: Value | undefined,
  resource: Properties,
): Generator<Change> {
  const [news, olds, inputs] = [elements(planned), elements(state), elements(declared)];
  if (olds.length === 0 || news.length === 0) {
    if (news.length > 0) yield [path, "add"];
    else if (olds.length > 0) yield [path, "delete"];
    return;
  }
  for (let index = 0; index < Math.max(news.length, olds.length); index++) {
    yield* objectChanges(`${path}[${index}]`, block, news[index], olds[index], inputs[index], resource);
  }
}

function* textsChanges(
  path: string,
  planned: Value | undefined,
  state: Value | undefined,
  set: boolean,
): Generator<Change> {
  const [news, olds] = [elements(planned), elements(state)];
  if (olds.length === 0 || news.length === 0) {
    if (news.length > 0) yield [path, "add"];
    else if (olds.length > 0) yield [path, "delete"];
    return;
  }
  if (!set) {
    const [longer, shorter] = news.length > olds.length ? [news, olds] : [olds, news];
    const extra = longer.length > shorter.length ? beyond(longer, shorter) : undefined;
    if (extra) {
      for (const index of extra) yield [`${path}[${index}]`, longer === news ? "add" : "delete"];
      return;
    }
    for (let index = 0; index < Math.max(news.length, olds.length); index++) {
      if (news[index] === olds[index]) continue;
      yield [`${path}[${index}]`, index >= olds.length ? "add" : index >= news.length ? "delete" : "update"];
    }
    return;
  }
  const added = news.flatMap((value, index) => (olds.includes(value) ? [] : [index]));
  const deleted = olds.flatMap((value, index) => (news.includes(value) ? [] : [index]));
  for (const index of added) yield [`${path}[${index}]`, deleted.includes(index) ? "update" : "add"];
  for (const index of deleted) if (!added.includes(index)) yield [`${path}[${index}]`, "delete"];
}

/** Places of what the longer list has beyond the shorter; nothing where they differ in more. */
function beyond(longer: readonly Value[], shorter: readonly Value[]): number[] | undefined {
  const extra: number[] = [];
  for (const [index, value] of longer.entries()) if (value !== shorter[index - extra.length]) extra.push(index);
  return longer.length - extra.length === shorter.length ? extra : undefined;
}

function isEqual(field: Field, planned: Value | undefined, state: Value | undefined): boolean {
  if (!isFilled(planned) && !isFilled(state)) return true;
  if (field.kind === "numeral" && !field.asWritten) return isSameNumber(planned, state);
  if (field.kind === "text" && field.trimmed && typeof planned === "string") return planned.trim() === state;
  return planned === state;
}

function isPresent(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

function elements(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}
