import { junitXml, type JunitTest } from "../../junit";
import { hasFailed, type Outcome } from "../outcome";
import type { Shown } from "./shown";
import { differenceInLines } from "./said";
import { timelineLines } from "./timeline";

const COLUMNS = 100;

/** A suite a file, a test each rehearsal of a monitor. */
export function rehearsedJunit({ outcomes }: Shown): string {
  const files = [...new Set(outcomes.map(({ rehearsal }) => rehearsal.place.file))];
  return junitXml(
    "lookout rehearse",
    files.map((file) => ({
      name: file,
      tests: outcomes.filter(({ rehearsal }) => rehearsal.place.file === file).map(testOf),
    })),
  );
}

function testOf(outcome: Outcome): JunitTest {
  const { rehearsal, monitor, seconds, shown } = outcome;
  const of = { classname: monitor, name: rehearsal.said.name, seconds: Number(seconds.toFixed(3)) };
  if (shown.kind === "skipped") return { ...of, skipped: shown.because };
  if (!hasFailed(outcome)) return of;
  const lines = shown.differences.map((one) => differenceInLines(one, rehearsal.clock));
  const drawn = timelineLines(shown.timeline, shown.expected, rehearsal.clock, COLUMNS).map(({ text }) => text);
  const { file, line } = rehearsal.place;
  const text = [`${file}:${line}`, ...lines.flat(), "", ...drawn].join("\n");
  return { ...of, failure: { message: (lines[0] ?? []).join(" "), type: "rehearsal", text } };
}
