import { stringify } from "yaml";
import type { Finding } from "../finding";
import type { Family } from "./rules";

type Rule = Family["rules"][number];

/** `docs/lint.md`: every rule with what it is for, a mistake and what is said of it, and how it is right. */
export function lintDocument(families: readonly Family[]): string {
  return [
    "# Lint",
    "",
    "What queries, monitors, messages, dashboards and downtimes are checked for at preview, before anything is sent. Generated from",
    "`datadog/lint/` by `npm run docs`. An error stops the preview on the component's own line; a warning is said there and let pass.",
    "",
    "| rule | severity | why |",
    "| --- | --- | --- |",
    ...families.flatMap(({ rules }) => rules).map(row),
    "",
    ...families.flatMap(family),
  ].join("\n");
}

function row({ id, severity, because }: Rule): string {
  return `| [${id}](#${anchor(id)}) | ${severity} | ${because.replaceAll("|", "\\|")} |`;
}

/** As GitHub makes it of the heading. */
function anchor(id: string): string {
  return id.replace("/", "");
}

function family(family: Family): string[] {
  return [`## ${family.title}`, "", ...family.rules.flatMap((rule) => section(rule, family))];
}

function section({ id, severity, because, source, passes, fails }: Rule, family: Family): string[] {
  return [
    `### ${id}`,
    "",
    `${severity === "error" ? "Error" : "Warning"}. ${because} [Source](${source})`,
    "",
    ...yaml(fails),
    ...family.lint(fails).flatMap(words),
    ...right(entries(passes), entries(fails)),
  ];
}

function words({ problem, remedy }: Finding): string[] {
  return [`> ${`${problem}; ${remedy}`.replace(/[*<]/g, "\\$&")}`, ""];
}

/** How the example differs from the mistake: all else is the same in both. */
function right(passes: ReadonlyMap<string, unknown>, fails: ReadonlyMap<string, unknown>): string[] {
  const changed = [...passes].filter(([key, value]) => text(value) !== text(fails.get(key)));
  if (changed.length > 0) return ["Right:", "", ...yaml(Object.fromEntries(changed))];
  const dropped = [...fails.keys()].filter((key) => !passes.has(key)).map((key) => `\`${key}\``);
  return [`Right without ${dropped.join(" and ")}.`, ""];
}

function entries(example: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(example as object));
}

function yaml(example: unknown): string[] {
  return ["```yaml", text(example).trimEnd(), "```", ""];
}

function text(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
