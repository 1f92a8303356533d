import { Temporal } from "@js-temporal/polyfill";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseWindow } from "../../../datadog/schedule/parse";
import { schedule } from "../../../datadog/schedule/recurrence";
import { DAYS } from "../../../datadog/schedule/window";
import { nextWindows, ruleInWords, windowInWords } from "../../../datadog/schedule/words";

const CLASSIC = ["19:00-09:00 Mon-Fri", "all day Sat-Sun"].map(parseWindow);

/** The next windows of the classic rule in Berlin. */
function next(now: string, count: number): string[] {
  const moment = Temporal.Instant.from(now);
  return nextWindows(schedule(CLASSIC, "Europe/Berlin", moment), moment, count);
}

describe("the next windows", () => {
  test("of the classic rule are nights and a weekend that begins on Friday", () => {
    expect(next("2027-01-03T23:30:00Z", 8)).toEqual([
      "Mon 4 Jan 19:00 to Tue 5 Jan 09:00 (14 h)",
      "Tue 5 Jan 19:00 to Wed 6 Jan 09:00 (14 h)",
      "Wed 6 Jan 19:00 to Thu 7 Jan 09:00 (14 h)",
      "Thu 7 Jan 19:00 to Fri 8 Jan 09:00 (14 h)",
      "Fri 8 Jan 19:00 to Mon 11 Jan 00:00 (53 h)",
      "Mon 11 Jan 19:00 to Tue 12 Jan 09:00 (14 h)",
      "Tue 12 Jan 19:00 to Wed 13 Jan 09:00 (14 h)",
      "Wed 13 Jan 19:00 to Thu 14 Jan 09:00 (14 h)",
    ]);
  });

  test("over a night in which the clocks are set say so, and when they end by then", () => {
    expect(next("2027-03-26T12:00:00Z", 1)).toEqual([
      "Fri 26 Mar 19:00 to Mon 29 Mar 01:00 (53 h; the clocks go forward by 1 h on Sun 28 Mar 02:00)",
    ]);
    expect(next("2027-10-29T12:00:00Z", 1)).toEqual([
      "Fri 29 Oct 19:00 to Sun 31 Oct 23:00 (53 h; the clocks go back by 1 h on Sun 31 Oct 03:00)",
    ]);
  });

  test("begin with the one that is open", () => {
    const started = schedule(CLASSIC, "Europe/Berlin", Temporal.Instant.from("2027-01-01T12:00:00Z"));
    expect(nextWindows(started, Temporal.Instant.from("2027-01-05T03:00:00Z"), 1)).toEqual([
      "Mon 4 Jan 19:00 to Tue 5 Jan 09:00 (14 h)",
    ]);
  });

  test("of a rule that seldom comes are found, as many as there are", () => {
    const rare = (rrule: string) => ({
      timezone: "UTC",
      recurrences: [{ start: "2027-01-12T08:00:00", duration: "90m", rrule }],
    });
    const now = Temporal.Instant.from("2027-01-03T12:00:00Z");
    expect(nextWindows(rare("FREQ=YEARLY"), now, 3)).toHaveLength(3);
    expect(nextWindows(rare("FREQ=MONTHLY;BYDAY=2TU;COUNT=2"), now, 8)).toEqual([
      "Tue 12 Jan 08:00 to Tue 12 Jan 09:30 (1 h 30 min)",
      "Tue 9 Feb 08:00 to Tue 9 Feb 09:30 (1 h 30 min)",
    ]);
    expect(nextWindows({ ...rare("FREQ=DAILY"), recurrences: [] }, now, 8)).toEqual([]);
  });
});

describe("a rule in one sentence", () => {
  const now = Temporal.Instant.from("2027-01-03T12:00:00Z");

  test.each([
    [
      ["19:00-09:00 Mon-Fri", "all day Sat-Sun"],
      "Muted are 19:00-09:00 Mon-Fri and all day Sat-Sun, Asia/Tokyo: 109 h of a week's 168.",
    ],
    [["22:00-23:30 Mon,Wed,Thu"], "Muted is 22:00-23:30 Mon,Wed-Thu, Asia/Tokyo: 4 h 30 min of a week's 168."],
    [["12:00-12:00 Sun"], "Muted is 12:00-12:00 Sun, Asia/Tokyo: 24 h of a week's 168."],
  ])("%j: %s", (words, sentence) => {
    expect(ruleInWords(schedule(words.map(parseWindow), "Asia/Tokyo", now))).toBe(sentence);
  });

  test("says rules that are no weekly hours in their own words", () => {
    const recurrences = [{ start: "2027-01-12T08:00:00", duration: "2h", rrule: "FREQ=MONTHLY;BYDAY=2TU" }];
    expect(ruleInWords({ timezone: "UTC", recurrences })).toBe("Muted is 2 h every month on 2nd Tuesday at 8 AM, UTC.");
  });
});

test("any window is read as it is written", () => {
  const windows = fc.record({
    days: fc.subarray([...DAYS], { minLength: 1 }),
    startMinute: fc.nat(1439),
    durationMinutes: fc.integer({ min: 1, max: 1440 }),
  });
  fc.assert(
    fc.property(windows, (window) => {
      expect(parseWindow(windowInWords(window))).toEqual(window);
    }),
  );
});
