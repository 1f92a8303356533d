import { lintMonitor } from "../../datadog/lint/monitor";
import { parseGraph, parseMonitorQuery, parseQuery, QuerySyntaxError } from "../../datadog/query/parse";
import { correct, mistakesInMonitors } from "../corpus/read";
import { type Random, randomFrom } from "./random";
import { fuzz, type Fuzzed } from "./run";

/** Reads and lints queries by chance. */
export function fuzzQueries(runs: number, seed: number): Fuzzed {
  const random = randomFrom(seed);
  // The first text waits for the parser to be made.
  isRead("a{*}", "query alert");
  let type: string;
  return fuzz(
    () => {
      type = random.one(TYPES);
      return random.one(GENERATORS)(random);
    },
    (text) => isRead(text, type),
    runs,
  );
}

function isRead(text: string, type: string): boolean {
  lintMonitor({ type, query: text, monitorThresholds: { critical: "1" } });
  return [parseQuery, parseGraph, parseMonitorQuery].filter((parse) => reads(parse, text)).length > 0;
}

function reads(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof QuerySyntaxError) return false;
    throw error;
  }
}

const TYPES = ["query alert", "service check", "composite", "log alert", "slo alert", "process alert", ""] as const;

const CORPUS = [
  ...correct("graph").map(({ text }) => text),
  ...correct("monitor").map(({ text }) => text),
  ...mistakesInMonitors().map(({ inputs }) => inputs.query),
].map(tokens) as [string[], ...string[][]];

/** Words and numbers whole, all else by the character. */
function tokens(text: string): string[] {
  return text.match(/\s+|[\p{L}_$][\p{L}\d_.]*|[\d.]+|[^]/gu) ?? [];
}

/** Each makes a text of its kind. */
export const GENERATORS = [anyText, soup, mutated, mutated, mutated, spliced] as const;

/** Any characters, unpaired surrogates among them. */
function anyText(random: Random): string {
  const widest = random.one([0x80, 0x80, 0x2100, 0x10000]);
  return Array.from({ length: random.below(80) }, () => String.fromCharCode(random.below(widest))).join("");
}

const TOKENS = [
  ...["(", ")", "{", "}", ",", ":", ".", "'", '"', "\\", "+", "-", "*", "/", "!", "=", "<", ">", ">=", "||", "&&", "$"],
  ...[" ", "  ", "\n", "by", " by ", "and", " AND ", "or", " OR ", "not", "NOT ", " in ", " IN (", "v: v", "v"],
  ...["avg", "sum", "avg:", "p95:", "count(v: v<=1):", "change(", "pct_change(", "avg(last_5m):", "last_5m", "next_1w"],
  ...[
    "a{*}",
    "m",
    "system.disk.in_use",
    "postgresql.x",
    "{*}",
    "{a:b}",
    "by {host}",
    "$host",
    "$env.value",
    "host IN (a,b)",
  ],
  ...["0", "1", "-1", ".5", "1.", "1e9", "1e999", "800", "'basic'", "interval=60", "alert_window='last_15m'"],
  ...[
    "anomalies(",
    "forecast(",
    "outliers(",
    "top(",
    "abs(",
    ".rollup(sum, 60)",
    ".fill(zero)",
    ".as_count()",
    "timeshift(",
  ],
  ...[
    '"a"',
    '.over("*")',
    ".last(3)",
    '.by("host")',
    ".count_by_status()",
    'logs("',
    'events("',
    'error_budget("',
    '")',
  ],
  ...["1001", "a-b", "ä", "\u{1f600}", "\0"],
] as [string, ...string[]];

function soup(random: Random): string {
  return Array.from({ length: random.below(40) }, () => random.one(TOKENS)).join("");
}

/** A text of the corpus with some of its tokens deleted, doubled, exchanged, or from elsewhere. */
function mutated(random: Random): string {
  const text = [...random.one(CORPUS)];
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const at = random.below(text.length);
    const token = text[at] ?? "";
    switch (random.below(5)) {
      case 0:
        text.splice(at, 1);
        break;
      case 1:
        text.splice(at, 0, token);
        break;
      case 2:
        text.splice(at, 1, random.one(TOKENS));
        break;
      case 3:
        text.splice(at, 0, ...Array<string>(random.below(60)).fill(token));
        break;
      default:
        text.splice(at, 2, text[at + 1] ?? "", token);
    }
  }
  return text.join("");
}

/** The beginning of one text of the corpus and the end of another. */
function spliced(random: Random): string {
  const [first, second] = [random.one(CORPUS), random.one(CORPUS)];
  return [...first.slice(0, random.below(first.length + 1)), ...second.slice(random.below(second.length + 1))].join("");
}
