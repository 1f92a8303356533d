import type { Attribute, Attributes } from "../../framework/encode.js";
import type { Block, Field } from "./field.js";

/** A table in the notation of the newer upstream framework. */
export function attributesOf(block: Block): Attributes {
  return Object.fromEntries(Object.entries(block.fields).map(([name, field]) => [name, attributeOf(field)]));
}

function attributeOf(field: Field): Attribute {
  switch (field.kind) {
    case "flag":
      return { kind: "bool" };
    case "number":
      return { kind: "number" };
    case "texts":
      return { kind: field.set ? "set" : "list", of: { kind: "string" } };
    case "block":
      return { kind: "object", attributes: attributesOf(field.block) };
    case "blocks": {
      const of: Attribute = { kind: "object", attributes: attributesOf(field.block) };
      const named = field.upstream === undefined ? {} : { wire: field.upstream };
      return { kind: field.set ? "set" : "list", of, ...named };
    }
    default:
      return { kind: "string" };
  }
}
