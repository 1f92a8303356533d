import { markdownTable } from "markdown-table";
import { countInWords } from "../../datadog/metrics/value-words";
import type { DashboardSketch, WidgetSketch } from "./dashboard";
import type { Description } from "./description";
import type { Notification } from "./messages";
import { type MonitorDescription, monitorSentence } from "./monitor";
import type { SLODescription } from "./slo";
import type { QuietHours } from "./week";

/**
 * The description as a pull request's comment: of HTML only what GitHub leaves in.
 *
 * @see https://github.github.com/gfm/
 */
export function markdownText({
  stack,
  monitors,
  slos,
  notificationRules,
  quietHours,
  dashboards,
  findings,
}: Description): string {
  return [
    `# What the stack ${code(stack)} will mean`,
    ...section("Monitors", monitors.map(monitor)),
    ...section("Objectives", slos.map(objective)),
    ...section(
      "Notification rules",
      notificationRules.map((one) => `- ${escaped(one)}`),
    ),
    ...section("Quiet hours", quietHours.map(hours)),
    ...section("Dashboards", dashboards.map(dashboard)),
    ...section(
      "Findings",
      findings.map(
        ({ resource, words }) => `- ⚠ ${resource === undefined ? "" : `**${escaped(resource)}**: `}${escaped(words)}`,
      ),
    ),
    "",
  ].join("\n");
}

function section(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : ["", `## ${title}`, ...parts.flatMap((part) => ["", part])];
}

function monitor(described: MonitorDescription): string {
  const { title, query, notifications, condition, more } = described;
  const sentence = monitorSentence({ ...described, condition: condition.map(escaped), more: more.map(escaped) }, code);
  return [
    `### ${escaped(title)}`,
    "",
    sentence,
    "",
    fenced(query),
    "",
    details(
      `${countInWords(notifications.length, "message")}, as the on-call person reads them`,
      notifications.map(notification).join("\n\n"),
    ),
  ].join("\n");
}

function notification({ state, subject, text }: Notification): string {
  return `**${escaped(state)}**\n\n${fenced(`${subject}\n\n${text}`)}`;
}

function objective({ title, lines }: SLODescription): string {
  return [`### ${escaped(title)}`, "", ...lines.map((line) => `- ${escaped(line)}`)].join("\n");
}

function hours({ of, rule, picture, next, gaps, atOnce }: QuietHours): string {
  return [
    `### ${escaped(of)}`,
    "",
    escaped(rule),
    ...(atOnce === undefined ? [] : ["", escaped(atOnce)]),
    ...(gaps.length === 0 ? [] : ["", `**Not muted, though a reader may expect it:** ${escaped(gaps.join(", "))}.`]),
    "",
    fenced(picture),
    "",
    details("Next windows", next.map((window) => `- ${escaped(window)}`).join("\n")),
  ].join("\n");
}

function dashboard({ title, variables, scope, widgets }: DashboardSketch): string {
  const rows = widgets.flatMap((widget) => rowsOf(widget));
  return [
    `### ${escaped(title)}`,
    "",
    ...variables.map((variable) => `- Variable ${escaped(variable)}`),
    ...(scope === undefined ? [] : [`- Where nothing else is said: ${escaped(scope)}`]),
    "",
    details(
      countInWords(rows.length, "widget"),
      markdownTable([["", "Title", "Shows"], ...rows], { alignDelimiters: false }),
    ),
  ].join("\n");
}

function rowsOf({ kind, title = "", lines, widgets }: WidgetSketch): string[][] {
  return [[kind, escaped(title), lines.map(escaped).join("<br>")], ...widgets.flatMap(rowsOf)];
}

function details(summary: string, body: string): string {
  return `<details>\n<summary>${escaped(summary)}</summary>\n\n${body}\n\n</details>`;
}

/** With more backticks than the text has in a row. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** In code nobody is mentioned, and no sign is markup. */
function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return text.includes("`") ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** What Markdown would read as markup; an underscore within a word is none. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*[\]|#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll(/(?<![A-Za-z0-9])@(?=[A-Za-z0-9])/g, "&#64;");
}
