import type { Comparator } from "../query";

const WORDS: Readonly<Record<Comparator, string>> = {
  ">": "above",
  ">=": "at or above",
  "<": "below",
  "<=": "at or below",
  "==": "exactly",
  "!=": "other than",
};

const OPPOSITES: Readonly<Record<Comparator, Comparator>> = {
  ">": "<=",
  ">=": "<",
  "<": ">=",
  "<=": ">",
  "==": "!=",
  "!=": "==",
};

/** `above`, `at or below`. */
export function comparatorInWords(comparator: Comparator): string {
  return WORDS[comparator];
}

/** What holds when the comparison does not. */
export function oppositeInWords(comparator: Comparator): string {
  return WORDS[OPPOSITES[comparator]];
}
