import { goFloat } from "../../framework/go-float.js";
import { isObject, type Properties, type Value } from "../../rpc/value.js";
import { isFilled, place, zero, type Block, type Field, type NoTexts } from "./field.js";

export interface DecodeOptions {
  /** What the official plugin falls back to where its table says so. */
  readonly planned?: Properties;
  readonly noTexts?: NoTexts;
  /** Sets stay in the order in which they came. @default false: they are sorted */
  readonly asReceived?: boolean;
}

/** State of what the API answered. What the service left out is the kind's zero value. */
export function decode(block: Block, received: Value | undefined, options: DecodeOptions = {}): Properties {
  const { planned = {}, noTexts = null, asReceived = false } = options;
  const taken = new Set<readonly string[]>();
  const state: Properties = {};
  for (const [name, field] of Object.entries(block.fields)) {
    const group = block.firstOf?.find((names) => names.includes(name));
    const value = group && taken.has(group) ? undefined : read(name, field, received, { planned, noTexts, asReceived });
    if (group && isFilled(value)) taken.add(group);
    state[name] =
      value ?? (field.kept || place(name, field) === undefined ? planned[name] : undefined) ?? zero(field, noTexts);
  }
  return state;
}

function read(
  name: string,
  field: Field,
  received: Value | undefined,
  { planned, ...options }: Required<DecodeOptions>,
): Value | undefined {
  const at = place(name, field);
  if (!at || (field.applies && !field.applies(planned))) return undefined;
  const value = at.reduce<Value | undefined>((inner, step) => (isObject(inner) ? inner[step] : undefined), received);
  if (value === undefined || value === null) return undefined;
  if (field.is && !(isObject(value) && field.is(value))) return undefined;
  return decodeField(field, value, options);
}

function decodeField(field: Field, value: Value, options: DecodeOptions): Value | undefined {
  switch (field.kind) {
    case "text":
      if (field.listed) return Array.isArray(value) ? value[0] : undefined;
      return value;
    case "numeral":
      return typeof value === "number" ? goFloat(value) : undefined;
    case "flag":
    case "number":
      return value;
    case "texts":
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return field.set && !options.asReceived ? [...value].sort() : value;
    case "block": {
      const received = field.listed && Array.isArray(value) ? value[0] : value;
      return isObject(received) ? decode(field.block, received, options) : undefined;
    }
    case "blocks":
      if (field.first) return isObject(value) ? [decode(field.block, value, options)] : undefined;
      return Array.isArray(value) ? value.map((element) => decode(field.block, element, options)) : undefined;
    case "official only":
      return undefined;
  }
}
