import Table from "cli-table3";
import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import { listInWords } from "../../datadog/list-words";
import { countInWords } from "../../datadog/metrics/value-words";
import type { Terminal } from "../terminal";
import type { Row } from "./row";

/** What was found on a stack's hosts. */
export interface Report {
  readonly stack: string;
  /** How many were asked. */
  readonly hosts: number;
  readonly rows: readonly Row[];
  /** Commands that can't be read. */
  readonly unread: readonly string[];
  /** Hosts that are declared to be gone, and were not asked. */
  readonly gone: readonly string[];
  /** What puts it back. */
  readonly repair: string | undefined;
}

/** 0 where all is as it was made, 2 where something is not, 1 where nothing is known to be and something is not known. */
export function exitCode({ rows }: Pick<Report, "rows">): 0 | 1 | 2 {
  if (rows.some(({ verdict }) => verdict === "drift")) return 2;
  return rows.some(({ verdict }) => verdict === "unknown") ? 1 : 0;
}

const WORDS = { drift: "drift", unknown: "unknown", left: "left alone" } as const;
const COLOURS = { drift: "red", unknown: "yellow", left: "dim" } as const;

/** More of a file's lines are in the JSON. */
const MOST_LINES = 6;

/** How a table says it. */
interface Said {
  readonly words: Readonly<Record<Row["verdict"], string>>;
  /** Of each row. */
  readonly mostLines: number;
}

/** A table of what is otherwise, and what to type. */
export function reportText(report: Report, terminal: Terminal): string {
  const { rows, unread, gone, repair } = report;
  const blocks = [
    ...(rows.length > 0 ? [table(rows, terminal, { words: WORDS, mostLines: MOST_LINES })] : []),
    verdict(report),
    ...(gone.length > 0 ? [`Not asked, for they are declared to be gone: ${listInWords(gone)}.`] : []),
    ...(unread.length > 0
      ? [`Not read, for they are of packs of your own or of another version of Lookout: ${listInWords(unread)}.`]
      : []),
    ...(repair === undefined ? [] : [`To put it back: ${repair}`]),
  ];
  return `${blocks.join("\n")}\n`;
}

/** Rows of hosts, as wide as the terminal. */
export function table(rows: readonly Row[], { columns, colour }: Terminal, { words, mostLines }: Said): string {
  const paint = ({ verdict }: Row) =>
    colour ? styleText(COLOURS[verdict], words[verdict], { validateStream: false }) : words[verdict];
  const longest = (texts: readonly string[], most: number) =>
    Math.min(most, Math.max(...texts.map(({ length }) => length)));
  const verdictWidth = 12;
  const hostWidth = longest([...rows.map(({ host }) => host), "Host"], 24) + 2;
  const left = Math.max(48, columns - verdictWidth - hostWidth - 6);
  const widths = [verdictWidth, hostWidth, Math.floor(left * 0.4), Math.floor(left * 0.25), Math.floor(left * 0.35)];
  const drawn = new Table({
    head: ["", "Host", "What", "Declared", "Found"],
    colWidths: widths,
    style: { head: colour ? ["bold"] : [], border: [] },
  });
  // The table's own cuts words; a line of a file keeps its white space.
  const wrapped = (text: string, column: number, trim = true) =>
    wrapAnsi(printable(text), (widths[column] ?? 16) - 2, { hard: true, trim });
  for (const row of rows) {
    const cells = [paint(row), row.host, row.what, row.declared].map((text, column) => wrapped(text, column));
    const lines = (row.lines ?? []).slice(0, mostLines).map((line) => wrapped(line, 4, false));
    drawn.push([...cells, [wrapped(row.found, 4), ...lines].join("\n")]);
  }
  return drawn.toString();
}

/** What a host says may hold what moves a terminal's cursor. */
function printable(text: string): string {
  // styleText's own sequences stay.
  return text.replace(/\u001b(?!\[\d+m)|[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g, "?");
}

function verdict({ stack, hosts, rows }: Report): string {
  const count = (of: Row["verdict"]) => rows.filter(({ verdict: its }) => its === of).length;
  const asked = `${stack}: ${countInWords(hosts, "host")} asked`;
  const parts = [
    count("drift") > 0 && `${count("drift")} not as made`,
    count("unknown") > 0 && `${count("unknown")} not known`,
    count("left") > 0 && `${count("left")} of somebody else's left alone`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? `${asked}; all is as it was made.` : `${asked}: ${listInWords(parts)}.`;
}

/** For programs; fields are added, and none is taken away or means something else. */
export function reportJson({ stack, hosts, rows, unread, gone, repair }: Report): string {
  return `${JSON.stringify({ stack, hosts, rows, unread, gone, repair: repair ?? null }, undefined, 2)}\n`;
}
