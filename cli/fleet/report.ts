import Table from "cli-table3";
import wrapAnsi from "wrap-ansi";
import { listInWords } from "../../datadog/list-words";
import type { Terminal } from "../terminal";
import type { Ran } from "./engine";
import { type FleetReport, isFinished, type State } from "./waves";

/** What a preview found of a stack. */
export interface PreviewRow extends Pick<Ran, "changes" | "seconds" | "errors"> {
  readonly wave: string;
  readonly stack: string;
}

const COLUMNS = ["create", "update", "replace", "delete", "same"] as const;

/** A row for each stack, and below it what is wrong with those that failed. */
export function previewText(rows: readonly PreviewRow[], { columns, colour }: Terminal): string {
  const table = new Table({
    head: ["Wave", "Stack", ...COLUMNS, "errors", "time"],
    colAligns: ["left", "left", ...[...COLUMNS, "", ""].map(() => "right" as const)],
    style: { head: colour ? ["bold"] : [], border: [], compact: true },
  });
  for (const { wave, stack, changes, errors, seconds } of rows) {
    const counts = COLUMNS.map((op) => (errors.length > 0 ? "" : String(changes[op] ?? 0)));
    table.push([wave, stack, ...counts, errors.length === 0 ? "" : String(errors.length), `${Math.round(seconds)}s`]);
  }
  const failed = rows.filter(({ errors }) => errors.length > 0);
  const said = failed.flatMap(({ stack, errors }) => [
    `${stack}:`,
    ...errors.map((error) => wrapAnsi(error, Math.max(columns - 2, 40), { trim: false }).replace(/^/gm, "  ")),
  ]);
  const sum = (op: string) => rows.reduce((all, { changes }) => all + (changes[op] ?? 0), 0);
  const verdict =
    failed.length > 0
      ? `${failed.length} of ${rows.length} stacks can't be previewed: ${listInWords(failed.map(({ stack }) => stack))}.`
      : `${rows.length} stacks: ${COLUMNS.map((op) => `${sum(op)} ${op}`).join(", ")}.`;
  return `${[table.toString(), ...said, verdict].join("\n")}\n`;
}

/** Where it stands, and what goes on from there. @param again the command. */
export function standsText(report: FleetReport, again: string): string {
  const stacks = report.waves.flatMap((one) => one.stacks);
  const named = (states: readonly State[]) =>
    stacks.filter(({ state }) => states.includes(state)).map(({ stack }) => stack);
  const parts = (
    [
      ["Done", named(["updated", "unchanged"])],
      ["Failed", named(["failed"])],
      ["Interrupted, with what it had begun finished", named(["interrupted"])],
      ["Not begun", named(["not begun"])],
    ] as const
  ).flatMap(([what, names]) => (names.length === 0 ? [] : [`${what}: ${listInWords(names)}.`]));
  if (report.result === "done")
    return `All ${stacks.length} stacks of ${report.waves.length} waves are done and proved.\n`;
  const at = report.waves.find(
    ({ problems, stacks: own }) => problems.length > 0 || own.some(({ state }) => !isFinished(state)),
  );
  const how = report.result === "stopped" ? "Stopped" : "Interrupted";
  const next = report.result === "stopped" ? "To go on, once that is mended" : "To go on";
  return `${[`${how} in the wave ${at?.wave ?? ""}.`, ...parts, `${next}: ${again}`].join("\n")}\n`;
}

/** For programs; fields are added, and none is taken away or means something else. */
export function json(report: object): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
