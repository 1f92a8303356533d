import { hasUnknowns, isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import type { Block, Field } from "../schema/field.js";

/**
 * The state that an update will lead to, as Terraform's framework foresees it: once anything changes, all that Datadog
 * decides and nobody declares is open again.
 */
export function withUndecided(block: Block, inputs: Properties, foreseen: Properties): Properties {
  return Object.fromEntries(
    Object.entries(foreseen).map(([name, value]) => {
      const field = block.fields[name];
      return [name, field ? opened(field, inputs[name], value) : value];
    }),
  );
}

/** Properties with something in them that {@link withUndecided} opens. */
export function undecided(block: Block, inputs: Properties, foreseen: Properties): string[] {
  return Object.entries(withUndecided(block, inputs, foreseen))
    .filter(([name, value]) => hasUnknowns(value) && !hasUnknowns(foreseen[name] ?? null))
    .map(([name]) => name);
}

function opened(field: Field, declared: Value | undefined, value: Value): Value {
  if (field.computed && (declared === undefined || declared === null)) return unknown;
  if (field.kind === "block" && isObject(declared) && isObject(value))
    return withUndecided(field.block, declared, value);
  if (field.kind === "blocks" && Array.isArray(declared) && Array.isArray(value)) {
    return value.map((element, index) => {
      const inner = declared[index];
      return isObject(element) && isObject(inner) ? withUndecided(field.block, inner, element) : element;
    });
  }
  return value;
}
