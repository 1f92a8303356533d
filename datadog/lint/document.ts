import { stringify } from "yaml";
import type { Finding } from "../finding";
import { severityOf, type Verdict } from "./rule";
import type { Family } from "./rules";

type Rule = Family["rules"][number];

/** `docs/lint.md`: every rule with what it is for, a mistake and what is said of it, and how it is right. */
export function lintDocument(families: readonly Family[]): string {
  return [
    "# Lint",
    "",
    "What queries, monitors, messages, dashboards, downtimes and SLOs are checked for at preview, before anything is sent. Generated from",
    "`datadog/lint/` by `npm run docs`. An error stops the preview on the component's own line; a warning is said there and let pass.",
    "",
    "Each rule says what is known of its mistake. *refused*: Datadog, or its provider, is documented or recorded to refuse it, an error.",
    "*never works*: it is taken, and can never do what it is for, an error. *may be meant*: it is taken and works in some way, a warning.",
    "",
    "| rule | severity | known | why |",
    "| --- | --- | --- | --- |",
    ...families.flatMap(({ rules }) => rules).map(row),
    "",
    ...families.flatMap(family),
  ].join("\n");
}

function row(rule: Rule): string {
  const { id, verdict, because } = rule;
  return `| [${id}](#${anchor(id)}) | ${severityOf(rule)} | ${KNOWN[verdict]} | ${because.replaceAll("|", "\\|")} |`;
}

const KNOWN: Readonly<Record<Verdict, string>> = {
  refused: "refused",
  "never-works": "never works",
  "may-be-meant": "may be meant",
};

/** As GitHub makes it of the heading. */
function anchor(id: string): string {
  return id.replace("/", "");
}

function family(family: Family): string[] {
  return [`## ${family.title}`, "", ...family.rules.flatMap((rule) => section(rule, family))];
}

function section(rule: Rule, family: Family): string[] {
  const { id, verdict, because, source, passes, fails } = rule;
  return [
    `### ${id}`,
    "",
    `${severityOf(rule) === "error" ? "Error" : "Warning"}: ${KNOWN[verdict]}. ${because} [Source](${source})`,
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
