import { describe, expect, test } from "vitest";
import { evaluateQuery } from "../../../../datadog/evaluate/query";
import { rehearse } from "../../../../datadog/evaluate/rehearse";
import type { Notification, StateChange, Timeline } from "../../../../datadog/evaluate/timeline";
import { parseQuery } from "../../../../datadog/query/parse";
import {
  downtimesOf,
  evaluationCases,
  historyOf,
  minutesOf,
  type MonitorCase,
  monitorsOf,
  type QueryCase,
  slosOf,
  startOf,
  wordsOf,
} from "../../../corpus/evaluation";

const cases = evaluationCases();

test("there are at least 120 cases, each told once, from a page of Datadog's documentation", () => {
  expect(cases.length).toBeGreaterThanOrEqual(120);
  expect(new Set(cases.map(({ one }) => one.name)).size).toBe(cases.length);
});

describe.each([...new Set(cases.map(({ subject }) => subject))])("%s", (subject) => {
  const those = cases.filter((one) => one.subject === subject).map(({ one }) => one);
  test.each(those.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    if ("query" in one) expect(graphOf(one)).toEqual(expectedGraph(one));
    else playsAs(one);
  });
});

/** By group, the values in words, those of which nothing is known left open. */
function graphOf(one: QueryCase): Record<string, string[]> {
  const from = startOf(one) + (one.from ?? 0) * 60;
  const span = { from, to: from + secondsOf(one) };
  const lines = evaluateQuery(parseQuery(one.query), historyOf(one), { span, step: one.step ?? 60 });
  const wanted = new Map(Object.entries(one.lines).map(([group, text]) => [group, wordsOf(text)]));
  const nothing = Array.from({ length: wanted.values().next().value?.length ?? 0 }, () => "-");
  const got = new Map([...wanted.keys()].map((group) => [group, nothing]));
  for (const { group, values, step } of lines) {
    expect(step).toBe(one.steps ?? one.step ?? 60);
    got.set(group.join(",") || "*", Array.from(values, wordOf));
  }
  return Object.fromEntries([...got].map(([group, words]) => [group, withOpen(words, wanted.get(group))]));
}

function expectedGraph({ lines }: QueryCase): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(lines).map(([group, text]) => [
      group,
      wordsOf(text).map((word) => (/\d/.test(word) ? wordOf(Number(word)) : word)),
    ]),
  );
}

function secondsOf(one: QueryCase): number {
  const [text = ""] = Object.values(one.lines);
  return wordsOf(text).length * (one.steps ?? one.step ?? 60);
}

function wordOf(value: number): string {
  return Number.isNaN(value) ? "-" : String(Math.round(value * 1e5) / 1e5 || 0);
}

function withOpen(words: readonly string[], wanted: readonly string[] = []): string[] {
  return words.map((word, index) => (wanted[index] === "?" ? "?" : word));
}

function playsAs(one: MonitorCase): void {
  const from = startOf(one);
  const [first, last] = one.plays ?? [0, minutesOf(one)];
  const { timelines, refused } = rehearse({
    monitors: monitorsOf(one),
    downtimes: downtimesOf(one),
    slos: slosOf(one),
    history: historyOf(one),
    span: { from: from + first * 60, to: from + last * 60 },
  });
  const name = one.of ?? Object.keys(one.monitors)[0];
  if (one.refuses !== undefined) {
    expect(refused.filter(({ monitor }) => monitor.name === name).map(({ because }) => because)).toEqual([
      expect.stringContaining(one.refuses),
    ]);
    return;
  }
  expect(refused).toEqual([]);
  const timeline = timelines.find(({ monitor }) => monitor.name === name);
  if (timeline === undefined) throw new Error(`${name} was not played`);
  const minute = (time: number) => (time - from) / 60;

  if (one.changes) expect(changesOf(timeline, minute, one.changes)).toEqual(one.changes);
  if (one.states) expect(statesOf(timeline)).toEqual(one.states);
  if (one.notifications) {
    expect(notificationsOf(timeline, minute, one.notifications)).toEqual(sorted(one.notifications));
  }
  const at = (wanted: string) => timeline.notifications.filter(({ time }) => minute(time) === Number(wanted));
  for (const [wanted, recipients] of Object.entries(one.recipients ?? {})) {
    expect(at(wanted).map((told) => [wanted, sorted(told.recipients)])).toEqual([[wanted, sorted(recipients)]]);
  }
  for (const [wanted, recipients] of Object.entries(one.copied ?? {})) {
    expect(at(wanted).map((told) => told.recipients)).toEqual([expect.arrayContaining(recipients)]);
  }
  for (const [wanted, title] of Object.entries(one.titles ?? {})) {
    expect(at(wanted).map((told) => told.title)).toEqual([title]);
  }
  for (const [wanted, { has, lacks = [] }] of Object.entries(one.bodies ?? {})) {
    expect(at(wanted)).toHaveLength(1);
    for (const text of has) expect(at(wanted)[0]?.body).toContain(text);
    for (const text of lacks) expect(at(wanted)[0]?.body).not.toContain(text);
  }
}

type Minute = (time: number) => number;

/** As the case says it where that fits: a value only where the case has one, a minute within the case's. */
function changesOf({ changes }: Timeline, minute: Minute, wanted: readonly string[]): string[] {
  return changes
    .filter(({ from, to }) => from !== undefined || to !== "OK")
    .map((change, index) => {
      const said = wanted[index] ?? "";
      return changeInWords(change, minuteInWords(minute(change.time), said), said.includes(" at "));
    });
}

function changeInWords({ group, to, value }: StateChange, minute: string, withValue: boolean): string {
  const at = withValue ? ` at ${value === undefined ? "-" : wordOf(value)}` : "";
  return `${minute} ${group === "*" ? "" : `${group} `}${to}${at}`;
}

/** No page says which: `90-91` is one of them. */
function minuteInWords(minute: number, said: string): string {
  const [range = "", from = "", to = ""] = /^(\d+)-(\d+)/.exec(said) ?? [];
  return range !== "" && minute >= Number(from) && minute <= Number(to) ? range : String(minute);
}

function statesOf({ changes }: Timeline): Record<string, string> {
  const states = new Map(changes.map(({ group, to }) => [group, to]));
  return Object.fromEntries([...states].filter(([, to]) => to !== "OK"));
}

/** In the order of words: what is told in one minute has none. */
function notificationsOf({ notifications }: Timeline, minute: Minute, wanted: readonly string[]): string[] {
  const words = notifications.map((told) => {
    const said = notificationInWords(told, minute(told.time));
    return wanted.find((expected) => said === openAs(expected, told)) ?? said;
  });
  return sorted(words);
}

/** `anew` may be a reminder or none, `any:group` may be any group, and `muted by any` by any downtime. */
function openAs(said: string, { isRenotification, group, mutedBy }: Notification): string {
  return said
    .replace(" anew", isRenotification ? " again" : "")
    .replace("any:group", group)
    .replace(/muted by any$/, `muted by ${sorted(mutedBy).join(", ")}`);
}

function notificationInWords({ group, transition, isRenotification, mutedBy }: Notification, minute: number): string {
  const muted = mutedBy.length === 0 ? "" : ` muted by ${sorted(mutedBy).join(", ")}`;
  return `${minute} ${group === "*" ? "" : `${group} `}${transition}${isRenotification ? " again" : ""}${muted}`;
}

function sorted(words: readonly string[]): string[] {
  return [...words].sort();
}
