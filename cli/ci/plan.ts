import { createPatch } from "diff";
import { code, details, fenced } from "../markdown";
import type { Inputs, Step } from "./events";

/** What can't be had back: what is deleted, or deleted and made anew. Components have nothing of their own. */
export function destructive(steps: readonly Step[]): string[] {
  return steps.filter(isDestructive).map(({ op, urn, changed }) => {
    const why = changed.length === 0 || op === "delete" ? "" : ` for ${changed.map(code).join(", ")}`;
    return `**${op === "delete" ? "deletes" : "deletes and makes anew"}** ${code(nameOf(urn))}${why}`;
  });
}

function isDestructive({ op, isCustom }: Step): boolean {
  return (op === "delete" || op.includes("replace")) && isCustom;
}

/** `update` and how many, without the components. */
export function counts(steps: readonly Step[]): string {
  const byOp = new Map<string, number>();
  for (const { op, isCustom } of steps) if (isCustom) byOp.set(op, (byOp.get(op) ?? 0) + 1);
  return [...byOp].map(([op, count]) => `${count} to ${op}`).join(", ");
}

/** Every step in a line. */
export function stepsInWords(steps: readonly Step[]): string[] {
  return steps
    .filter(({ isCustom }) => isCustom)
    .map(({ op, urn, changed }) => {
      const what = changed.length === 0 ? "" : `: ${changed.map(code).join(", ")}`;
      return `- ${op} ${code(nameOf(urn))}${op === "create" || op === "delete" ? "" : what}`;
    });
}

/** The files on hosts that change, line by line, folded; what writes them shows them as an input. */
export function filesInWords(steps: readonly Step[]): string[] {
  return steps.flatMap(({ urn, before, after }) => {
    const [old, current] = [filesOf(before), filesOf(after)];
    const paths = [...new Set([...Object.keys(old), ...Object.keys(current)])].sort();
    return paths
      .filter((path) => old[path] !== current[path])
      .map((path) => difference(`${lastOf(urn)}: ${path}`, old[path], current[path]));
  });
}

function filesOf(inputs: Inputs | undefined): Readonly<Record<string, string>> {
  const files = inputs?.files;
  if (typeof files !== "object" || files === null) return {};
  return Object.fromEntries(
    Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Of a file that is longer, the rest is in the artifact. */
const MOST_LINES = 300;

function difference(name: string, old: string | undefined, current: string | undefined): string {
  // Without its four lines of headings.
  const lines = createPatch(name, old ?? "", current ?? "", "", "", { context: 2 })
    .trimEnd()
    .split("\n")
    .slice(4);
  const shown =
    lines.length > MOST_LINES
      ? [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} lines more`]
      : lines;
  const kind = old === undefined ? " (new)" : current === undefined ? " (removed)" : "";
  return details(`${name}${kind}`, fenced(shown.join("\n"), "diff"));
}

/** `Monitor my-metric` of a URN. */
export function nameOf(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split(":").at(-1) ?? ""} ${name}`;
}

function lastOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}
