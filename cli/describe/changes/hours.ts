import { Temporal } from "@js-temporal/polyfill";
import { durationInWords } from "../../../datadog/schedule/duration";
import { stretches } from "../../../datadog/schedule/calendar";
import {
  type Schedule,
  schedule,
  type StartedRecurrence,
  weeklyWindow,
  weeklyWindows,
} from "../../../datadog/schedule/recurrence";
import { joined, type Stretch, without } from "../../../datadog/schedule/stretch";
import { type Day, DAYS, dayName } from "../../../datadog/schedule/window";
import { local, recurrenceInWords } from "../../../datadog/schedule/words";
import type { Registration } from "../../stack/program";
import { type DowntimeInputs, targetInWords } from "../week";
import { canonical, listed, ofBoth, paired } from "./canonical";
import type { Change } from "./change";

/** Downtimes of the same monitors, together. */
interface Muting {
  /** `my_metric is high, of env:dev`. */
  readonly of: string;
  readonly schedules: readonly Schedule[];
  readonly once: readonly OneTime[];
}

/** Hours of the week that become silent or loud, for each set of monitors. */
export function hoursChanges(before: ReadonlyMap<string, Muting>, after: ReadonlyMap<string, Muting>): Change[] {
  return paired(before, after).flatMap(({ before: was = NEVER, after: is = NEVER }) => {
    const of = is === NEVER ? was.of : is.of;
    return [...weekly(was, is), ...once(was, is)].map((says): Change => ({ about: "Quiet hours", of, says }));
  });
}

const NEVER: Muting = { of: "", schedules: [], once: [] };

/** By what they mute: monitors by id, or by tags, and a scope. */
export function mutings(
  downtimes: readonly Registration[],
  titles: ReadonlyMap<string, string>,
): ReadonlyMap<string, Muting> {
  const names = new Set(downtimes.map(({ name }) => name));
  const found = new Map<string, Muting>();
  for (const { name, inputs } of downtimes) {
    // What a deployment within quiet hours has beside them changes with the hour.
    if (name.endsWith("-first") && names.has(name.replace(/-first$/, ""))) continue;
    const downtime = inputs as unknown as DowntimeInputs & { readonly oneTimeSchedule?: OneTime };
    const { scope, monitorIdentifier, recurringSchedule, oneTimeSchedule } = downtime;
    const key = canonical([scope, monitorIdentifier]);
    const { schedules, once: others } = found.get(key) ?? NEVER;
    const { timezone = "UTC", recurrences = [] } = recurringSchedule ?? {};
    found.set(key, {
      of: targetInWords(downtime, titles),
      schedules: recurrences.length === 0 ? schedules : [...schedules, { timezone, recurrences }],
      once: oneTimeSchedule === undefined ? others : [...others, oneTimeSchedule],
    });
  }
  return found;
}

interface OneTime {
  readonly start?: string;
  readonly end?: string;
}

function onceInWords({ start, end }: OneTime): string {
  return `${start === undefined ? "from now on" : `from ${start}`}${end === undefined ? ", until somebody ends it" : ` to ${end}`}`;
}

function* once(was: Muting, is: Muting): Generator<string> {
  for (const one of is.once) if (!was.once.some((other) => isSame(one, other))) yield `muted ${onceInWords(one)}`;
  for (const one of was.once) if (!is.once.some((other) => isSame(one, other))) yield `not muted ${onceInWords(one)}`;
}

/** A start that is over is not declared any more. */
function isSame(one: OneTime, other: OneTime): boolean {
  return one.end === other.end && (one.start === other.start || one.start === undefined || other.start === undefined);
}

/** A week whose clocks are not set. */
const MONDAY = Temporal.PlainDate.from("2027-01-11");

function* weekly(was: Muting, is: Muting): Generator<string> {
  const timezone = (is.schedules[0] ?? was.schedules[0])?.timezone ?? "UTC";
  const [old, current] = ofBoth(was, is, (one) => minutes(one, timezone));
  const parts = (some: readonly Stretch[], others: readonly Stretch[]) => some.flatMap((one) => without(one, others));
  const [silent, loud] = [parts(current, old), parts(old, current)];
  if (silent.length > 0 || loud.length > 0) {
    const total = `muted ${hours(current)} of a week's 168, was ${hours(old)}, ${timezone}`;
    const changes = [
      ...(silent.length === 0 ? [] : [`${hours(silent)} become silent (${inWords(silent, timezone)})`]),
      ...(loud.length === 0 ? [] : [`${hours(loud)} become loud (${inWords(loud, timezone)})`]),
    ];
    yield `${changes.join(", ")}; ${total}`;
  }
  // What comes back otherwise than each week is compared by its rule.
  const [others, now] = ofBoth(was, is, irregular);
  if (canonical(others) !== canonical(now)) {
    yield `${now.length === 0 ? "no other rule mutes" : `muted also ${listed(now)}`}, was: ${others.length === 0 ? "none" : listed(others)}`;
  }
}

function irregular({ schedules }: Muting): string[] {
  return schedules.flatMap(({ timezone, recurrences }) =>
    recurrences
      .filter((one) => weeklyWindow(one) === undefined)
      .map((one) => `${recurrenceInWords(one, timezone)} from ${timeOf(one)}, ${timezone}`),
  );
}

function timeOf({ start }: StartedRecurrence): string {
  return Temporal.PlainDateTime.from(start).toPlainTime().toString({ smallestUnit: "minute" });
}

/** What of the zone's week is muted, whenever the rules began. */
function minutes({ schedules }: Muting, zone: string): Stretch[] {
  return joined(
    schedules.flatMap((one) => {
      const { timezone } = one;
      const from = MONDAY.toZonedDateTime(zone);
      const week = { start: from.epochMilliseconds, end: from.add({ days: 7 }).epochMilliseconds };
      return stretches(schedule(weeklyWindows(one), timezone, from.subtract({ days: 21 }).toInstant()), week);
    }),
  );
}

function hours(parts: readonly Stretch[]): string {
  return durationInWords(parts.reduce((sum, { start, end }) => sum + (end - start) / 60_000, 0));
}

/** `Mon 00:00-09:00`; the same hours of several days as one: `18:00-19:00 on Mon, Tue and Wed`. */
function inWords(parts: readonly Stretch[], timezone: string): string {
  const byHours = new Map<string, Day[]>();
  for (const { start, end } of parts) {
    for (const { day, hours: of } of byDay(local(start, timezone), local(end, timezone))) {
      byHours.set(of, [...(byHours.get(of) ?? []), day]);
    }
  }
  const said = [...byHours].map(([of, days]) => {
    const names = DAYS.filter((day) => days.includes(day)).map((day) => dayName(day).slice(0, 3));
    return `${names.length === DAYS.length ? "every day" : names.join(", ")} ${of}`;
  });
  return said.join("; ");
}

/** A stretch over midnight is of each of its days. */
function byDay(from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): { day: Day; hours: string }[] {
  const days: { day: Day; hours: string }[] = [];
  for (
    let date = from.toPlainDate();
    Temporal.PlainDateTime.compare(date.toPlainDateTime(), to) < 0;
    date = date.add({ days: 1 })
  ) {
    const starts = date.equals(from.toPlainDate()) ? time(from) : "00:00";
    const ends = date.equals(to.toPlainDate()) ? time(to) : "24:00";
    const isWhole = starts === "00:00" && ends === "24:00";
    days.push({ day: DAYS[date.dayOfWeek - 1] ?? "MO", hours: isWhole ? "all day" : `${starts}-${ends}` });
  }
  return days;
}

function time(at: Temporal.PlainDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: "minute" });
}
