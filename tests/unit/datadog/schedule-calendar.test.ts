import { Temporal } from "@js-temporal/polyfill";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendar } from "../../../datadog/schedule/calendar";
import { clockChanges } from "../../../datadog/schedule/clock-change";
import { parseWindow } from "../../../datadog/schedule/parse";
import { schedule } from "../../../datadog/schedule/recurrence";
import { compared } from "../../exhaustive/schedules";

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");

/** `"2027-03-27T19:00+01:00 to 2027-03-28T10:00+02:00"`, in the zone's time. */
function muted(words: readonly string[], timezone: string, from: string, to: string): string[] {
  const local = (at: Temporal.Instant): string => at.toString({ timeZone: timezone, smallestUnit: "minute" });
  const [start, end] = [from, to].map((at) => Temporal.PlainDateTime.from(at).toZonedDateTime(timezone).toInstant());
  if (start === undefined || end === undefined) return [];
  return calendar(schedule(words.map(parseWindow), timezone, NOW), start, end).map(
    (one) => `${local(one.start)} to ${local(one.end)}`,
  );
}

// The rest of the zones: npm run test:exhaustive
test.each([
  ["Europe/Berlin", 2],
  ["Australia/Lord_Howe", 2], // by half an hour
  ["Pacific/Apia", 0],
  ["Antarctica/Troll", 2], // by two hours
  ["Africa/Cairo", 2], // at midnight
  ["America/Santiago", 2], // at midnight
  ["Asia/Beirut", 2], // at midnight
  ["America/Havana", 2],
  ["Pacific/Chatham", 2], // at a quarter to
  ["Asia/Kathmandu", 0],
  ["US/Eastern", 2], // another name
])("%s sets its clocks %i times in a year, and the calendar is that of its clocks", (zone, changes) => {
  expect(compared(zone, "2027-01-01T00:00:00Z")).toEqual({ changes, disagreements: [] });
});

// Morocco's clocks go back for Ramadan in one release of the time zone database, and in the next they do not.
test("a zone whose rules depend on the database's release has the calendar of its clocks", () => {
  expect(compared("Africa/Casablanca", "2027-01-01T00:00:00Z").disagreements).toEqual([]);
});

describe("the calendar", () => {
  const CLASSIC = ["19:00-09:00 Mon-Fri", "all day Sat-Sun"];

  test("has one stretch where windows touch, and is cut at its ends", () => {
    expect(muted(CLASSIC, "Europe/Berlin", "2027-01-07T20:00", "2027-01-11T20:00")).toEqual([
      "2027-01-07T20:00+01:00 to 2027-01-08T09:00+01:00",
      "2027-01-08T19:00+01:00 to 2027-01-11T00:00+01:00",
      "2027-01-11T19:00+01:00 to 2027-01-11T20:00+01:00",
    ]);
  });

  test("ends a window an hour late by the clock when they go forward in it, and an hour early when they go back", () => {
    const night = ["19:00-09:00 Sat"];
    expect(muted(night, "Europe/Berlin", "2027-03-27T00:00", "2027-03-30T00:00")).toEqual([
      "2027-03-27T19:00+01:00 to 2027-03-28T10:00+02:00",
    ]);
    expect(muted(night, "Europe/Berlin", "2027-10-30T00:00", "2027-11-01T00:00")).toEqual([
      "2027-10-30T19:00+02:00 to 2027-10-31T08:00+01:00",
    ]);
  });

  test("has no window on the day whose clocks jump over its start", () => {
    expect(muted(["02:30-02:40 Sat-Mon"], "Europe/Berlin", "2027-03-27T00:00", "2027-03-30T00:00")).toEqual([
      "2027-03-27T02:30+01:00 to 2027-03-27T02:40+01:00",
      "2027-03-29T02:30+02:00 to 2027-03-29T02:40+02:00",
    ]);
  });

  test("has a window once where its start comes twice: at the first", () => {
    expect(muted(["02:30-02:40 Sun"], "Europe/Berlin", "2027-10-31T00:00", "2027-11-01T00:00")).toEqual([
      "2027-10-31T02:30+02:00 to 2027-10-31T02:40+02:00",
    ]);
  });

  test("of any windows is in order, apart, and within its ends", () => {
    const days = fc.constantFrom("Mon-Fri", "Sat-Sun", "Wed", "Mon,Thu", "Fri-Mon");
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
    const words = fc.tuple(time, time, days).map(([from, to, on]) => `${from}-${to} ${on}`);
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
        fc.integer({ min: 0, max: 400 * 24 }),
        (windows, timezone, hours) => {
          const from = NOW.add({ hours });
          const to = from.add({ hours: 24 * 21 });
          const stretches = calendar(schedule(windows.map(parseWindow), timezone, NOW), from, to);
          const edges = stretches.flatMap(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds]);
          expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
          expect(edges.every((edge) => edge >= from.epochMilliseconds && edge <= to.epochMilliseconds)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

test("clock changes say what the clocks show before and after", () => {
  const year = { start: Date.parse("2027-01-01T00:00:00Z"), end: Date.parse("2028-01-01T00:00:00Z") };
  expect(
    clockChanges("Australia/Lord_Howe", year).map(({ before, after, minutes }) => [
      before.toString(),
      after.toString(),
      minutes,
    ]),
  ).toEqual([
    ["2027-04-04T02:00:00", "2027-04-04T01:30:00", -30],
    ["2027-10-03T02:00:00", "2027-10-03T02:30:00", 30],
  ]);
  expect(clockChanges("Asia/Tokyo", year)).toEqual([]);
});
