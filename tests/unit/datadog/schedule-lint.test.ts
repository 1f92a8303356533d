import { Temporal } from "@js-temporal/polyfill";
import { describe, expect, test } from "vitest";
import { downtimeRules, lintDowntime, lintHours, lintPart } from "../../../datadog/lint/downtime";
import { type Downtime, example, type RawRecurrence } from "../../../datadog/lint/downtime-definition";
import { severityOf } from "../../../datadog/lint/rule";
import { closing, gaps } from "../../../datadog/schedule/gaps";
import { parseWindow } from "../../../datadog/schedule/parse";
import { schedule } from "../../../datadog/schedule/recurrence";

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");
const CLASSIC = ["19:00-09:00 Mon-Fri", "all day Sat-Sun"].map(parseWindow);

/** What is said of the windows, as they would be sent now. */
function hours(words: readonly string[], timezone: string, now = NOW): string[] {
  const findings = lintHours([schedule(words.map(parseWindow), timezone, now)], now);
  return findings.map(({ rule, problem }) => `${rule}: ${problem}`);
}

/** The rules that find something in a downtime with this recurrence. */
function found(recurrence: Partial<RawRecurrence>, timezone = "UTC"): string[] {
  const whole = { start: "2027-01-04T12:00:00", duration: "1h", rrule: "FREQ=WEEKLY;BYDAY=MO", ...recurrence };
  return lintDowntime(example([whole], timezone), NOW).map(({ rule }) => rule);
}

describe.each(downtimeRules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("lets its passing example pass", () => {
    const findings = lintDowntime(rule.passes, NOW);
    expect(findings.filter(({ severity, rule: of }) => severity === "error" || of === id)).toEqual([]);
  });

  test("alone finds its failing example", () => {
    expect(lintDowntime(rule.fails, NOW).map(({ rule: of, severity }) => [of, severity])).toEqual([
      [id, severityOf(rule)],
    ]);
  });

  test("says why and where it is written", () => {
    expect(rule.because).toMatch(/\.$/);
    expect(rule.source).toMatch(/^https:\/\/\S+$/);
  });
});

test("no two rules have the same id", () => {
  expect(new Set(downtimeRules.map(({ id }) => id)).size).toBe(downtimeRules.length);
});

describe("the hours", () => {
  test("of the classic rule have one finding: Monday 00:00-09:00 is not muted, and closeGaps mutes it", () => {
    const findings = lintHours([schedule(CLASSIC, "Europe/Berlin", NOW)], NOW);
    expect(findings).toMatchObject([{ rule: "downtime/gap", severity: "warning" }]);
    expect(findings[0]?.problem).toContain("Monday 00:00-09:00 (Europe/Berlin)");
    expect(findings[0]?.remedy).toContain("closeGaps");
  });

  test("of the classic rule have none once its gaps are closed, though 62 hours are then muted in a row", () => {
    expect(lintHours([schedule([...CLASSIC, ...closing(gaps(CLASSIC))], "Europe/Berlin", NOW)], NOW)).toEqual([]);
  });

  test("are taken together where they are those of several downtimes", () => {
    const parts = ["19:00-09:00 Mon-Fri", "all day Sat-Sun", "00:00-09:00 Mon"].map((words) =>
      schedule([parseWindow(words)], "Europe/Berlin", NOW),
    );
    expect(lintHours(parts.slice(0, 2), NOW).map(({ rule }) => rule)).toEqual(["downtime/gap"]);
    expect(lintHours(parts, NOW)).toEqual([]);
  });

  test("of different time zones are not taken together", () => {
    const [nights, weekend] = CLASSIC.map((window) => [window]);
    const apart = [schedule(nights ?? [], "Asia/Tokyo", NOW), schedule(weekend ?? [], "UTC", NOW)];
    expect(lintHours(apart, NOW)).toEqual([]);
  });

  test("that are muted twice are named with both windows", () => {
    expect(hours(["08:00-12:00 Mon-Tue", "11:00-13:00 Tue-Wed"], "UTC")).toEqual([
      "downtime/overlap: Tuesday 11:00-12:00 (UTC) is muted by both 08:00-12:00 Mon-Tue and 11:00-13:00 Tue-Wed",
    ]);
  });

  test("that are muted for longer than a day are named from when to when", () => {
    expect(hours(["12:00-12:00 Mon-Wed"], "UTC")).toEqual([
      "downtime/long-stretch: Monday 12:00 to Thursday 12:00 (72 h) (UTC) is muted without a break",
    ]);
  });

  test("that are muted for long are named whole, wherever in them the first start lies", () => {
    const saturday = Temporal.Instant.from("2027-01-09T06:00:00Z");
    expect(hours(["19:00-07:00 Fri", "07:00-19:00 Sat", "19:00-09:00 Sat"], "UTC", saturday)).toContainEqual(
      "downtime/long-stretch: Friday 19:00 to Sunday 09:00 (38 h) (UTC) is muted without a break",
    );
    expect(hours(["19:00-07:00 Fri", "07:00-19:00 Sat", "19:00-09:00 Sat"], "UTC", saturday)).toHaveLength(1);
  });

  test("that are all day for the days of somebody's weekend are meant", () => {
    expect(hours(["19:00-09:00 Sat-Thu", "all day Thu-Fri", "all day Fri"], "UTC")).not.toContainEqual(
      expect.stringContaining("long-stretch"),
    );
  });

  test("that leave nothing open are an error, however they are said", () => {
    expect(hours(["00:00-12:00 Mon-Sun", "12:00-00:00 Mon-Sun"], "Europe/Berlin")).toEqual([
      "downtime/always: the windows mute at all times",
    ]);
    expect(hours(["all day Mon-Sun"], "Europe/Berlin")).toHaveLength(1);
  });

  test("in the month before the clocks are set say which window ends when", () => {
    const march = Temporal.Instant.from("2027-03-01T00:00:00Z");
    expect(hours(["19:00-09:00 Sat"], "Europe/Berlin", march)).toEqual([
      "downtime/moved-end: 19:00-09:00 Sat ends on Sun 28 Mar 10:00 in place of 09:00: the clocks go forward by 1 h on Sun 28 Mar 02:00",
    ]);
    expect(hours(["19:00-09:00 Sat"], "Europe/Berlin", Temporal.Instant.from("2027-10-15T00:00:00Z"))).toEqual([
      "downtime/moved-end: 19:00-09:00 Sat ends on Sun 31 Oct 08:00 in place of 09:00: the clocks go back by 1 h on Sun 31 Oct 03:00",
    ]);
    expect(hours(["19:00-09:00 Sat"], "Europe/Berlin")).toEqual([]);
  });

  test("that begin when the clocks jump say on which day they are left out", () => {
    expect(hours(["all day Sat-Sun"], "America/Santiago")).toEqual([
      "downtime/skipped-start: Sun 5 Sep 00:00 2027 does not exist in America/Santiago: the clocks go forward over it, and the window of that day is left out (all day Sat-Sun)",
    ]);
    expect(hours(["02:30-02:40 Mon-Sat"], "Europe/Berlin")).toEqual([]);
  });
});

describe("a recurrence", () => {
  test.each([
    [{}, []],
    [{ start: "2027-01-04T12:00" }, ["downtime/start-form"]],
    [{ start: "2027-01-04T12:00:00+01:00" }, ["downtime/start-form"]],
    [{ start: "2027-02-30T12:00:00" }, ["downtime/start-form"]],
    [{ start: "2027-01-05T12:00:00" }, ["downtime/start-off-rule"]],
    [{ start: "2026-12-28T12:00:00" }, ["downtime/start-in-the-past"]],
    [{ duration: "1y" }, ["downtime/duration-form"]],
    [{ duration: "1.5h" }, ["downtime/duration-form"]],
    [{ duration: "30s" }, ["downtime/duration-form"]],
    [{ duration: "0h" }, ["downtime/no-time"]],
    [{ rrule: "FREQ=WEEKLY;BYDAY=MO;EXDATE=20270111T120000" }, ["downtime/rule-part"]],
    [
      { rrule: "DTSTART:20270104T120000\nRRULE:FREQ=WEEKLY" },
      ["downtime/rule-form", "downtime/rule-part", "downtime/frequency"],
    ],
    [{ rrule: "RRULE:FREQ=WEEKLY" }, ["downtime/rule-form"]],
    [{ rrule: "" }, ["downtime/rule-part", "downtime/frequency"]],
    [{ rrule: "FREQ=SECONDLY" }, ["downtime/frequency"]],
    [{ rrule: "FREQ=FORTNIGHTLY" }, ["downtime/frequency"]],
    [{ rrule: "FREQ=MONTHLY;BYMONTHDAY=32" }, ["downtime/rule-value"]],
    [{ rrule: "FREQ=WEEKLY;INTERVAL=0" }, ["downtime/rule-value"]],
    [{ rrule: "FREQ=WEEKLY;INTERVAL=1" }, []],
    [{ rrule: "FREQ=WEEKLY;COUNT=1", duration: "4w" }, ["downtime/long-stretch"]],
    [{ rrule: "FREQ=HOURLY", duration: "59m" }, []],
  ])("%j: %j", (recurrence, rules) => {
    expect(found(recurrence)).toEqual(rules);
  });

  test("that starts when its zone has no such time is no start, in that zone", () => {
    const start = { start: "2027-03-28T02:30:00", duration: "10m", rrule: "FREQ=WEEKLY;BYDAY=SU" };
    expect(found(start, "Europe/Berlin")).toContain("downtime/start-off-rule");
    expect(found(start, "UTC")).toEqual([]);
  });

  test("starts in the past by its own zone's clock", () => {
    const start = { start: "2027-01-03T13:30:00", rrule: "FREQ=WEEKLY;BYDAY=SU" };
    expect(found(start, "UTC")).toEqual([]);
    expect(found(start, "Asia/Tokyo")).toEqual(["downtime/start-in-the-past"]);
  });
});

describe("a downtime", () => {
  test.each<[string, Downtime, string]>([
    ["without a target", { ...example(), monitorIdentifier: {} }, "downtime/not-one-target"],
    ["of no tags", { ...example(), monitorIdentifier: { monitorTags: [] } }, "downtime/monitor-tags"],
    [
      "of a long tag",
      { ...example(), monitorIdentifier: { monitorTags: [`a:${"b".repeat(255)}`] } },
      "downtime/monitor-tags",
    ],
    ["without recurrences", example([]), "downtime/recurrence-count"],
    ["in an offset's zone", example(undefined, "+02:00"), "downtime/unknown-zone"],
    ["once without an end", { ...example(), recurringSchedule: undefined, oneTimeSchedule: {} }, "downtime/endless"],
  ])("%s", (_, downtime, rule) => {
    expect(lintDowntime(downtime, NOW).map(({ rule: of }) => of)).toEqual([rule]);
  });

  test("with more than five recurrences is told of a second downtime", () => {
    const rule = downtimeRules.find(({ id }) => id === "downtime/recurrence-count");
    expect(rule && lintDowntime(rule.fails, NOW)[0]?.remedy).toContain("second downtime");
  });

  test("that is one of several says nothing of its hours by itself", () => {
    const nights = schedule(CLASSIC, "Europe/Berlin", NOW);
    expect(
      lintDowntime({ ...example(), displayTimezone: nights.timezone, recurringSchedule: nights }, NOW),
    ).toHaveLength(1);
    expect(lintPart({ ...example(), displayTimezone: nights.timezone, recurringSchedule: nights }, NOW)).toEqual([]);
  });
});
