/**
 * Where Markdown code stands, by UTF-16 unit: 1 inside of backticks, theirs included. A run of backticks is closed by
 * the next of its length; one that nothing closes is text.
 *
 * @see https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeIn(text: string): Uint8Array {
  const code = new Uint8Array(text.length);
  const runs = [...text.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({ length, index }));
  // From the last to the first: the next run of the same length is then known without a search.
  const closedBy = new Map<number, number>();
  const nextOfLength = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i--) {
    const { length } = runs[i] ?? { length: 0 };
    const next = nextOfLength.get(length);
    if (next !== undefined) closedBy.set(i, next);
    nextOfLength.set(length, i);
  }
  for (let i = 0; i < runs.length; i++) {
    const closing = closedBy.get(i);
    const [first, last] = [runs[i], closing === undefined ? undefined : runs[closing]];
    if (first === undefined || last === undefined || closing === undefined) continue;
    code.fill(1, first.index, last.index + last.length);
    i = closing;
  }
  return code;
}
