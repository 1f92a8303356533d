import { isObject, type Value } from "../rpc/value.js";

/** A property's value as Go prints Pulumi's type of it with `%v`: `{a text}`. */
export function goValue(value: Value): string {
  return `{${inner(value)}}`;
}

function inner(value: Value): string {
  if (value === null) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([name, one]) => `${name}:${goValue(one)}`).join(" ")}]`;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The same with `%#v`: `resource.PropertyValue{V:"a text"}`. */
export function goSyntax(value: Value): string {
  return `resource.PropertyValue{V:${innerSyntax(value)}}`;
}

function innerSyntax(value: Value): string {
  if (value === null) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]resource.PropertyValue{${value.map(goSyntax).join(", ")}}`;
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `resource.PropertyMap{${entries.map(([name, one]) => `"${name}":${goSyntax(one)}`).join(", ")}}`;
  }
  return JSON.stringify(value);
}
