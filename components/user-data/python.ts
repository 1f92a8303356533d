/**
 * Python as short as it may be: without comments and empty lines, without docstrings but for one that is all that a class
 * has, and indented by one space. Only of sources that have no other text between three quotes, indented by four.
 */
export function withoutComments(source: string): string {
  return source
    .replaceAll(/^( *)"""[^]*?"""$/gm, '$1""')
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => line.replace(/^ +/, (indent) => " ".repeat(indent.length / 4)))
    .join("\n")
    .replaceAll(/^( *)""\n(?=\1\S)/gm, "");
}
