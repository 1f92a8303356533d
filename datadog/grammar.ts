import type * as peggy from "peggy";

/** What `build/compile.ts` makes of a grammar. */
export type Parser = peggy.Parser;
