import { hasFailed, type Outcome } from "../outcome";
import type { Shown } from "./shown";
import { differenceInLines } from "./said";

/** The form of what is written; another number is another form. */
const FORM = 1;

/** For programs. Times are ISO 8601. */
export function rehearsedJson({ stack, outcomes, missing }: Shown): string {
  return `${JSON.stringify({ form: FORM, stack, missing, rehearsals: outcomes.map(ofOutcome) }, null, 2)}\n`;
}

function ofOutcome(outcome: Outcome) {
  const { rehearsal, monitor, shown } = outcome;
  const of = { ...rehearsal.place, name: rehearsal.said.name, monitor };
  if (shown.kind === "skipped") return { ...of, result: "skipped", because: shown.because };
  const { timeline, differences } = shown;
  return {
    ...of,
    result: hasFailed(outcome) ? "failed" : "passed",
    differences: differences.map((one) => ({
      kind: one.kind,
      // Each stands where it is expected; what was not, where the rehearsal is.
      place:
        "expected" in one
          ? rehearsal.placeOf(`${one.kind === "state" ? "states" : "expect"}[${one.expected.index}]`)
          : rehearsal.place,
      text: differenceInLines(one, rehearsal.clock).join("\n"),
    })),
    approximations: timeline.approximations,
    states: timeline.changes.map(({ time, ...change }) => ({ time: iso(time), ...change })),
    notifications: timeline.notifications.map(({ time, ...said }) => ({ time: iso(time), ...said })),
    muted: timeline.muted.map(({ from, to, ...muted }) => ({ from: iso(from), to: iso(to), ...muted })),
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
