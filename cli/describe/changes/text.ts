import { countInWords } from "../../../datadog/metrics/value-words";
import { code, details, escaped, fenced } from "../../markdown";
import type { Terminal } from "../../terminal";
import { painter, section, wrapped } from "../terminal";
import { listed } from "./canonical";
import type { Change } from "./change";
import { type Line, report } from "./merged";

/** What the changes are against, and what is to be known of that. */
export interface Around {
  readonly stack: string;
  /** `main`. */
  readonly against: string;
  readonly notes: readonly string[];
}

/** The changes as a terminal shows them. */
export function changesText(changes: readonly Change[], { stack, against, notes }: Around, terminal: Terminal): string {
  const paint = painter(terminal);
  const { columns } = terminal;
  const { sections, others } = report(changes);
  const bullet = ({ of, says }: Line) => wrapped(`${paint("bold", listed(of))}: ${says}`, columns, "  ", "    ");
  return [
    paint("bold", `What changes in the stack ${stack} against ${against}${changes.length === 0 ? ": nothing" : ""}`),
    ...sections.flatMap(({ title, lines }) => section(title, [lines.map(bullet).join("\n")], paint)),
    ...(others.length === 0 ? [] : ["", wrapped(`And ${counted(others)}: ${names(others)}`, columns, "", "  ")]),
    ...notes.map((note) => `\n${wrapped(`${paint("yellow", "note:")} ${note}`, columns, "", "  ")}`),
    "",
  ].join("\n");
}

/** The changes for a pull request's comment: messages before and after, and what hardly anybody reads, are folded. */
export function changesMarkdown(changes: readonly Change[], notes: readonly string[] = []): string {
  const { sections, others } = report(changes);
  const blocks = [
    ...(changes.length === 0 ? ["Nothing that people would notice."] : []),
    ...sections.map(({ title, lines }) => [`**${title}**`, "", ...lines.map(item)].join("\n")),
    ...(others.length === 0 ? [] : [details(`And ${counted(others)}`, others.map(item).join("\n"))]),
    ...notes.map((note) => `> ${escaped(note)}`),
  ];
  return blocks.join("\n\n");
}

function counted(others: readonly Line[]): string {
  return countInWords(
    others.reduce((sum, { of }) => sum + of.length, 0),
    "other change",
  );
}

function names(others: readonly Line[]): string {
  return listed([...new Set(others.flatMap(({ of }) => of))]);
}

function item({ of, says, texts }: Line): string {
  const handle = of.every((one) => one.startsWith("@"));
  const subject = handle ? listed(of.map(code)) : `**${escaped(listed(of))}**`;
  return [
    `- ${subject}: ${escaped(says)}`,
    ...texts.map(({ of: one, title, before, after }) =>
      indented(
        details(
          texts.length === 1 ? "before and after" : `${one}, ${title}: before and after`,
          fenced(diffed(before, after), "diff"),
        ),
      ),
    ),
  ].join("\n");
}

/** Below a list's item. */
function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

function diffed(before: string, after: string): string {
  const marked = (text: string, mark: string) => text.replace(/^/gm, mark);
  return `${marked(before, "- ")}\n${marked(after, "+ ")}`;
}
