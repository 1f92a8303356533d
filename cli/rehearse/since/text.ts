import CliTable from "cli-table3";
import { painter, wrapped } from "../../describe/terminal";
import type { Terminal } from "../../terminal";
import type { Table, Told } from "./told";

/** As a terminal shows it. */
export function historyText({ heading, sections }: Told, terminal: Terminal): string {
  const paint = painter(terminal);
  return [
    paint("bold", heading),
    ...sections.flatMap(({ title, table, says }) => [
      "",
      paint("bold", title),
      ...(table === undefined ? [] : [columnsOf(table)]),
      ...says.map((sentence) => wrapped(sentence, terminal.columns, "  ")),
    ]),
    "",
  ].join("\n");
}

const NO_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"]
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`, `mid-${side}`])
    .map((part) => [part, ""]),
);

function columnsOf({ head, rows }: Table): string {
  const table = new CliTable({
    chars: { ...NO_LINES, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: head.map((_, column) => (column === 0 ? "left" : "right")),
  });
  const named = head.some((name) => name !== "");
  table.push(...[...(named ? [head] : []), ...rows].map((row) => [...row]));
  return table.toString().replace(/^/gm, "  ").replace(/ +$/gm, "");
}
