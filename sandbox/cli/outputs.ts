/**
 * A stack's outputs as aligned lines, nested ones by their path. Long texts, such as `readme`, are left out: they are no
 * news after an `up`.
 */
export function outputLines(outputs: unknown): string[] {
  const entries = flatten(outputs, "").filter(([, value]) => value !== "" && !value.includes("\n"));
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function flatten(value: unknown, name: string): [string, string][] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, name === "" ? key : `${name}.${key}`));
  }
  return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
}
