import { Temporal } from "@js-temporal/polyfill";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { declaredBy } from "../../cli/describe/stack";
import { rehearsedOf } from "../../cli/rehearse/declared";
import type { History, Series, Span } from "../../datadog/evaluate/history";
import { rehearse } from "../../datadog/evaluate/rehearse";
import type { Notification } from "../../datadog/evaluate/timeline";
import { randomFrom } from "../fuzz/random";
import { environmentOf, NOW } from "./environment";

const ROOT = path.join(__dirname, "../..");
const ZONE = "Europe/Berlin";
const SEED = 20270118;

/** Two weeks from a Monday on, in the quiet hours' own time zone. */
const SPAN: Span = { from: secondsAt("01-18 00:00"), to: secondsAt("02-01 00:00") };

/** Average 300, at most 20 from it: no window of it is near a threshold. */
const NOISE = { least: 280, width: 41 };
/** For 20 minutes from each of these on, db1's my_metric is 1,100. */
const HIGH = [
  "01-18 03:00", // a Monday before nine: no window's
  "01-18 10:00",
  "01-20 22:00", // a night
  "01-21 08:20",
  "01-21 18:50", // into a night
  "01-22 08:50", // out of a night
  "01-23 12:00", // a weekend
  "01-23 08:50", // out of a night, into a weekend
  "01-24 23:50", // out of a weekend
  "01-25 03:00", // the second Monday
  "01-29 15:00",
];
/** For 20 minutes from here on, db1's is 700. */
const RAISED = ["01-19 14:00", "01-26 23:00"];
/** For 40 minutes from each of these on, db1 says nothing. */
const SILENT = ["01-27 12:00", "01-28 02:00"];

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/**
 * Of five minutes two of 1,100 average at least 608, three at most 788, four at least 936; three of 700 at least 532. So a
 * minute later than the last one that it takes, high is a warning after 2 minutes, an alert after 4, and on its way back a
 * warning after 22 and well after 24; raised is a warning after 3 and well after 23.
 */
const AROUND: readonly string[] = [
  "01-18 10:02 warning",
  "01-18 10:04 alert",
  "01-18 10:22 warning",
  "01-18 10:24 warning recovery",
  "01-19 14:03 warning",
  "01-19 14:23 warning recovery",
  "01-20 22:02 warning, muted by nights",
  "01-20 22:04 alert, muted by nights",
  "01-20 22:22 warning, muted by nights",
  "01-20 22:24 warning recovery, muted by nights",
  "01-21 08:22 warning, muted by nights",
  "01-21 08:24 alert, muted by nights",
  "01-21 08:42 warning, muted by nights",
  "01-21 08:44 warning recovery, muted by nights",
  "01-21 18:52 warning",
  "01-21 18:54 alert",
  "01-21 19:12 warning, muted by nights",
  "01-21 19:14 warning recovery, muted by nights",
  "01-22 08:52 warning, muted by nights",
  "01-22 08:54 alert, muted by nights",
  "01-22 09:00 alert",
  "01-22 09:12 warning",
  "01-22 09:14 warning recovery",
  "01-23 08:52 warning, muted by nights and weekend",
  "01-23 08:54 alert, muted by nights and weekend",
  "01-23 09:12 warning, muted by weekend",
  "01-23 09:14 warning recovery, muted by weekend",
  "01-23 12:02 warning, muted by weekend",
  "01-23 12:04 alert, muted by weekend",
  "01-23 12:22 warning, muted by weekend",
  "01-23 12:24 warning recovery, muted by weekend",
  "01-24 23:52 warning, muted by weekend",
  "01-24 23:54 alert, muted by weekend",
  "01-26 23:03 warning, muted by nights",
  "01-26 23:23 warning recovery, muted by nights",
  "01-27 12:10 no data",
  "01-27 12:41 no data recovery",
  "01-28 02:10 no data, muted by nights",
  "01-28 02:41 no data recovery, muted by nights",
  "01-29 15:02 warning",
  "01-29 15:04 alert",
  "01-29 15:22 warning",
  "01-29 15:24 warning recovery",
];

/** Mondays until nine, which the classic rule leaves open. */
const MONDAYS = [
  "01-18 03:02 warning",
  "01-18 03:04 alert",
  "01-18 03:22 warning",
  "01-18 03:24 warning recovery",
  "01-25 00:12 warning",
  "01-25 00:14 warning recovery",
  "01-25 03:02 warning",
  "01-25 03:04 alert",
  "01-25 03:22 warning",
  "01-25 03:24 warning recovery",
];

test(
  "two weeks of my_metric say what they should at the right minutes, and Mondays before nine are loud",
  { timeout: 300_000 },
  async () => {
    const told = await toldBy([]);
    expect(told.map(inWords).sort()).toEqual([...AROUND, ...MONDAYS, "01-25 00:00 alert"].sort());

    const alert = told.find(({ time }) => time === secondsAt("01-18 10:04"));
    expect(alert?.title).toBe("[Triggered on {host:db1}] my_metric is high");
    expect(alert?.body).toMatch(
      /^my_metric on db1 \(192\.0\.2\.11\) averages 9[34]\d\S* over 5 minutes: above the alert threshold of 800/,
    );
    expect(alert?.recipients).toEqual(["@oncall@example.com"]);
  },
);

test(
  "with closeGaps Mondays before nine are muted, and nothing else is told otherwise",
  { timeout: 300_000 },
  async () => {
    // A path of a setting replaces the whole of it.
    const { timezone, windows } = environmentOf("dev").config.quietHours as QuietHours;
    const told = await toldBy([
      `lookout:quietHours.timezone=${timezone}`,
      ...Object.entries(windows).map(([name, words]) => `lookout:quietHours.windows.${name}=${words}`),
      "lookout:quietHours.closeGaps=true",
    ]);
    const mondays = MONDAYS.map((words) => `${words}, muted by nights`);
    expect(told.map(inWords).sort()).toEqual([...AROUND, ...mondays].sort());
  },
);

interface QuietHours {
  readonly timezone: string;
  readonly windows: Readonly<Record<string, string>>;
}

/** What the stack's own monitor says of db1 in the two weeks; of db2, nothing. */
async function toldBy(config: readonly string[]): Promise<readonly Notification[]> {
  const program = async () => (await import("../../index.js")).default();
  const { registrations } = await declaredBy(ROOT, "dev", program, { config, configPath: true });
  const { monitors, downtimes } = rehearsedOf(registrations, SPAN);
  const [monitor] = monitors.filter(({ name }) => name === "my-metric");
  if (monitor === undefined) throw new Error("the stack declares no monitor of my_metric");
  const { timelines, refused } = rehearse({ monitors: [monitor], downtimes, history: history(), span: SPAN });
  expect(refused).toEqual([]);
  const notifications = timelines.flatMap((timeline) => timeline.notifications);
  expect(notifications.filter(({ group }) => group !== "host:db1")).toEqual([]);
  return notifications;
}

function inWords({ time, transition, mutedBy }: Notification): string {
  const windows = mutedBy.map((name) => name.replace("my-metric-", "")).sort();
  return `${localTime(time)} ${transition}${windows.length === 0 ? "" : `, muted by ${windows.join(" and ")}`}`;
}

/** A value each minute, half a minute after it has begun, from an hour before the two weeks on. */
function history(): History {
  const db1 = noise(["host:db1", "env:dev"], SEED, (time) => {
    if (SILENT.some((start) => isWithin(time, start, 40))) return undefined;
    if (HIGH.some((start) => isWithin(time, start, 20))) return 1100;
    return RAISED.some((start) => isWithin(time, start, 20)) ? 700 : "as ever";
  });
  const db2 = noise(["host:db2", "env:dev"], SEED + 1, () => "as ever");
  return { series: [db1, db2], checks: [], hosts: new Map([["db1", { ip: "192.0.2.11" }]]) };
}

function noise(
  tags: readonly string[],
  seed: number,
  valueAt: (time: number) => number | "as ever" | undefined,
): Series {
  const random = randomFrom(seed);
  const [times, values]: [number[], number[]] = [[], []];
  for (let time = SPAN.from - 3600 + 30; time < SPAN.to; time += 60) {
    const usual = NOISE.least + random.below(NOISE.width);
    const value = valueAt(time);
    if (value === undefined) continue;
    times.push(time);
    values.push(value === "as ever" ? usual : value);
  }
  return {
    metric: "my_metric",
    tags,
    type: "gauge",
    times: Float64Array.from(times),
    values: Float64Array.from(values),
  };
}

function isWithin(time: number, start: string, minutes: number): boolean {
  const from = secondsAt(start);
  return time >= from && time < from + minutes * 60;
}

function secondsAt(local: string): number {
  return Temporal.PlainDateTime.from(`2027-${local.replace(" ", "T")}`).toZonedDateTime(ZONE).epochMilliseconds / 1000;
}

function localTime(seconds: number): string {
  const { month, day, hour, minute } = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(ZONE);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}
