import { styleText } from "node:util";
import { countInWords } from "../../../datadog/metrics/value-words";
import type { Terminal } from "../../terminal";
import { countsByRule, type Found, type Linted, type Place, sentenceOf, SEVERITIES } from "../found";

/** As compilers say it: the place, the mistake, and the line with a caret under the place. */
export function lintText({ of, found }: Linted, terminal: Terminal, lineOf: LineOf): string {
  return [...found.flatMap((one) => lines(one, terminal, lineOf)), `${of}; ${inTotal(found)}`, ""].join("\n");
}

/** The text of a line of a file, where it can be read. */
export type LineOf = (place: Place) => string | undefined;

/** How often each rule says something: for more than a person reads in one go. */
export function textOfCounts(found: readonly Found[]): string {
  const rows = countsByRule(found).map(({ rule, severity, count }) => [countInWords(count, severity), rule] as const);
  const width = Math.max(0, ...rows.map(([count]) => count.length));
  return rows.map(([count, rule]) => `${count.padStart(width)}  ${rule}\n`).join("");
}

export function inTotal(found: readonly Found[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const count = found.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [countInWords(count, severity)];
  });
  return parts.length === 0 ? "nothing to mend" : parts.join(", ");
}

function lines(one: Found, { colour }: Terminal, lineOf: LineOf): string[] {
  const { severity, of, place, rule, url } = one;
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const at = place === undefined ? "" : `${place.file}:${place.line}:${place.column}: `;
  const said = paint(severity === "error" ? "red" : "yellow", `${severity}:`);
  // What a mistake of several lines says stands below it.
  const sentence = sentenceOf(one).replaceAll("\n", "\n  ");
  const whose = of === undefined ? "" : `${of}: `;
  const text = place && lineOf(place);
  return [
    `${at}${said} ${whose}${sentence} ${paint("dim", `[${rule}]`)}`,
    ...(url === undefined ? [] : [`  ${url}`]),
    ...(place === undefined || text === undefined || text.trim() === "" ? [] : pointed(place, text)),
  ];
}

/** Longer lines, of a file that a program wrote, show nothing. */
const LONGEST = 160;

/** A secret that stands there in clear stays out of logs; `secure:` is one that nobody can read. */
const SECRET_IN_CLEAR =
  /(pass(word|wd|phrase)?|private_?key|a(pi|pp)_?key|token|secret)["']?\s*[:=]\s*(?!["'{\s]*(secure\b|$))/i;

function pointed({ line, column, endColumn }: Place, text: string): string[] {
  if (text.length > LONGEST || SECRET_IN_CLEAR.test(text)) return [];
  const number = String(line);
  const before = text.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  const carets = "^".repeat(Math.max(1, Math.min(endColumn ?? column + 1, text.length + 1) - column));
  return [`  ${number} | ${text}`, `  ${" ".repeat(number.length)} | ${before}${carets}`];
}
