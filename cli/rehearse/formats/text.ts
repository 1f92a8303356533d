import { styleText } from "node:util";
import { countInWords } from "../../../datadog/metrics/value-words";
import type { Terminal } from "../../terminal";
import { isTold } from "../compared";
import { hasFailed, type Outcome } from "../outcome";
import type { Shown } from "./shown";
import { differenceInLines } from "./said";
import { timelineLines } from "./timeline";

/** As tests are told: a line each, and of one that failed what was expected against what came. */
export function rehearsedText({ outcomes, missing, seconds }: Shown, terminal: Terminal): string {
  const files = new Set(outcomes.map(({ rehearsal }) => rehearsal.place.file));
  return [
    ...[...files].flatMap((file) => [
      file,
      ...outcomes.filter(({ rehearsal }) => rehearsal.place.file === file).flatMap((one) => lines(one, terminal)),
      "",
    ]),
    ...(missing.length === 0 ? [] : [`without a rehearsal: ${missing.join(", ")}`, ""]),
    `${inTotal(outcomes)} in ${seconds.toFixed(1)} s`,
    "",
  ].join("\n");
}

function inTotal(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(hasFailed).length;
  const skipped = outcomes.filter(({ shown }) => shown.kind === "skipped").length;
  const parts = [
    `${outcomes.length - failed - skipped} passed`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return `${countInWords(outcomes.length, "rehearsal")}: ${parts.join(", ")}`;
}

const INDENT = "      ";

function lines(outcome: Outcome, terminal: Terminal): string[] {
  const { rehearsal, monitor, shown } = outcome;
  const paint = painter(terminal);
  const title = `${rehearsal.said.name} ${paint("dim", `[${monitor}]`)}`;
  if (shown.kind === "skipped") return [`  ${paint("yellow", "↓")} ${title}`, `${INDENT}skipped: ${shown.because}`];
  const { timeline, expected, differences } = shown;
  const muted = timeline.notifications.filter(({ mutedBy }) => mutedBy.length > 0).length;
  const said = [
    countInWords(timeline.notifications.filter(isTold).length, "notification"),
    ...(muted === 0 ? [] : [`${muted} muted`]),
    // As expected, and yet nothing is shown by it.
    ...(timeline.changes.length === 0 ? ["no group judged"] : []),
  ];
  const approximate = timeline.approximations.map((words) => `${INDENT}${paint("yellow", "approximate:")} ${words}`);
  if (!hasFailed(outcome)) {
    return [`  ${paint("green", "✓")} ${title} ${paint("dim", said.join(", "))}`, ...approximate];
  }
  const { clock, place } = rehearsal;
  const drawn = timelineLines(timeline, expected, clock, terminal.columns - INDENT.length);
  return [
    `  ${paint("red", "✗")} ${title} ${paint("dim", `${place.file}:${place.line}`)}`,
    ...approximate,
    ...differences.flatMap((one) => differenceInLines(one, clock)).map((line) => `${INDENT}${coloured(line, paint)}`),
    "",
    ...drawn.map(({ of, text }) => `${INDENT}${of === "ticks" || of === "key" ? paint("dim", text) : text}`),
    "",
  ];
}

type Paint = (format: "red" | "green" | "yellow" | "dim", text: string) => string;

function painter({ colour }: Terminal): Paint {
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}

/** As tests have it: what was expected green, what came red. */
function coloured(line: string, paint: Paint): string {
  if (line.startsWith("- ")) return paint("green", line);
  return line.startsWith("+ ") ? paint("red", line) : line;
}
