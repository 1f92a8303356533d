import type { Finding } from "../finding";
import { lint } from "./rule";
import { notationRules } from "./search-text/notation-rules";
import { readSearch, type SearchExample, type SearchRule } from "./search-text/subject";
import { valueRules } from "./search-text/value-rules";
import { searchVariableRules } from "./search-text/variable-rules";

export const searchTextRules: readonly SearchRule[] = [...notationRules, ...valueRules, ...searchVariableRules];

/** What a search would not find, though it was meant. */
export function lintSearch(example: SearchExample): Finding[] {
  return lint(searchTextRules, readSearch(example));
}
