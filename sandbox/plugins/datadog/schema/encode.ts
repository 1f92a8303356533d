import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { isFilled, place, type Block, type Field } from "./field.js";
import { byHash } from "./set-order.js";

/** The API's object for what was planned. `resource` is the whole of it, for fields that depend on others. */
export function encode(block: Block, planned: Properties, resource: Properties = planned): Value {
  const sent: Properties = {};
  let itself: Value | undefined;
  for (const [name, field] of Object.entries(block.fields)) {
    const at = place(name, field);
    if (!at || !isSent(block, name, field, planned, resource)) continue;
    const value = encodeField(field, planned[name], resource);
    if (value === undefined) continue;
    if (at.length > 0) put(sent, at, value);
    else if (isObject(value)) Object.assign(sent, value);
    else itself = value;
  }
  if (itself !== undefined) return itself;
  if (block.hollow === null && Object.keys(sent).length === 0) return null;
  for (const addition of block.adds ?? []) {
    if (addition.when?.(planned) ?? true) put(sent, addition.wire.split("."), addition.value);
  }
  return sent;
}

function isSent(block: Block, name: string, field: Field, planned: Properties, resource: Properties): boolean {
  if (field.readOnly || field.dropped) return false;
  if (field.applies && !field.applies(resource)) return false;
  if (field.unless?.some((other) => isFilled(planned[other]))) return false;
  if (field.onlyIf && !field.onlyIf(planned)) return false;
  const group = block.firstOf?.find((names) => names.includes(name));
  return !group || group.find((other) => isFilled(planned[other])) === name;
}

function encodeField(field: Field, value: Value | undefined, resource: Properties): Value | undefined {
  const known = value === unknown ? undefined : value;
  if (!isFilled(known)) return field.empty;
  switch (field.kind) {
    case "text":
      return field.listed ? [known] : known;
    case "numeral":
      // As Go's conversion leaves it where the text is no number.
      return Number.isNaN(Number(known)) ? 0 : Number(known);
    case "flag":
    case "number":
      return known;
    case "texts":
      return field.numbers ? elements(known) : ordered(field.set, elements(known));
    case "block": {
      if (!isObject(known)) return field.empty;
      const sent = encode(field.block, known, resource);
      return field.listed ? [sent] : sent;
    }
    case "blocks": {
      const sent = elements(known).map((element) => (isObject(element) ? encode(field.block, element, resource) : {}));
      return field.first ? sent[0] : sent;
    }
    case "official only":
      return undefined;
  }
}

function elements(value: Value): Value[] {
  return Array.isArray(value) ? value : [];
}

function ordered(set: "by hash" | "by alphabet" | undefined, values: Value[]): Value[] {
  const known = values.filter((value) => typeof value === "string");
  if (set === "by hash") return byHash(known);
  return set === "by alphabet" ? known.sort() : known;
}

function put(target: Properties, at: readonly string[], value: Value): void {
  const [step = "", ...rest] = at;
  if (rest.length === 0) {
    target[step] = value;
    return;
  }
  const inner = target[step];
  const next = isObject(inner) ? inner : {};
  target[step] = next;
  put(next, rest, value);
}
