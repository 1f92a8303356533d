import { fuzzHours, fuzzScopes } from "./hours";
import { fuzzMessages } from "./message";
import { fuzzQueries } from "./query";
import { fuzzFormulas, fuzzSearches } from "./search";
import type { Fuzzed } from "./run";

/** Every parser, by what it reads; from the same seed the same texts. */
export const FUZZED: Readonly<Record<string, (runs: number, seed: number) => Fuzzed>> = {
  queries: fuzzQueries,
  searches: fuzzSearches,
  formulas: fuzzFormulas,
  messages: fuzzMessages,
  "quiet hours": fuzzHours,
  "scopes of downtimes": fuzzScopes,
};
