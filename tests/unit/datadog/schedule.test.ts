import { Temporal } from "@js-temporal/polyfill";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closing, gapInWords, gaps } from "../../../datadog/schedule/gaps";
import { parseWindow } from "../../../datadog/schedule/parse";
import { firstStart, recurrence } from "../../../datadog/schedule/recurrence";
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
  test("are Datadog's: no DTSTART, whole hours or days", () => {
    expect(recurrence(NIGHTS)).toEqual({ rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", duration: "14h" });
    expect(recurrence(WEEKEND)).toEqual({ rrule: "FREQ=WEEKLY;BYDAY=SA,SU", duration: "1d" });
    expect(recurrence(parseWindow("22:00-23:30 Wed")).duration).toBe("90m");
  });

  test("start at the next local time, never before the given instant", () => {
    const fridayEvening = Temporal.Instant.from("2027-01-08T18:00:01Z"); // 19:00:01 in Berlin
    expect(firstStart(NIGHTS, "Europe/Berlin", fridayEvening)).toBe("2027-01-11T19:00:00");
    expect(firstStart(NIGHTS, "America/New_York", fridayEvening)).toBe("2027-01-08T19:00:00");
    expect(firstStart(WEEKEND, "Europe/Berlin", fridayEvening)).toBe("2027-01-09T00:00:00");
  });

  test("are never in the past and never more than a week and a clock change away, in any zone", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
        fc.nat(1439),
        fc.subarray([...DAYS], { minLength: 1 }),
        (zone, date, startMinute, days) => {
          const now = Temporal.Instant.fromEpochMilliseconds(date.getTime());
          const start = Temporal.PlainDateTime.from(firstStart({ days, startMinute, durationMinutes: 60 }, zone, now));
          const wait = start.toZonedDateTime(zone).toInstant().since(now).total("hours");
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThan(7 * 24 + 25);
        },
      ),
      { numRuns: 100 },
    );
  });
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
