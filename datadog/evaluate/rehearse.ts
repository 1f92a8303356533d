import { type MonitorSubject, readMonitor } from "../lint/monitor-definition";
import { parseMonitorQuery, QuerySyntaxError } from "../query/parse";
import { monitorsOf } from "../query/walk";
import type { Part } from "./composite";
import { courseOf, type GroupCourse } from "./course";
import { plannedDowntimes } from "./downtimes";
import { NotEvaluatedError } from "./not-evaluated";
import { NotPlayedError } from "./refusal";
import type { Refused, RehearsalInput, Rehearsed, RehearsedMonitor, Timeline } from "./timeline";
import { timelineOf } from "./told";

/**
 * Plays a history through monitors as Datadog documents that it judges them: their states, what is said to whom, and what
 * downtimes swallow. What Datadog does not publish is refused by name.
 *
 * @throws DowntimeMistakeError where a downtime can't be read
 */
export function rehearse(input: RehearsalInput): Rehearsed {
  const planned = plannedDowntimes(input.downtimes, input.span);
  const played = new Map<RehearsedMonitor, Timeline | Refused>();
  const parts = new Map<string, Part>();
  const isComposite = ({ definition }: RehearsedMonitor) => definition.type === "composite";
  const wanted = new Set(input.monitors.filter(isComposite).flatMap(({ definition }) => namesIn(definition.query)));
  // Composites are judged by what the others say.
  for (const composites of [false, true]) {
    for (const monitor of input.monitors) {
      if (isComposite(monitor) !== composites) continue;
      try {
        const subject = subjectOf(monitor);
        const course = courseOf(subject, input, parts);
        const isPart = !composites && wanted.has(monitor.name);
        const groups = isPart ? [...course.groups] : course.groups;
        if (isPart) parts.set(monitor.name, partOf(subject, monitor.name, groups as GroupCourse[], input));
        played.set(monitor, timelineOf(monitor, subject, { ...course, groups }, input, planned));
      } catch (error) {
        if (!(error instanceof NotPlayedError || error instanceof NotEvaluatedError)) throw error;
        played.set(monitor, { monitor, because: error.message });
      }
    }
  }
  const inOrder = input.monitors.flatMap((monitor) => played.get(monitor) ?? []);
  return {
    timelines: inOrder.filter((one) => "lines" in one),
    refused: inOrder.filter((one) => "because" in one),
  };
}

function subjectOf({ definition }: RehearsedMonitor): MonitorSubject {
  const subject = readMonitor(definition);
  if ("definition" in subject) return subject;
  throw new NotPlayedError(`its query can't be read: ${subject.problem}; ${subject.remedy}`);
}

/** The monitors that a composite names; of a query that can't be read, none. */
function namesIn(query: string): string[] {
  try {
    const read = parseMonitorQuery(query);
    return read.kind === "composite" ? [...monitorsOf(read.expression)] : [];
  } catch (error) {
    if (error instanceof QuerySyntaxError) return [];
    throw error;
  }
}

function partOf(
  { definition, groups: keys }: MonitorSubject,
  name: string,
  groups: readonly GroupCourse[],
  { span }: RehearsalInput,
): Part {
  const { notifyNoData, onMissingData } = definition;
  // A monitor that never had anything to judge is one group without data.
  const silent: GroupCourse = { group: [], steps: [{ time: span.from, to: "No Data" }], at: () => ({}) };
  return {
    name,
    notifiesNoData: notifyNoData === true || onMissingData === "show_and_notify_no_data",
    groups: keys.length === 0 && groups.length === 0 ? [silent] : groups,
  };
}
