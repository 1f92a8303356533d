/**
 * Python without the lines that are comments alone, and with nothing in its docstrings: they stay as statements, since one
 * may be all that a class has. Only of sources that have no other text between three quotes.
 */
export function withoutComments(source: string): string {
  return source
    .replaceAll(/^( *)"""[^]*?"""$/gm, '$1""')
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .join("\n");
}
