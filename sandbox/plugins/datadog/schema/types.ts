import { goValue } from "../../framework/go-value.js";
import type { Call } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import type { Block, Field } from "./field.js";

/** As the official plugin does, says of which fields the type is not the expected one, and goes on. */
export function warnOfTypes(block: Block, inputs: Properties, call: Call): void {
  const wrong = [...wrongTypes("", block, inputs)];
  if (wrong.length === 0) return;
  call.log("warning", "Type checking failed: ");
  for (const [path, expected, value] of wrong) {
    const got = typeof value === "string" ? JSON.stringify(value) : goValue(value);
    call.log(
      "warning",
      `Unexpected type at field "${path}": \n           expected ${expected} type, got ${got} of type ${goType(value)}`,
    );
  }
  call.log(
    "warning",
    [
      "Type checking is still experimental. If you believe that a warning is incorrect,",
      "please let us know by creating an issue at https://github.com/pulumi/pulumi-terraform-bridge/issues.",
      "This will become a hard error in the future.",
    ].join("\n"),
  );
}

type WrongType = [path: string, expected: string, value: Value];

function* wrongTypes(path: string, block: Block, inputs: Properties): Generator<WrongType> {
  for (const [name, value] of Object.entries(inputs)) {
    const field = block.fields[name];
    if (field) yield* wrongType(path === "" ? name : `${path}.${name}`, field, value);
  }
}

function* wrongType(path: string, field: Field, value: Value): Generator<WrongType> {
  if (value === unknown || value === null) return;
  switch (field.kind) {
    case "texts":
      if (!Array.isArray(value)) yield [path, "array", value];
      else for (const [index, element] of value.entries()) yield* wrongText(`${path}[${index}]`, element);
      return;
    case "blocks":
      if (!Array.isArray(value)) yield [path, "array", value];
      else for (const [index, element] of value.entries()) yield* wrongBlock(`${path}[${index}]`, field.block, element);
      return;
    case "block":
      yield* wrongBlock(path, field.block, value);
      return;
    case "number":
      refuseNoNumber(path, value);
      return;
    case "flag":
      if (typeof value !== "boolean" && value !== "true" && value !== "false") yield [path, "boolean", value];
      return;
    case "text":
    case "numeral":
      yield* wrongText(path, value);
      return;
    case "official only":
  }
}

function* wrongText(path: string, value: Value): Generator<WrongType> {
  if (Array.isArray(value) || isObject(value)) yield [path, "string", value];
}

function* wrongBlock(path: string, block: Block, value: Value): Generator<WrongType> {
  if (value === unknown || value === null) return;
  if (isObject(value)) yield* wrongTypes(path, block, value);
  else yield [path, "object", value];
}

/** Of a number the official plugin makes an error before anything else. */
function refuseNoNumber(path: string, value: Value): void {
  if (typeof value !== "string" || /^-?\d+$/.test(value)) return;
  const upstream = path.replace(/^.*\./, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  throw new Error(`${upstream}: strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
}

function goType(value: Value): string {
  if (Array.isArray(value)) return "[]";
  return isObject(value) ? "object" : typeof value;
}
