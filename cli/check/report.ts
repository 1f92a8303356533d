import { listInWords } from "../../datadog/list-words";
import type { Result } from "./check";
import { type Finding, type Subject, SUBJECTS } from "./finding";

/** Which stack was asked about, and how far back. */
export interface Head {
  readonly stack: string;
  readonly since: string;
}

/** A line for each finding, what is wrong first, and a line of how much was asked. */
export function reportText({ stack, since }: Head, { asked, findings }: Result): string {
  const wrong = findings.filter(({ verdict }) => verdict === "wrong");
  const unasked = findings.filter(({ verdict }) => verdict === "unasked");
  const blocks = [
    [...wrong.map((one) => `wrong    ${line(one)}`), ...unasked.map((one) => `unknown  ${line(one)}`)],
    [`${stack}, the last ${since}: asked for ${countsInWords(asked)}.`, verdict(wrong.length, unasked.length)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** `monitor my-metric (and 2 more): metric my_metrik was not reported in the last 24h; write my_metric …`. */
function line({ by: [first = "", ...others], asked, found, remedy }: Finding): string {
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return `${first}${more}: ${asked} ${found}; ${remedy}`;
}

const NAMES: Readonly<Record<Subject, readonly [one: string, several: string]>> = {
  metric: ["metric", "metrics"],
  tag: ["tag of them", "tags of them"],
  handle: ["handle", "handles"],
  runbook: ["runbook", "runbooks"],
  object: ["object by its id", "objects by their ids"],
  check: ["service check", "service checks"],
  host: ["host", "hosts"],
};

function countsInWords(asked: Result["asked"]): string {
  const counts = SUBJECTS.filter((subject) => asked[subject] > 0).map((subject) => {
    const count = asked[subject];
    return `${count} ${NAMES[subject][count === 1 ? 0 : 1]}`;
  });
  return counts.length === 0 ? "nothing, for it names nothing" : listInWords(counts);
}

function verdict(wrong: number, unasked: number): string {
  if (wrong === 0 && unasked === 0) return "All of it is there.";
  const parts = [wrong > 0 && `${wrong} wrong`, unasked > 0 && `${unasked} could not be asked`];
  return `${parts.filter(Boolean).join(", ")}.`;
}

/** For programs; fields are added, and none is taken away or means something else. */
export function reportJson({ stack, since }: Head, { asked, findings }: Result): string {
  return `${JSON.stringify({ stack, since, asked, findings }, undefined, 2)}\n`;
}
