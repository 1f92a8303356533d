/** Where a setting stands: `hosts[1].databases[0].port`. */
export function pathInWords(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : `${i === 0 ? "" : "."}${String(part) || '""'}`))
    .join("");
}
