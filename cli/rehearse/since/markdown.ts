import { markdownTable } from "markdown-table";
import { code, escaped } from "../../markdown";
import type { Section, Table, Told } from "./told";

/** The sections for a pull request's comment, each by itself: what does not fit there is left out whole. */
export function historyMarkdown({ sections }: Told): string[] {
  return sections.map(sectionText);
}

function sectionText({ title, table, says }: Section): string {
  return [
    `**${escaped(title)}**`,
    ...(table === undefined ? [] : [tableText(table)]),
    ...(says.length === 0 ? [] : [says.map((sentence) => `- ${escaped(sentence)}`).join("\n")]),
  ].join("\n\n");
}

function tableText({ head, rows }: Table): string {
  const align = head.map((_, column) => (column === 0 ? "l" : "r"));
  return markdownTable(
    [head, ...rows].map((row) => row.map(cell)),
    { alignDelimiters: false, align },
  );
}

/** In code nobody is mentioned. */
function cell(text: string): string {
  return text.startsWith("@") ? code(text) : escaped(text);
}
