import { markdownTable } from "markdown-table";
import { escaped } from "../markdown";
import type { Coverage, Told } from "./coverage";
import { blocksOf, headings, summary, toldInWords } from "./table";

/** The table for a pull request's comment or a page; in Markdown red is bold. */
export function coverageMarkdown(coverage: Coverage): string {
  const rows = blocksOf(coverage).flatMap(({ of, failures }) =>
    failures.map(({ words, told }) => [escaped(of), escaped(words), ...told.map(cell)]),
  );
  const head = ["What fails", "How", ...headings(coverage.at).map((when) => `Who hears of it ${when}`)];
  return `${markdownTable([head, ...rows], { alignDelimiters: false })}\n\n${summary(coverage)}\n`;
}

/** In code nobody is mentioned. */
function cell(told: Told): string {
  const words = toldInWords(told).replaceAll(/@[^\s,]+/g, "`$&`");
  return told.isNobody ? `**${words}**` : words;
}
