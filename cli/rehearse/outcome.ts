import { DowntimeMistakeError } from "../../datadog/evaluate/downtimes";
import type { Rehearsed, RehearsalInput, RehearsedMonitor, Timeline } from "../../datadog/evaluate/timeline";
import { parseMonitorQuery } from "../../datadog/query/parse";
import { monitorsOf } from "../../datadog/query/walk";
import { monitorsIn } from "../check/declared";
import type { Found } from "../lint/found";
import type { Registration } from "../stack/program";
import { StackError } from "../stack/stacks";
import { type Difference, differences, type Expected, expectedAt } from "./compared";
import { rehearsedOf } from "./declared";
import { unknownMonitor, type WrittenRehearsal } from "./files";
import { historyOf, type Surroundings } from "./history";
import type { ExpectedNotification } from "../../settings/rehearsal/schema";
import { withRules } from "./rules";

/** What a rehearsal shows of one of its monitors. */
export interface Outcome {
  readonly rehearsal: WrittenRehearsal;
  /** By its name in the stack. */
  readonly monitor: string;
  readonly seconds: number;
  readonly shown: Played | Skipped;
}

interface Played {
  readonly kind: "played";
  readonly timeline: Timeline;
  readonly expected: readonly Expected<ExpectedNotification>[];
  /** None where it is as expected. */
  readonly differences: readonly Difference[];
}

interface Skipped {
  readonly kind: "skipped";
  readonly because: string;
}

/** What evaluates monitors. */
type Play = (input: RehearsalInput) => Rehearsed;

export function hasFailed({ shown }: Outcome): boolean {
  return shown.kind === "played" && shown.differences.length > 0;
}

/**
 * Plays each rehearsal, where nothing in them is mistaken.
 *
 * @param registrations what the stack declares.
 * @param mistakes that are known already.
 */
export function outcomesOf(
  rehearsals: readonly WrittenRehearsal[],
  registrations: readonly Registration[],
  surroundings: Surroundings,
  play: Play,
  mistakes: readonly Found[] = [],
): { readonly outcomes: readonly Outcome[]; readonly found: readonly Found[] } {
  const found = [...mistakes, ...rehearsals.flatMap((one) => unknownMonitors(one, registrations))];
  if (found.length > 0) return { outcomes: [], found };
  return { outcomes: rehearsals.flatMap((one) => played(one, registrations, surroundings, play)), found };
}

function isCalled(name: string): (monitor: RehearsedMonitor) => boolean {
  return (monitor) => monitor.name === name || monitor.definition.name === name;
}

/** Of a pack's rehearsals none: the stack need not have all that a pack watches. */
function unknownMonitors(rehearsal: WrittenRehearsal, registrations: readonly Registration[]): Found[] {
  if (rehearsal.isOfPack) return [];
  const { monitors } = rehearsedOf(registrations, rehearsal.span);
  const known = [...monitors.map(({ name }) => name), ...monitors.flatMap(({ definition }) => definition.name ?? [])];
  return rehearsal.said.monitors.flatMap((name, index) =>
    monitors.some(isCalled(name)) ? [] : [unknownMonitor(rehearsal, index, known)],
  );
}

function played(
  rehearsal: WrittenRehearsal,
  registrations: readonly Registration[],
  surroundings: Surroundings,
  play: Play,
): Outcome[] {
  const { said, span, clock } = rehearsal;
  const { monitors: all, downtimes, slos, rules } = rehearsedOf(registrations, span);
  const meant = said.monitors.map((name) => ({ name, monitor: all.find(isCalled(name)) }));
  const monitors = withParts(
    meant.flatMap(({ monitor }) => monitor ?? []),
    all,
  );
  const begun = performance.now();
  const history = historyOf(said, rehearsal, surroundings);
  const rehearsed = withRules(
    readable(() => play({ monitors, downtimes, slos, history, span })),
    rules,
  );
  const seconds = (performance.now() - begun) / 1000;
  const isOf = (name: string) => (one: { readonly monitor?: string | undefined }) => (one.monitor ?? name) === name;
  return meant.map(({ name, monitor }): Outcome => {
    const of = { rehearsal, seconds: seconds / meant.length };
    if (monitor === undefined) {
      return { ...of, monitor: name, shown: { kind: "skipped", because: "this stack has no such monitor" } };
    }
    const timeline = rehearsed.timelines.find((one) => one.monitor.name === monitor.name);
    if (timeline === undefined) {
      const refused = rehearsed.refused.find((one) => one.monitor.name === monitor.name);
      const because = refused?.because ?? "it is not evaluated here";
      return { ...of, monitor: monitor.name, shown: { kind: "skipped", because } };
    }
    const expected = expectedAt(said.expect, clock, isOf(name));
    const states = expectedAt(said.states, clock, isOf(name));
    return {
      ...{ ...of, monitor: monitor.name },
      shown: {
        ...{ kind: "played", timeline, expected },
        differences: differences(timeline, expected, states, clock),
      },
    };
  });
}

/** A downtime that can't be read is one that a preview would let pass. */
function readable(playing: () => Rehearsed): Rehearsed {
  try {
    return playing();
  } catch (error) {
    throw error instanceof DowntimeMistakeError ? new StackError(error.message) : error;
  }
}

/** With those that composites among them are made of. */
function withParts(meant: readonly RehearsedMonitor[], all: readonly RehearsedMonitor[]): RehearsedMonitor[] {
  const found = new Set(meant);
  for (const { definition } of found) {
    if (definition.type !== "composite") continue;
    const query = parseMonitorQuery(definition.query);
    if (query.kind !== "composite") continue;
    for (const name of monitorsOf(query.expression)) {
      const part = all.find((one) => one.name === name);
      if (part !== undefined) found.add(part);
    }
  }
  return [...found];
}

/** Monitors of the stack of which there is no rehearsal, by name. */
export function withoutRehearsal(outcomes: readonly Outcome[], registrations: readonly Registration[]): string[] {
  const rehearsed = new Set(outcomes.map(({ monitor }) => monitor));
  return monitorsIn(registrations)
    .map(({ registration }) => registration.name)
    .filter((name) => !rehearsed.has(name));
}
