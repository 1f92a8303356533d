import type { History, Span } from "../../../datadog/evaluate/history";
import type { RehearsalInput, Rehearsed, RehearsedMonitor, Timeline } from "../../../datadog/evaluate/timeline";
import type { DeclaredForRehearsal } from "../declared";
import { withRules } from "../rules";
import { changedMonitors, withParts } from "./changed";
import { type Moved, movedPages, type Noise, noiseOf, type Page, pagesOf } from "./noise";
import { type Judging, judging, type Registry, withoutParts } from "./parts";
import type { ReadHistory } from "./read";
import { thresholdInWords } from "./threshold";

/** What a span would have been by a stack's monitors, beside what it would have been by those of before. */
export interface Compared {
  readonly span: Span;
  /** In which the hours of the day are. */
  readonly timezone: string;
  readonly monitors: readonly ComparedMonitor[];
  /** By title, why a monitor could not be played. */
  readonly refused: ReadonlyMap<string, string>;
  /** Where points were not as asked for, a sentence each. */
  readonly coarse: readonly string[];
}

export interface ComparedMonitor {
  readonly title: string;
  /** Undefined of what is new, and where nothing is compared. */
  readonly before?: Played;
  /** Undefined of what goes. */
  readonly after?: Played;
  /** At what threshold it would have been as few pages as are asked for, in a sentence. */
  readonly threshold?: string;
  /** Why it may have been otherwise in Datadog. */
  readonly doubts: readonly string[];
}

export interface Played {
  readonly noise: Noise;
  readonly pages: readonly Page[];
}

export interface Comparing {
  /** Undefined where nothing is compared. */
  readonly before?: DeclaredForRehearsal;
  readonly after: DeclaredForRehearsal;
  readonly span: Span;
  /** Those that did not change, too. */
  readonly all: boolean;
  /** For which a threshold is looked for. */
  readonly pages?: number;
  readonly play: (input: RehearsalInput) => Rehearsed;
  readonly read: (parts: Registry, span: Span) => Promise<ReadHistory>;
}

/** @throws what `read` throws. */
export async function compared(asked: Comparing): Promise<Compared> {
  const { before, after, span, read } = asked;
  const names = namesOf(asked);
  const registry: Registry = new Map();
  const sides = [before, after].map(
    (side) => side && { ...side, isNow: side === after, judging: judged(side, names, registry) },
  );
  const { history, refused, coarse } = await read(registry, span);
  const [was, is] = sides.map((side) => side && played({ ...side, refused, history }, asked));
  const titles = new Map(
    [...(before?.monitors ?? []), ...after.monitors].map(({ name, definition }) => [name, definition.name ?? name]),
  );
  const title = (name: string) => titles.get(name) ?? name;
  return {
    span,
    timezone: timezoneOf(after),
    monitors: [...names].sort().flatMap((name) => ofMonitor(title(name), was?.get(name), is?.get(name))),
    refused: new Map(
      [...(was ?? []), ...(is ?? [])].flatMap(([name, one]) =>
        typeof one === "string" && names.has(name) ? [[title(name), one]] : [],
      ),
    ),
    coarse,
  };
}

function namesOf({ before, after, all }: Comparing): ReadonlySet<string> {
  if (before !== undefined && !all) return changedMonitors(before, after);
  return new Set([...(before?.monitors ?? []), ...after.monitors].map(({ name }) => name));
}

function judged({ monitors }: DeclaredForRehearsal, names: ReadonlySet<string>, registry: Registry): Judging {
  return judging(withParts(monitors, names), registry);
}

interface Side extends DeclaredForRehearsal {
  readonly isNow: boolean;
  readonly judging: Judging;
  readonly refused: ReadonlyMap<string, string>;
  readonly history: History;
}

interface PlayedMonitor extends Played {
  readonly threshold?: string;
  readonly doubts: readonly string[];
}

/** By name; a sentence of what could not be played. */
function played({ downtimes, rules, ...side }: Side, asked: Comparing): ReadonlyMap<string, PlayedMonitor | string> {
  const { monitors, refused, doubts } = withoutParts(side.judging, side.refused);
  const play = (input: RehearsalInput) => withRules(asked.play(input), rules);
  const input = { downtimes, history: side.history, span: asked.span, withLines: false };
  const result = play({ ...input, monitors });
  const threshold = (monitor: RehearsedMonitor) =>
    asked.pages === undefined || !side.isNow
      ? {}
      : { threshold: thresholdInWords(monitor, { pages: asked.pages, input, play }) };
  return new Map<string, PlayedMonitor | string>([
    ...[...refused, ...result.refused].map(({ monitor, because }) => [monitor.name, because] as const),
    ...result.timelines.map(
      (timeline) =>
        [
          timeline.monitor.name,
          { ...resultOf(timeline), ...threshold(timeline.monitor), doubts: doubts.get(timeline.monitor.name) ?? [] },
        ] as const,
    ),
  ]);
}

function resultOf(timeline: Timeline): Played {
  return { noise: noiseOf(timeline), pages: pagesOf(timeline) };
}

type Result = PlayedMonitor | string | undefined;

/** Where one side can't be played, there is nothing to compare. */
function ofMonitor(title: string, was: Result, is: Result): ComparedMonitor[] {
  if (typeof was === "string" || typeof is === "string" || (was === undefined && is === undefined)) return [];
  return [
    {
      title,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
      ...(is?.threshold !== undefined && { threshold: is.threshold }),
      doubts: [...new Set([...(was?.doubts ?? []), ...(is?.doubts ?? [])])],
    },
  ];
}

/** That of the quiet hours, where there are any. */
function timezoneOf({ downtimes }: DeclaredForRehearsal): string {
  const [zone] = downtimes.flatMap(({ definition: { displayTimezone, recurringSchedule } }) =>
    [displayTimezone, recurringSchedule?.timezone].filter((one) => one !== undefined && one !== ""),
  );
  return zone ?? "UTC";
}

/** Of all monitors together. */
export function movedIn(monitors: readonly ComparedMonitor[]): Moved {
  const pages = (side: "before" | "after") => monitors.flatMap((one) => one[side]?.pages ?? []);
  return movedPages(pages("before"), pages("after"));
}
