import { Temporal } from "@js-temporal/polyfill";
import type { Span } from "../../../datadog/evaluate/history";
import { countInWords, numberInWords } from "../../../datadog/metrics/value-words";
import { durationInWords } from "../../../datadog/schedule/duration";
import { type Compared, type ComparedMonitor, movedIn, type Played } from "./compared";
import type { Noise, Page } from "./noise";

/** What is said of a span, for whatever shows it. */
export interface Told {
  readonly heading: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly table?: Table;
  /** A sentence each. */
  readonly says: readonly string[];
}

/** The first column names the row. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const DAY = 86_400;

/** @param against `main`; undefined where nothing is compared. */
export function told(compared: Compared, against: string | undefined): Told {
  const { monitors, refused, coarse, timezone } = compared;
  return {
    heading: `What ${subject(compared, against)} would have done in the last ${inDays(compared.span)}${against === undefined ? "" : `, against ${against}`}`,
    sections: [
      ...monitors.map((one) => ofMonitor(one, against)),
      ...ofPeople(monitors, against),
      ...ofHours(monitors, timezone, against),
      ...(refused.size === 0
        ? []
        : [{ title: "Not played", says: [...refused].map(([title, because]) => `${title}: ${because}.`) }]),
      ...(monitors.length === 0 ? [] : [{ title: "How exact this is", says: exactness(coarse, against) }]),
    ],
  };
}

/** `30 days`. */
function inDays({ from, to }: Span): string {
  const hours = Math.round((to - from) / 3600);
  return hours % 24 === 0 ? countInWords((to - from) / DAY, "day") : countInWords(hours, "hour");
}

function subject({ monitors, refused }: Compared, against: string | undefined): string {
  const count = monitors.length + refused.size;
  if (count === 0) return `no monitor${against === undefined ? "" : " (none changed)"}`;
  return countInWords(count, against === undefined ? "monitor" : "changed monitor");
}

const ROWS: readonly (readonly [string, (noise: Noise) => string])[] = [
  ["pages", ({ pages }) => numberInWords(pages)],
  ["pages muted", ({ muted }) => numberInWords(muted)],
  ["alerts", ({ alerts }) => numberInWords(alerts)],
  ["time in alert", ({ alertMinutes }) => durationInWords(Math.round(alertMinutes))],
  ["flaps", ({ flaps }) => numberInWords(flaps)],
];

function ofMonitor(monitor: ComparedMonitor, against: string | undefined): Section {
  const { title, before, after, threshold, doubts } = monitor;
  const cell = (played: Played | undefined, words: (noise: Noise) => string) =>
    played === undefined ? "–" : words(played.noise);
  const { lost, gained } = movedIn([monitor]);
  return {
    title: `${title}${against === undefined ? "" : before === undefined ? " (new)" : after === undefined ? " (gone)" : ""}`,
    table: {
      head: against === undefined ? ["", ""] : ["", against, "now"],
      rows: ROWS.map(([name, words]) => [
        name,
        ...(against === undefined ? [] : [cell(before, words)]),
        cell(after, words),
      ]),
    },
    says: [
      ...(against === undefined
        ? []
        : [`${countInWords(lost.length, "page")} lost, ${numberInWords(gained.length)} gained.`]),
      ...(threshold === undefined ? [] : [`Threshold: ${threshold}.`]),
      ...doubts.map((doubt) => `Not exact: ${doubt}.`),
    ],
  };
}

function recipientsIn(pages: readonly Page[]): string[] {
  return [...new Set(pages.map(({ recipient }) => recipient))].sort();
}

function ofPeople(monitors: readonly ComparedMonitor[], against: string | undefined): Section[] {
  const pages = (side: "before" | "after") => monitors.flatMap((one) => one[side]?.pages ?? []);
  const { lost, gained } = movedIn(monitors);
  const people = recipientsIn([...pages("before"), ...pages("after")]);
  if (people.length === 0) return [];
  const count = (of: readonly Page[], person: string) =>
    numberInWords(of.filter(({ recipient }) => recipient === person).length);
  const columns: readonly (readonly [string, readonly Page[]])[] =
    against === undefined
      ? [["pages", pages("after")]]
      : [
          [against, pages("before")],
          ["now", pages("after")],
          ["lost", lost],
          ["gained", gained],
        ];
  return [
    {
      title: "Pages by person",
      table: {
        head: ["", ...columns.map(([name]) => name)],
        rows: people.map((person) => [person, ...columns.map(([, of]) => count(of, person))]),
      },
      says: [],
    },
  ];
}

/** Of those hours at which there is something to say. */
function ofHours(monitors: readonly ComparedMonitor[], timezone: string, against: string | undefined): Section[] {
  const { lost, gained } = movedIn(monitors);
  const all = against === undefined ? monitors.flatMap(({ after }) => after?.pages ?? []) : [...lost, ...gained];
  const people = recipientsIn(all);
  if (people.length === 0) return [];
  const hourOf = hours(timezone);
  const at = (pages: readonly Page[], person: string, hour: number) =>
    pages.filter((one) => one.recipient === person && hourOf(one) === hour).length;
  const cell = (person: string, hour: number) => {
    if (against === undefined) return at(all, person, hour) === 0 ? "" : numberInWords(at(all, person, hour));
    const parts = [
      ["−", at(lost, person, hour)],
      ["+", at(gained, person, hour)],
    ] as const;
    return parts.flatMap(([sign, count]) => (count === 0 ? [] : [`${sign}${numberInWords(count)}`])).join(" ");
  };
  const found = [...new Set(all.map(hourOf))].sort((one, other) => one - other);
  return [
    {
      title: `Pages${against === undefined ? "" : " lost (−) and gained (+)"} by hour of the day, ${timezone}`,
      table: {
        head: ["", ...people],
        rows: found.map((hour) => [`${String(hour).padStart(2, "0")}:00`, ...people.map((one) => cell(one, hour))]),
      },
      says: [],
    },
  ];
}

function hours(timezone: string): (page: Page) => number {
  return ({ time }) => Temporal.Instant.fromEpochMilliseconds(time * 1000).toZonedDateTimeISO(timezone).hour;
}

function exactness(coarse: readonly string[], against: string | undefined): string[] {
  return [
    "Datadog was asked for what queries are made of, a point a minute: a peak of less than a minute is smoothed, and a monitor may have been a minute earlier or later.",
    "A page is an alert, a warning or silence that somebody is told of, and each time it is repeated.",
    ...(against === undefined
      ? []
      : [
          "A page is lost where the same person has no other of the same group within an hour of it, and gained likewise.",
        ]),
    ...coarse.map((sentence) => `${sentence.replace(/^./, (first) => first.toUpperCase())}.`),
  ];
}
