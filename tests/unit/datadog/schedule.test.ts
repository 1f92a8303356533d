import { Temporal } from "@js-temporal/polyfill";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintPart } from "../../../datadog/lint/downtime";
import { example } from "../../../datadog/lint/downtime-definition";
import { minutesOf } from "../../../datadog/schedule/duration";
import { closing, gapInWords, gaps, mutedMinutes } from "../../../datadog/schedule/gaps";
import { parseRecurring, parseWindow } from "../../../datadog/schedule/parse";
import { firstStart, recurrence, schedule, weeklyWindows } from "../../../datadog/schedule/recurrence";
import { clock, DAYS, dayName } from "../../../datadog/schedule/window";

const NIGHTS = parseWindow("19:00-09:00 Mon-Fri");
const WEEKEND = parseWindow("all day Sat-Sun");

describe("quiet hours in words", () => {
  test.each([
    ["19:00-09:00 Mon-Fri", ["MO", "TU", "WE", "TH", "FR"], 19 * 60, 14 * 60],
    ["all day Sat-Sun", ["SA", "SU"], 0, 1440],
    ["all day Sat,Sun", ["SA", "SU"], 0, 1440],
    ["22:00–23:30 Wed", ["WE"], 22 * 60, 90],
    ["00:00-00:00 monday", ["MO"], 0, 1440],
    ["9:00-10:00 Sat-Mon", ["MO", "SA", "SU"], 540, 60],
  ])("%s", (words, days, startMinute, durationMinutes) => {
    expect(parseWindow(words)).toEqual({ days, startMinute, durationMinutes });
  });

  test.each([
    "",
    "at night",
    "19:00 Mon",
    "24:00-09:00 Mon",
    "19:60-20:00 Mon",
    "19:00-20:00 Mo",
    "19:00-20:00 Foo",
    "19:00-20:00 Mon-Tue-Wed",
    "19:00-20:00",
  ])('what can\'t be read says what was expected: "%s"', (words) => {
    expect(() => parseWindow(words)).toThrow(/expected/);
  });

  test.each([
    ["02:00-06:00 second Sunday", { ordinal: 2, day: "SU", startMinute: 120, durationMinutes: 240 }],
    ["all day last Fri", { ordinal: -1, day: "FR", startMinute: 0, durationMinutes: 1440 }],
    ["22:00 – 04:00 First mon", { ordinal: 1, day: "MO", startMinute: 1320, durationMinutes: 360 }],
  ])("%s is of each month", (words, window) => {
    expect(parseRecurring(words)).toEqual(window);
  });

  test.each(["02:00-06:00 fifth Sunday", "02:00-06:00 second", "second Sunday", "02:00-06:00 second Sat,Sun"])(
    "%s is of no month",
    (words) => {
      expect(() => parseRecurring(words)).toThrow(/expected/);
    },
  );

  test("any window that is written can be read again", () => {
    fc.assert(
      fc.property(fc.nat(1439), fc.nat(1439), fc.subarray([...DAYS], { minLength: 1 }), (from, to, days) => {
        const read = parseWindow(`${clock(from)}-${clock(to)} ${days.map(dayName).join(",")}`);
        expect(read.days).toEqual(days);
        expect(read.startMinute).toBe(from);
        expect((read.startMinute + read.durationMinutes) % 1440).toBe(to);
      }),
    );
  });
});

describe("recurrences", () => {
  test("of a month begin on its own day, wherever the month is", () => {
    const first = (words: string, at: string) =>
      firstStart(parseRecurring(words), "Europe/Berlin", Temporal.Instant.from(at));
    expect(recurrence(parseRecurring("02:00-06:00 last Sun"))).toEqual({
      rrule: "FREQ=MONTHLY;BYDAY=-1SU",
      duration: "4h",
    });
    expect(first("02:00-06:00 second Tue", "2027-01-03T12:00:00Z")).toBe("2027-01-12T02:00:00");
    expect(first("02:00-06:00 second Tue", "2027-01-12T01:00:00Z")).toBe("2027-01-12T02:00:00");
    expect(first("02:00-06:00 second Tue", "2027-01-12T01:00:01Z")).toBe("2027-02-09T02:00:00");
    expect(first("00:00-04:00 last Sun", "2027-02-27T12:00:00Z")).toBe("2027-02-28T00:00:00");
    // The clocks go forward over 02:30 on the last Sunday of March.
    expect(first("02:30-04:00 last Sun", "2027-03-01T12:00:00Z")).toBe("2027-04-25T02:30:00");
  });

  test("of months and weeks are sent as they would start by their rule", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("first", "second", "third", "fourth", "last"),
        fc.constantFrom(...DAYS),
        fc.nat(1439),
        fc.nat(3_000_000),
        (ordinal, day, minute, minutes) => {
          const window = parseRecurring(`${clock(minute)}-${clock((minute + 60) % 1440)} ${ordinal} ${dayName(day)}`);
          const now = Temporal.Instant.from("2027-01-03T12:00:00Z").add({ minutes });
          const { timezone, recurrences } = schedule([window], "UTC", now);
          const at = { ...example(recurrences, timezone) };
          expect(lintPart(at, now).filter(({ severity }) => severity === "error")).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("are Datadog's: no DTSTART, whole hours or days", () => {
    expect(recurrence(NIGHTS)).toEqual({ rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", duration: "14h" });
    expect(recurrence(WEEKEND)).toEqual({ rrule: "FREQ=WEEKLY;BYDAY=SA,SU", duration: "1d" });
    expect(recurrence(parseWindow("22:00-23:30 Wed")).duration).toBe("90m");
  });

  test("are one where the hours are the same, with all of their days", () => {
    const windows = ["19:00-09:00 Mon-Thu", "all day Sat", "19:00-09:00 Fri", "all day Sun,Sat"].map(parseWindow);
    expect(schedule(windows, "Europe/Berlin", Temporal.Instant.from("2027-01-03T12:00:00Z"))).toEqual({
      timezone: "Europe/Berlin",
      recurrences: [
        { rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", duration: "14h", start: "2027-01-04T19:00:00" },
        { rrule: "FREQ=WEEKLY;BYDAY=SA,SU", duration: "1d", start: "2027-01-09T00:00:00" },
      ],
    });
  });

  test("never start at a local time that its day has not", () => {
    const before = Temporal.Instant.from("2027-03-27T12:00:00Z");
    expect(firstStart(parseWindow("02:30-02:40 Sun"), "Europe/Berlin", before)).toBe("2027-04-04T02:30:00");
    expect(firstStart(parseWindow("all day Sun"), "Asia/Beirut", before)).toBe("2027-04-04T00:00:00");
  });

  test("start at the next local time, never before the given instant", () => {
    const fridayEvening = Temporal.Instant.from("2027-01-08T18:00:01Z"); // 19:00:01 in Berlin
    expect(firstStart(NIGHTS, "Europe/Berlin", fridayEvening)).toBe("2027-01-11T19:00:00");
    expect(firstStart(NIGHTS, "America/New_York", fridayEvening)).toBe("2027-01-08T19:00:00");
    expect(firstStart(WEEKEND, "Europe/Berlin", fridayEvening)).toBe("2027-01-09T00:00:00");
  });

  test("of any hours, in any zone, at any moment are right to Datadog, and say the windows that they were made of", () => {
    const windows = fc.array(
      fc.record({
        days: fc.subarray([...DAYS], { minLength: 1 }),
        startMinute: fc.nat(1439),
        durationMinutes: fc.integer({ min: 1, max: 1440 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const moments = fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    fc.assert(
      fc.property(windows, zones, moments, (some, timezone, date) => {
        const now = Temporal.Instant.fromEpochMilliseconds(date.getTime());
        const sent = schedule(some, timezone, now);
        // No start in the past, off its rule, or at a time that is none.
        const findings = lintPart({ ...example(), displayTimezone: timezone, recurringSchedule: sent }, now);
        expect(findings.filter(({ rule }) => rule !== "downtime/longer-than-its-period")).toEqual([]);
        for (const { start } of sent.recurrences) {
          const wait = Temporal.PlainDateTime.from(start).toZonedDateTime(timezone).toInstant().since(now);
          expect(wait.total("hours")).toBeLessThan(14 * 24 + 25);
        }
        expect(mutedMinutes(weeklyWindows(sent))).toEqual(mutedMinutes(some));
      }),
      { numRuns: 50 },
    );
  });
});

test.each([
  ["90m", 90],
  ["14h", 840],
  ["1d", 1440],
  ["1w", 10080],
  ["0m", 0],
  ["1h30m", undefined],
  ["30s", undefined],
  ["-1h", undefined],
  ["h", undefined],
  ["", undefined],
])("the duration %s is %s minutes", (text, minutes) => {
  expect(minutesOf(text)).toBe(minutes);
});

describe("gaps", () => {
  test("the classic rule leaves Monday morning open", () => {
    expect(gaps([NIGHTS, WEEKEND]).map(gapInWords)).toEqual(["Monday 00:00-09:00"]);
  });

  test("are closed by what is offered for them", () => {
    expect(gaps([NIGHTS, WEEKEND, ...closing(gaps([NIGHTS, WEEKEND]))])).toEqual([]);
  });

  test("nothing is named where every morning follows its night, or no window runs over midnight", () => {
    expect(gaps([parseWindow("19:00-09:00 Mon-Sun")])).toEqual([]);
    expect(gaps([parseWindow("09:00-17:00 Mon-Fri")])).toEqual([]);
    expect(gaps([parseWindow("23:00-01:00 Sun")])).toEqual([]);
    expect(gaps([parseWindow("19:00-09:00 Sun-Thu"), WEEKEND])).toEqual([]);
  });
});

describe("a morning that is open", () => {
  const found = (...words: string[]) => gaps(words.map(parseWindow)).map(gapInWords);

  test.each<[string, string[], string[]]>([
    [
      "beside a weekend, however the nights are written",
      ["Mon", "Tue", "Wed", "Thu", "Fri"].map((d) => `19:00-09:00 ${d}`).concat("all day Sat-Sun"),
      ["Monday 00:00-09:00"],
    ],
    ["from where the evening's window ends", ["19:00-09:00 Mon-Fri", "09:00-00:30 Sat-Sun"], ["Monday 00:30-09:00"]],
    ["is no gap where nobody mutes the evening before", ["18:00-08:00 Fri,Sat"], []],
    ["is no gap after a night that is loud on purpose", ["19:00-09:00 Sun-Thu"], []],
    ["is no gap of every night", ["22:00-06:00 Mon-Sun"], []],
  ])("%s", (_, words, expected) => {
    expect(found(...words)).toEqual(expected);
    const windows = words.map(parseWindow);
    expect(gaps([...windows, ...closing(gaps(windows))])).toEqual([]);
  });
});
