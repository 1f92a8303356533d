import type { MonitorSubject } from "../lint/monitor-definition";
import type { OfCheck, OfMetric, OfMonitors, OfSearch } from "../query/monitor-query";
import { monitorsOf } from "../query/walk";
import { compositeGroups, type Part } from "./composite";
import { hasCustomSchedule } from "./evaluation-times";
import type { Line } from "./line";
import { metricReadings } from "./metric";
import { checkSilenceSeconds, countsFromZero, silenceOf } from "./no-data";
import { groupName, valuesAt } from "./reading";
import { NotPlayedError } from "./refusal";
import { checkReadings } from "./service-check";
import { sloReading } from "./slo";
import { changesIn, runsOf, type Step, statesOf } from "./states";
import { shareJudge, thresholdJudge } from "./thresholds";
import type { RehearsalInput } from "./timeline";
import { decimal, type Occasion } from "./variables";

/** What a group of a monitor goes through. */
export interface GroupCourse {
  readonly group: readonly string[];
  readonly steps: readonly Step[];
  /** Of a monitor with a schedule of its own, what each evaluation found. */
  readonly runs?: readonly Step[];
  /** What fills the variables of a notification about it. */
  readonly at: (time: number) => Pick<Occasion, "value" | "more">;
}

/** What a monitor goes through, whoever is told of it. */
export interface Course {
  /** One after the other, as each is as large as its history. */
  readonly groups: Iterable<GroupCourse>;
  readonly lines: readonly Line[];
}

/**
 * @param parts what composites are made of, by their names.
 * @throws NotPlayedError
 * @throws NotEvaluatedError
 */
export function courseOf(subject: MonitorSubject, input: RehearsalInput, parts: ReadonlyMap<string, Part>): Course {
  const { query, kind } = subject;
  if (query.kind === "metric") return ofMetric(subject, query, input);
  if (query.kind === "check") return ofCheck(subject, query, input);
  if (query.kind === "search" && kind === "slo") return ofSlo(subject, query, input);
  if (query.kind === "composite" && kind === "composite") return ofMonitors(subject, query, parts);
  throw new NotPlayedError(`a monitor of kind "${kind}" is not played: it judges what no history of metrics holds`);
}

function ofMetric(subject: MonitorSubject, query: OfMetric, { history, span }: RehearsalInput): Course {
  const { readings, lines, window } = metricReadings(subject, query, history, span);
  const limits = { ...subject.thresholds, critical: query.threshold };
  const judge = (subject.kind === "anomaly" ? shareJudge : thresholdJudge)(query.comparator, limits);
  const silence = silenceOf(subject, judge, countsFromZero(subject, history));
  const isScheduled = hasCustomSchedule(subject.definition);
  const groups = mapped(readings, (reading) => {
    const runs = isScheduled ? runsOf(reading, judge, silence, window.leastSeconds) : undefined;
    return {
      group: reading.group,
      steps: runs ? changesIn(runs) : statesOf(reading, judge, silence, window.leastSeconds, subject.groups.length > 0),
      ...(runs && { runs }),
      at: (time: number) => valuesAt(reading, time, silence.value),
    };
  });
  return { groups, lines };
}

function ofCheck(subject: MonitorSubject, query: OfCheck, { history, span }: RehearsalInput): Course {
  const { readings, judge, messages } = checkReadings(subject, query, history, span);
  const silence = silenceOf(subject, judge, false);
  const silentSeconds = checkSilenceSeconds(subject.definition);
  const groups = mapped(readings, (reading) => ({
    group: reading.group,
    steps: statesOf(reading, judge, silence, silentSeconds, subject.groups.length > 0),
    at: () => ({ more: { check_message: messages.get(groupName(reading.group)) } }),
  }));
  return { groups, lines: [] };
}

function ofSlo(subject: MonitorSubject, query: OfSearch, input: RehearsalInput): Course {
  const { comparator = ">", threshold } = query;
  if (threshold === undefined) throw new NotPlayedError("it has no threshold");
  const reading = sloReading(subject, query, input);
  const judge = thresholdJudge(comparator, { ...subject.thresholds, critical: threshold });
  const steps = statesOf(reading, judge, silenceOf(subject, judge, false), 0, false);
  return { groups: [{ group: [], steps, at: (time) => valuesAt(reading, time) }], lines: [] };
}

function ofMonitors(subject: MonitorSubject, query: OfMonitors, parts: ReadonlyMap<string, Part>): Course {
  const known = [...new Set(monitorsOf(query.expression))].map((name) => {
    const part = parts.get(name);
    if (part !== undefined) return part;
    throw new NotPlayedError(`the monitor ${name} that it is made of is not played, or is a composite itself`);
  });
  const groups = compositeGroups(query.expression, known, subject.definition).map(({ group, steps, members }) => ({
    group,
    steps,
    at: (time: number) => ({
      // `{{a.value}}`: the monitors in the order in which the query names them.
      more: Object.fromEntries(
        members.map(({ at }, index) => [`${String.fromCharCode(97 + index)}.value`, decimal(at(time).value)]),
      ),
    }),
  }));
  return { groups, lines: [] };
}

function* mapped<From, To>(all: Iterable<From>, map: (one: From) => To): Generator<To> {
  for (const one of all) yield map(one);
}
