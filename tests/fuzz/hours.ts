import { parseScope, ScopeSyntaxError } from "../../datadog/schedule/scope";
import { parseWindow, WindowSyntaxError } from "../../datadog/schedule/parse";
import { type Random, randomFrom } from "./random";
import { fuzz, type Fuzzed } from "./run";

const WORDS = [
  ...["19:00", "09:00", "24:00", "7:5", "-", "\u2013", " ", "Mon", "Fri", "Sunday", "Mo", ",", "all day", "all", "\n"],
] as [string, ...string[]];

/** Most of them in the order in which they mean something. */
function hours(random: Random): string {
  if (random.below(3) === 0) return soup(WORDS, random);
  const [time, day] = [() => random.one(TIMES), () => random.one(DAYS)];
  const days = Array.from({ length: 1 + random.below(3) }, () => (random.below(2) === 0 ? day() : `${day()}-${day()}`));
  return `${random.below(4) === 0 ? "all day" : `${time()}-${time()}`} ${days.join(random.one([",", ", ", " "]))}`;
}

const TIMES = ["19:00", "09:00", "0:00", "23:59", "24:00", "7:5", ""] as [string, ...string[]];
const DAYS = ["Mon", "fri", "Sunday", "Wed", "Mo", "day"] as [string, ...string[]];

const TAGS = [
  ...[
    "env:prod",
    "service:(",
    "web",
    "mail",
    ")",
    "(",
    " AND ",
    " OR ",
    "NOT ",
    "-",
    "!",
    ",",
    " ",
    ":",
    "*",
    "?",
    '"',
  ],
  ...["a&b:c", "or", "ORDER", "é", "\0"],
] as [string, ...string[]];

/** Reads quiet hours in words by chance. */
export function fuzzHours(runs: number, seed: number): Fuzzed {
  return fuzzed(hours, (text) => parseWindow(text), WindowSyntaxError, runs, seed);
}

/** Reads downtimes' scopes by chance. */
export function fuzzScopes(runs: number, seed: number): Fuzzed {
  return fuzzed(
    (random) => soup(TAGS, random),
    (text) => parseScope(text),
    ScopeSyntaxError,
    runs,
    seed,
  );
}

function fuzzed(
  textOf: (random: Random) => string,
  parse: (text: string) => unknown,
  refusal: new (message: string) => Error,
  runs: number,
  seed: number,
): Fuzzed {
  const random = randomFrom(seed);
  const read = (text: string) => {
    try {
      parse(text);
      return true;
    } catch (error) {
      if (error instanceof refusal) return false;
      throw error;
    }
  };
  // The first text waits for the parser to be made.
  read("");
  return fuzz(() => textOf(random), read, runs);
}

function soup(pieces: readonly [string, ...string[]], random: Random): string {
  return Array.from({ length: random.below(12) }, () => random.one(pieces)).join("");
}
