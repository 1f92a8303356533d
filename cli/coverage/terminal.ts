import Table from "cli-table3";
import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { Terminal } from "../terminal";
import type { Coverage, Told } from "./coverage";
import { blocksOf, headings, summary, toldInWords } from "./table";

/** The table as a terminal shows it, what nobody hears of in red. */
export function coverageText(coverage: Coverage, { columns, colour }: Terminal): string {
  const { at, stack } = coverage;
  const width = Math.max(16, Math.floor((columns - at.length - 3) / (at.length + 2)));
  // The table's own cuts words.
  const wrapped = (text: string) => wrapAnsi(text, width - 2, { hard: true });
  const table = new Table({
    head: ["What fails", "How", ...headings(at).map((when) => wrapped(`Who hears of it ${when}`))],
    colWidths: Array.from({ length: at.length + 2 }, () => width),
    style: { head: colour ? ["bold"] : [], border: [] },
  });
  for (const { of, failures } of blocksOf(coverage)) {
    for (const [i, { words, told }] of failures.entries()) {
      table.push([
        ...(i === 0 ? [{ content: wrapped(of), rowSpan: failures.length }] : []),
        wrapped(words),
        ...told.map((one) => wrapped(cell(one, colour))),
      ]);
    }
  }
  return `The stack ${stack}, ${at[0]?.timeZoneId ?? ""}\n${table.toString()}\n${summary(coverage)}\n`;
}

function cell(told: Told, colour: boolean): string {
  const words = toldInWords(told);
  return colour && told.isNobody ? styleText("red", words, { validateStream: false }) : words;
}
