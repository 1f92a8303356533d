import { Temporal } from "@js-temporal/polyfill";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { calendar } from "../../../datadog/schedule/calendar";
import { begunBefore, missedUntil } from "../../../datadog/schedule/missed";
import { parseRecurring } from "../../../datadog/schedule/parse";
import { schedule } from "../../../datadog/schedule/recurrence";
import { DAYS, type Window } from "../../../datadog/schedule/window";

const instant = (text: string) => Temporal.Instant.from(text);
/** As it is sent when it is made at that moment. */
const madeAt = (at: Temporal.Instant, timezone: string, ...windows: string[]) =>
  schedule(windows.map(parseRecurring), timezone, at);

test.each([
  // Made at, of which hours, muted at once until.
  ["Saturday noon", "2027-01-02T11:00:00Z", ["all day Sat-Sun"], "2027-01-02T23:00:00Z"],
  ["Sunday noon", "2027-01-03T11:00:00Z", ["all day Sat-Sun"], "2027-01-03T23:00:00Z"],
  ["the first minute of a window", "2027-01-04T18:01:00Z", ["19:00-09:00 Mon-Fri"], "2027-01-05T08:00:00Z"],
  ["the last minute of a window", "2027-01-05T07:59:00Z", ["19:00-09:00 Mon-Fri"], "2027-01-05T08:00:00Z"],
  ["the end of a window", "2027-01-05T08:00:00Z", ["19:00-09:00 Mon-Fri"], undefined],
  ["the start of a window", "2027-01-04T18:00:00Z", ["19:00-09:00 Mon-Fri"], undefined],
  ["noon of a working day", "2027-01-05T11:00:00Z", ["19:00-09:00 Mon-Fri", "all day Sat-Sun"], undefined],
  [
    "two windows at once: the later end",
    "2027-01-02T07:00:00Z",
    ["19:00-09:00 Fri", "all day Sat"],
    "2027-01-02T23:00:00Z",
  ],
  ["one of two windows", "2027-01-02T06:00:00Z", ["19:00-09:00 Fri", "08:00-10:00 Sun"], "2027-01-02T08:00:00Z"],
  ["a window of each month", "2027-01-10T02:00:00Z", ["02:00-06:00 second Sunday"], "2027-01-10T05:00:00Z"],
  ["another Sunday than the month's", "2027-01-03T02:00:00Z", ["02:00-06:00 second Sunday"], undefined],
  ["the month's last", "2027-01-29T22:00:00Z", ["22:00-02:00 last Friday"], "2027-01-30T01:00:00Z"],
  // 19:00 to 09:00 lasts its 14 hours.
  ["a night that the clocks go forward in", "2027-03-28T05:00:00Z", ["19:00-09:00 Sat"], "2027-03-28T08:00:00Z"],
  ["a night that the clocks go back in", "2027-10-31T06:30:00Z", ["19:00-09:00 Sat"], "2027-10-31T07:00:00Z"],
  ["an hour that the clocks have jumped over", "2027-03-28T01:10:00Z", ["02:30-03:30 Sun"], undefined],
])("what is made at %s, %s, of %j in Berlin, is muted at once until %s", (_, at, windows, until) => {
  const moment = instant(at);
  expect(missedUntil(madeAt(moment, "Europe/Berlin", ...windows), moment)?.toString()).toBe(until);
});

test("the start that a state has says the same end until then, and none afterwards", () => {
  const made = madeAt(instant("2027-01-02T11:00:00Z"), "Europe/Berlin", "all day Sat-Sun");
  const later = [
    "2027-01-02T11:10:00Z",
    "2027-01-02T22:59:00Z",
    "2027-01-02T23:00:00Z",
    "2027-01-03T12:00:00Z",
    "2027-01-09T12:00:00Z",
    "2028-06-03T12:00:00Z",
  ];
  expect(later.map((at) => missedUntil(made, instant(at))?.toString())).toEqual([
    ...["2027-01-02T23:00:00Z", "2027-01-02T23:00:00Z"],
    ...[undefined, undefined, undefined, undefined],
  ]);
});

const DAILY = fc.record({
  days: fc.subarray([...DAYS], { minLength: 1 }),
  startMinute: fc.nat(1439),
  durationMinutes: fc.integer({ min: 1, max: 1440 }),
});
const MONTHLY = fc.record({
  ordinal: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const),
  day: fc.constantFrom(...DAYS),
  startMinute: fc.nat(1439),
  durationMinutes: fc.integer({ min: 1, max: 1440 }),
});
const ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"];

test("with it every minute of the windows is muted from the first one on, and none else, over clock changes too", () => {
  const windows: fc.Arbitrary<Window[]> = fc.array(fc.oneof(DAILY, MONTHLY), { minLength: 1, maxLength: 3 });
  const moments = fc.date({ min: new Date("2027-01-01"), max: new Date("2028-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(windows, fc.constantFrom(...ZONES), moments, (some, timezone, date) => {
      const at = Temporal.Instant.fromEpochMilliseconds(date.getTime());
      const made = schedule(some, timezone, at);
      const long = schedule(some, timezone, at.subtract({ hours: 24 * 100 }));
      const span = [at, at.add({ hours: 24 * 40 })] as const;
      const end = missedUntil(made, at);
      const companion = end === undefined ? [] : [{ start: at, end }];
      const both = [...companion, ...calendar(made, ...span)].map(
        ({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds] as const,
      );
      const muted = (t: number) => both.some(([start, end]) => start <= t && t < end);
      for (const { start, end } of calendar(long, ...span)) {
        for (const t of [
          start.epochMilliseconds,
          (start.epochMilliseconds + end.epochMilliseconds) / 2,
          end.epochMilliseconds - 1,
        ]) {
          expect(muted(t)).toBe(true);
        }
      }
      if (end !== undefined) expect(calendar(long, at, end)).toEqual([{ start: at, end }]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
  "FREQ=DAILY;COUNT=3",
  "FREQ=MONTHLY;BYDAY=5MO",
  "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270201",
])("of %s nobody knows what was before its start", (rrule) => {
  const recurrence = { start: "2027-01-04T00:00:00", duration: "1d", rrule };
  expect(begunBefore(recurrence, "UTC")).toBeUndefined();
  expect(missedUntil({ timezone: "UTC", recurrences: [recurrence] }, instant("2027-01-03T12:00:00Z"))).toBeUndefined();
});
