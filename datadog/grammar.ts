import * as fs from "node:fs";
import * as peggy from "peggy";

/** A parser of a grammar that is written down in a file: made when it is first asked for, and then kept. */
export function parserOf(file: string, options: peggy.ParserBuildOptions = {}): () => peggy.Parser {
  let parser: peggy.Parser | undefined;
  return () => (parser ??= peggy.generate(fs.readFileSync(file, "utf8"), options));
}
