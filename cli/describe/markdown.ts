import { markdownTable } from "markdown-table";
import { countInWords } from "../../datadog/metrics/value-words";
import { code, details, escaped, fenced } from "../markdown";
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
  customMetrics,
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
      "Custom metrics",
      customMetrics.map((one) => `- ${escaped(one)}`),
    ),
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
