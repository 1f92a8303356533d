import Table from "cli-table3";
import { stripVTControlCharacters, styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import { countInWords } from "../../datadog/metrics/value-words";
import type { DashboardSketch, WidgetSketch } from "./dashboard";
import type { Description } from "./description";
import type { Notification } from "./messages";
import { type MonitorDescription, monitorSentence } from "./monitor";
import type { Terminal } from "../terminal";
import type { SLODescription } from "./slo";
import type { QuietHours } from "./week";

type Format = Parameters<typeof styleText>[0];
export type Paint = (format: Format, text: string) => string;

/** The description as a terminal shows it. */
export function terminalText(description: Description, terminal: Terminal): string {
  const { columns } = terminal;
  const paint = painter(terminal);
  const { monitors, slos, notificationRules, quietHours, dashboards, customMetrics, findings } = description;
  return [
    paint("bold", `What the stack ${description.stack} will mean: ${counted(description)}`),
    ...section(
      "Monitors",
      monitors.map((one) => monitor(one, columns, paint)),
      paint,
    ),
    ...section(
      "Objectives",
      slos.map((one) => objective(one, columns, paint)),
      paint,
    ),
    ...section(
      "Notification rules",
      notificationRules.map((one) => wrapped(one, columns, "  ")),
      paint,
    ),
    ...section(
      "Quiet hours",
      quietHours.map((one) => hours(one, columns, paint)),
      paint,
    ),
    ...section(
      "Dashboards",
      dashboards.map((one) => dashboard(one, columns, paint)),
      paint,
    ),
    ...section(
      "Custom metrics",
      customMetrics.map((one) => wrapped(one, columns, "  ")),
      paint,
    ),
    ...section("Findings", warnings(findings, columns, paint), paint),
    "",
  ].join("\n");
}

function counted({ monitors, slos, dashboards }: Description): string {
  return [
    countInWords(monitors.length, "monitor"),
    ...(slos.length === 0 ? [] : [countInWords(slos.length, "objective")]),
    countInWords(dashboards.length, "dashboard"),
  ].join(", ");
}

export function painter({ colour }: Terminal): Paint {
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}

function warnings(findings: Description["findings"], columns: number, paint: Paint): string[] {
  return findings.map(({ resource, words }) =>
    wrapped(
      `${paint("yellow", "warning:")} ${resource === undefined ? "" : `${resource}: `}${words}`,
      columns,
      "",
      "  ",
    ),
  );
}

export function section(title: string, parts: readonly string[], paint: Paint): string[] {
  if (parts.length === 0) return [];
  return ["", paint("bold", title.toUpperCase()), ...parts.flatMap((part) => ["", part])];
}

function monitor(described: MonitorDescription, columns: number, paint: Paint): string {
  return [
    paint("bold", described.title),
    wrapped(monitorSentence(described), columns, "  "),
    wrapped(paint("cyan", described.query), columns, "  "),
    ...described.notifications.map((one) => `\n${notification(one, columns, paint)}`),
  ].join("\n");
}

function objective({ title, lines }: SLODescription, columns: number, paint: Paint): string {
  return [paint("bold", title), ...lines.map((line) => wrapped(line, columns, "  "))].join("\n");
}

const COLOURS: Readonly<Record<Notification["kind"], Format>> = {
  alert: "red",
  warning: "yellow",
  noData: "magenta",
  unknown: "magenta",
  recovery: "green",
  renotification: "red",
};

function notification({ kind, subject, text }: Notification, columns: number, paint: Paint): string {
  const lines = text.split("\n").map((line) => wrapped(line, columns, `  ${paint(COLOURS[kind], "│")} `));
  return [wrapped(paint("bold", subject), columns, `  ${paint(COLOURS[kind], "│")} `), ...lines].join("\n");
}

function hours({ of, rule, picture, next, atOnce }: QuietHours, columns: number, paint: Paint): string {
  return [
    paint("bold", of),
    wrapped(rule, columns, "  "),
    "",
    indented(picture, "  "),
    "",
    "  Next:",
    ...next.map((window) => wrapped(window, columns, "    ")),
    ...(atOnce === undefined ? [] : ["", wrapped(atOnce, columns, "  ")]),
  ].join("\n");
}

function dashboard({ title, variables, scope, widgets }: DashboardSketch, columns: number, paint: Paint): string {
  return [
    paint("bold", title),
    ...variables.map((variable) => wrapped(`Variable ${variable}`, columns, "  ")),
    ...(scope === undefined ? [] : [wrapped(`Where nothing else is said, ${scope}.`, columns, "  ")]),
    grid(widgets, columns, paint),
  ].join("\n");
}

/** Datadog lays an ordered dashboard out on twelve columns, of which a widget takes four. */
const WIDGETS_BESIDE = 3;
const NARROWEST = 33;

function grid(widgets: readonly WidgetSketch[], columns: number, paint: Paint): string {
  const beside = Math.max(1, Math.min(WIDGETS_BESIDE, Math.floor(columns / NARROWEST), widgets.length));
  const width = Math.floor((columns - beside - 1) / beside);
  const table = new Table({ colWidths: Array.from({ length: beside }, () => width), style: { head: [], border: [] } });
  for (let first = 0; first < widgets.length; first += beside) {
    const row = widgets.slice(first, first + beside).map((one) => box(one, width - 2, paint).join("\n"));
    table.push([...row, ...Array.from({ length: beside - row.length }, () => "")]);
  }
  return table.toString();
}

function box({ kind, title, lines, widgets }: WidgetSketch, width: number, paint: Paint): string[] {
  const heading = `${paint("dim", `[${kind}]`)}${title === undefined ? "" : ` ${paint("bold", title)}`}`;
  return [
    ...wrapAnsi(heading, width, { hard: true }).split("\n"),
    ...lines.flatMap((line) => {
      const [first = "", ...others] = wrapAnsi(line, width - 2, { hard: true }).split("\n");
      return [`- ${first}`, ...others.map((other) => `  ${other}`)];
    }),
    ...widgets.flatMap((one) => box(one, width - 2, paint).map((line) => `  ${line}`)),
  ];
}

/** Longer lines are hard to read. */
const WIDEST = 100;

/** To the width, each line behind the indentation; a word that is longer runs over. */
export function wrapped(text: string, columns: number, indentation: string, later = indentation): string {
  const width = Math.min(columns, WIDEST) - stripVTControlCharacters(later).length;
  const [first = "", ...others] = wrapAnsi(text, Math.max(20, width)).split("\n");
  return [`${indentation}${first}`, ...others.map((line) => `${later}${line}`)].join("\n");
}

function indented(text: string, indentation: string): string {
  return text.replace(/^(?=.)/gm, indentation);
}
