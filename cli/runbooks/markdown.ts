import { markdownTable } from "markdown-table";
import { listInWords } from "../../datadog/list-words";
import { coverageMarkdown } from "../coverage/markdown";
import { quietHoursSvg } from "../describe/week";
import { code, escaped } from "../markdown";
import type { Book, Link } from "./book";
import { linked, type Page, pagesBySource } from "./pages";

/** Where a format has its pages. */
export interface Places {
  /** From the index: `hosts-away.md`. */
  readonly ofPage: (monitor: string) => string;
  /** From a page to another. */
  readonly fromPage: (monitor: string) => string;
  readonly index: string;
}

/** By file: an index and a page for each monitor. */
export function markdownFiles(book: Book): ReadonlyMap<string, string> {
  const places: Places = { ofPage: (name) => `${name}.md`, fromPage: (name) => `${name}.md`, index: "README.md" };
  return new Map([
    ["README.md", indexMarkdown(book, places)],
    ...book.pages.map((page) => [`${page.monitor.name}.md`, pageMarkdown(page, book, places)] as const),
    ...calendars(book),
  ]);
}

/** The pictures of the quiet hours, by file. */
export function calendars({ quietHours }: Book): [string, string][] {
  return quietHours.map((hours, i) => [calendarFile(i), quietHoursSvg(hours)]);
}

function calendarFile(index: number): string {
  return `quiet-hours-${index + 1}.svg`;
}

/** A monitor's page: what it is, then what its runbook says. */
export function pageMarkdown({ monitor, title, body }: Page, { pages }: Book, { fromPage, index }: Places): string {
  const bySource = pagesBySource(pages);
  const address = (page: string) => {
    const name = bySource.get(page);
    return name === undefined ? undefined : fromPage(name);
  };
  const { url, sentence } = monitor;
  const name = url === undefined ? monitor.title : `[${monitor.title}](${url})`;
  return `# ${title}\n\n> **${name}**: ${sentence}\n\n${linked(body, address)}\n\n---\n\n[All runbooks](${index})\n`;
}

export function indexMarkdown(book: Book, { ofPage }: Places): string {
  const { stack, pages, quietHours, coverage, isReal } = book;
  const preview = "These pages are of a preview: what leads to Datadog leads nowhere yet.";
  return [
    `# Runbooks of ${escaped(stack)}`,
    ...(isReal ? [] : [preview]),
    "## Monitors",
    table(
      ["What to do", "When"],
      pages.map(({ title, monitor }) => [`[${title}](${ofPage(monitor.name)})`, monitor.sentence]),
    ),
    ...links(book.links),
    "## Who hears of what",
    coverageMarkdown(coverage).trim(),
    ...(quietHours.length === 0 ? [] : ["## Quiet hours"]),
    ...quietHours.flatMap(({ of, rule, next, gaps }, i) => [
      `### ${escaped(of)}`,
      escaped(rule),
      ...(gaps.length === 0 ? [] : [`**Not muted, though a reader may expect it:** ${escaped(gaps.join(", "))}.`]),
      `![The week's quiet hours of ${escaped(of)}](${calendarFile(i)})`,
      `Next:\n\n${next.map((window) => `- ${escaped(window)}`).join("\n")}`,
    ]),
    "## Who is on for what",
    table(["Team", "Who is notified", "Monitors"], people(book, ofPage)),
    "",
  ].join("\n\n");
}

const GROUPS: readonly Link["group"][] = ["Dashboards", "Maps and lists", "Services", "Objectives"];

function links(all: readonly Link[]): string[] {
  return GROUPS.flatMap((group) => {
    const those = all.filter((one) => one.group === group);
    if (those.length === 0) return [];
    return [`## ${group}`, those.map(({ words, url }) => `- [${escaped(words)}](${url})`).join("\n")];
  });
}

/** Monitors of one team that notify the same people of the same, in a row. */
function people({ pages }: Book, ofPage: Places["ofPage"]): string[][] {
  const rows = new Map<string, { team: string; who: string; monitors: string[] }>();
  for (const { monitor, title } of pages) {
    const team = monitor.owner === undefined ? "none" : code(monitor.owner);
    const who = listInWords(monitor.told.map(([handle]) => code(handle))) || "**nobody**";
    const link = `[${title}](${ofPage(monitor.name)})`;
    const row = rows.get(`${team} ${who}`);
    if (row === undefined) rows.set(`${team} ${who}`, { team, who, monitors: [link] });
    else row.monitors.push(link);
  }
  return [...rows.values()].map(({ team, who, monitors }) => [team, who, monitors.join(", ")]);
}

/** A bar in a cell would end it. */
function table(head: string[], rows: string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/(?<!\\)\|/g, "\\|")));
  return markdownTable([head, ...cells], { alignDelimiters: false, padding: true });
}
