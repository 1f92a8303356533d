/** What was parsed, without the places in the text. */
export function withoutOffsets<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === "offset" ? undefined : part))) as T;
}
