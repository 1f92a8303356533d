import { lintFormula } from "../../datadog/lint/formula";
import { lintSearch } from "../../datadog/lint/search-text";
import { parseFormula, FormulaSyntaxError } from "../../datadog/formula/parse";
import { parseSearch, SearchSyntaxError } from "../../datadog/search/parse";
import { type Random, randomFrom } from "./random";
import { fuzz, type Fuzzed } from "./run";

const SEARCHES = [
  ...[
    "a",
    "status",
    "@http.url",
    "#c",
    "$env",
    "$env.value",
    ":",
    ": ",
    " ",
    " ",
    "(",
    ")",
    '"',
    "\\",
    "-",
    "!",
    "*",
    "?",
  ],
  ...[
    "NOT ",
    " AND ",
    " OR ",
    " or ",
    " IN ",
    " in (a,b)",
    "&&",
    "||",
    ",",
    "[1 TO 2]",
    "[",
    "]",
    ">=5",
    "=",
    "“",
    "'",
  ],
  ...["CIDR(", "10.0.0.0/8", "é", "\n", "\0", "😀"],
] as [string, ...string[]];

const FORMULAS = [
  ...["a", "b", "query1", "1", "1.5", "1e9", "+", "-", "*", "/", " ", "(", ")", ",", "'x'", '"', "=", ".", "{*}"],
  ...["abs(", "anomalies(", "f(", "clamp_min(a, 0)", "direction='both'", ".rollup(", "$", "é", "\0"],
] as [string, ...string[]];

/** Reads and lints searches by chance. */
export function fuzzSearches(runs: number, seed: number): Fuzzed {
  return fuzzed(SEARCHES, runs, seed, SearchSyntaxError, (text) => {
    lintSearch({ search: text, in: "dashboard", variables: [{ name: "env", prefix: "env" }] });
    parseSearch(text);
  });
}

/** Reads and lints formulas by chance. */
export function fuzzFormulas(runs: number, seed: number): Fuzzed {
  return fuzzed(FORMULAS, runs, seed, FormulaSyntaxError, (text) => {
    lintFormula({ formula: text });
    parseFormula(text);
  });
}

function fuzzed(
  pieces: readonly [string, ...string[]],
  runs: number,
  seed: number,
  refusal: typeof SearchSyntaxError | typeof FormulaSyntaxError,
  read: (text: string) => void,
): Fuzzed {
  const random = randomFrom(seed);
  const isRead = (text: string) => {
    try {
      read(text);
      return true;
    } catch (error) {
      if (error instanceof refusal && error.offset >= 0 && error.offset <= text.length) return false;
      throw error;
    }
  };
  // The first text waits for the parser to be made.
  isRead("");
  return fuzz(() => soup(pieces, random), isRead, runs);
}

function soup(pieces: readonly [string, ...string[]], random: Random): string {
  return Array.from({ length: random.below(20) }, () => random.one(pieces)).join("");
}

/** Searches of a length that try a reader's patience. */
export const SEARCH_SHAPES: readonly string[] = [
  ...[
    "a ",
    "a:b ",
    "a OR ",
    "AND ",
    "NOT ",
    "-",
    "!",
    "a, ",
    "@a:[1 TO 2] ",
    "[",
    "$env ",
    "$a-",
    "$a.",
    "\\",
    "'a ",
    "“a ",
  ],
  ...["status:a ", "&& ", "a in (b,c) ", "( a ) ", "count[a] / ", "a:(b,c) ", "CIDR(@a,1.2.3.4/8) "],
];
