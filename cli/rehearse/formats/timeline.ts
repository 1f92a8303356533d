import type { GroupStatus, Notification, Timeline, Transition } from "../../../datadog/evaluate/timeline";
import { clockAt, offsetText } from "../../../settings/rehearsal/moments";
import type { ExpectedNotification } from "../../../settings/rehearsal/schema";
import { type Expected, isGroup } from "../compared";
import type { Clock } from "../history";
import { groupsOf, stretchesOf } from "../strip";

/** A line of a timeline, and what it shows. */
interface TimelineLine {
  readonly of: "ticks" | "states" | "muted" | "expected" | "came" | "key";
  readonly text: string;
}

const STATES: Readonly<Record<GroupStatus, string>> = { OK: "·", Warn: "w", Alert: "A", "No Data": "?", Unknown: "u" };
const MARKS: Readonly<Record<Transition, string>> = {
  alert: "A",
  warning: "w",
  "no data": "?",
  unknown: "u",
  recovery: "r",
  "warning recovery": "r",
  "no data recovery": "r",
};
const SEVERAL = "*";
const KEY = "· OK  w warning  A alert  ? no data  u unknown  r recovery  * several  / muted";

/** Of a group more are not told apart by who reads. */
const MOST_GROUPS = 8;
const LABELS = { muted: "  muted", expected: "  expected", came: "  came" };
const MINUTE = 60;
const BUCKETS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080].map((minutes) => minutes * MINUTE);

/**
 * What came on a line of time, under what was expected: each letter is as many minutes as fit.
 *
 * @param columns of the whole.
 */
export function timelineLines(
  { changes, notifications, muted, span }: Timeline,
  expected: readonly Expected<ExpectedNotification>[],
  clock: Clock,
  columns: number,
): TimelineLine[] {
  const all = groupsOf(changes, notifications);
  const groups = all.length === 0 ? ["*"] : all.slice(0, MOST_GROUPS);
  const label = Math.max(...[...groups, ...Object.values(LABELS)].map(({ length }) => length)) + 2;
  const room = Math.max(20, columns - label);
  const bucket = BUCKETS.find((one) => (span.to - span.from) / one <= room) ?? Infinity;
  const count = Number.isFinite(bucket) ? Math.max(1, Math.ceil((span.to - span.from) / bucket)) : room;
  const seconds = (span.to - span.from) / count;
  const width = Number.isFinite(bucket) ? bucket : seconds;
  const line = (of: TimelineLine["of"], name: string, letters: string): TimelineLine => ({
    of,
    text: `${name.padEnd(label)}${letters}`.trimEnd(),
  });
  const letters = (of: (from: number, to: number) => string) =>
    Array.from({ length: count }, (_, index) => of(span.from + index * width, span.from + (index + 1) * width)).join(
      "",
    );

  const rows = groups.flatMap((group): TimelineLine[] => {
    const stretches = stretchesOf(changes, group, span);
    const quiet = muted.filter((one) => one.group === group);
    const wanted = expected.filter(({ said }) => isGroup(said.group, group));
    const came = notifications.filter((one) => one.group === group);
    const states = letters((_, to) => {
      const last = stretches.filter(({ from }) => from < to).at(-1);
      return last === undefined ? " " : STATES[last.state];
    });
    const isQuiet = letters((from, to) => (quiet.some((one) => one.from < to && one.to > from) ? "/" : " "));
    return [
      line("states", group, states),
      ...(isQuiet.trim() === "" ? [] : [line("muted", LABELS.muted, isQuiet)]),
      line(
        "expected",
        LABELS.expected,
        letters(marksIn(wanted, ({ time, said }) => ({ time, mark: markOf(said.state) }))),
      ),
      line(
        "came",
        LABELS.came,
        letters(marksIn(came, (one: Notification) => ({ time: one.time, mark: MARKS[one.transition] }))),
      ),
    ];
  });
  const more = all.length - groups.length;
  return [
    line("ticks", "", ticks(span.from, { count, width }, clock)),
    ...rows,
    ...(more > 0 ? [line("key", "", `and ${more} more groups`)] : []),
    line("key", "", `${KEY}; a letter is ${offsetText(width).slice(1)}`),
  ];
}

function markOf(state: ExpectedNotification["state"]): string {
  return MARKS[state];
}

function marksIn<One>(
  all: readonly One[],
  of: (one: One) => { readonly time: number; readonly mark: string },
): (from: number, to: number) => string {
  const marks = all.map(of);
  return (from, to) => {
    const inside = new Set(marks.filter(({ time }) => time >= from && time < to).map(({ mark }) => mark));
    const [first = " "] = inside;
    return inside.size > 1 ? SEVERAL : first;
  };
}

const BETWEEN_TICKS = 15;

/** Clocks above the letters that they are of. */
function ticks(from: number, { count, width }: { count: number; width: number }, { timezone }: Clock): string {
  let text = "";
  for (let index = 0; index < count; index += BETWEEN_TICKS) {
    const tick = clockAt(from + index * width, timezone);
    if (index + tick.length > count && index > 0) break;
    text = text.padEnd(index) + tick;
  }
  return text;
}
