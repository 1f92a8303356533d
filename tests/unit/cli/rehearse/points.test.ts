import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvError, pointsIn } from "../../../../cli/rehearse/csv";
import { lengthOf, randomOf, statusesAt, valuesAt } from "../../../../cli/rehearse/points";
import { startOf } from "../../../../settings/rehearsal/moments";
import { runsOf, valuesOf } from "../../../../settings/rehearsal/values";

const steps = (minutes: number, step = 60, from = 0) => ({ from, to: from + minutes * 60, step });
const flat = { timezone: "UTC", random: () => 0.5 };

/** `minute: value`. */
function points(text: string, minutes: number, step = 60): string[] {
  const { times, values } = valuesAt(valuesOf(text), steps(minutes, step), flat);
  return Array.from(times, (time, index) => `${time / 60}: ${values[index] ?? ""}`);
}

test("parts follow each other to the end, and what comes last goes on", () => {
  expect(points("1 x2 2, 5", 5)).toEqual(["0: 1", "1: 1", "2: 2", "3: 5", "4: 5"]);
  expect(points("1 x2, 5 x1", 5)).toEqual(["0: 1", "1: 1", "2: 5"]);
  expect(points("1 x9", 2)).toEqual(["0: 1", "1: 1"]);
});

test("a ramp ends where the next part begins; without a length it lasts to the end", () => {
  expect(points("0 -> 4 in 4m, 4", 6)).toEqual(["0: 0", "1: 1", "2: 2", "3: 3", "4: 4", "5: 4"]);
  expect(points("8 -> 0", 4)).toEqual(["0: 8", "1: 6", "2: 4", "3: 2"]);
});

test("a part that is no multiple of the step has the points that are in it", () => {
  expect(points("1 for 1m, 2 for 1m, 3", 3, 45)).toEqual(["0: 1", "0.75: 1", "1.5: 2", "2.25: 3"]);
});

test("a gap has no points", () => {
  expect(points("1, _ for 2m, 2", 4)).toEqual(["0: 1", "3: 2"]);
  const { times, statuses } = statusesAt(runsOf("OK x2 _ CRITICAL"), steps(5));
  expect([...times]).toEqual([0, 60, 180, 240]);
  expect(statuses).toEqual(["OK", "OK", "CRITICAL", "CRITICAL"]);
});

test("a daily rhythm has its peak at that time of the local day, and its low half a day later", () => {
  const from = startOf("Mon 00:00", "Europe/Berlin");
  const { times, values } = valuesAt(valuesOf("daily 200..600 peak 15:00"), steps(24 * 60, 3600, from), {
    ...{ timezone: "Europe/Berlin", random: () => 0.5 },
  });
  const at = (hour: number) => values[times.indexOf(from + hour * 3600)];
  expect([at(15), at(3), at(9)].map((value) => Math.round(value ?? NaN))).toEqual([600, 200, 400]);
});

test("noise stays within its bounds, is the same for a seed, and another for another seed or series", () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, words) => {
      const drawn = () =>
        valuesAt(valuesOf("100 ~5 x50"), steps(50), { timezone: "UTC", random: randomOf(seed, words) });
      const { values } = drawn();
      expect(values.every((value) => value >= 95 && value <= 105)).toBe(true);
      expect(new Set(values).size).toBeGreaterThan(10);
      expect(drawn().values).toEqual(values);
    }),
    { numRuns: 50 },
  );
  const first = (seed: number, words: string) => randomOf(seed, words)();
  expect(new Set([first(1, "db1"), first(2, "db1"), first(1, "db2")]).size).toBe(3);
});

test("a longer part leaves the noise of the points behind it as it is", () => {
  const of = (text: string) =>
    valuesAt(valuesOf(text), steps(20), { timezone: "UTC", random: randomOf(1, "m") }).values;
  expect(of("1 ~1 x5, 10 ~1").slice(10)).toEqual(of("1 ~1 x9, 10 ~1").slice(10));
});

test.each([
  ["5 x60", 3600],
  ["5 for 10m, 6", 660],
  ["5", 0],
])("%s is %i seconds long", (text, seconds) => {
  expect(lengthOf(valuesOf(text), 60)).toBe(seconds);
});

describe("a file of points", () => {
  const clock = { start: startOf("2027-01-11 10:00", "UTC"), timezone: "UTC" };

  test("has times in seconds, in milliseconds, as moments or from the start on, in any order; a gap has no value", () => {
    const { times, values } = pointsIn(
      [
        'time,"value"',
        "+2m,3",
        "1799661600,1",
        '"1799661660000","2.5"',
        "2027-01-11 10:03,4",
        "+4m,",
        "2027-01-11T10:05:00Z,6",
        "",
      ].join("\r\n"),
      clock,
    );
    expect(Array.from(times, (time) => (time - clock.start) / 60)).toEqual([0, 1, 2, 3, 5]);
    expect([...values]).toEqual([1, 2.5, 3, 4, 6]);
  });

  test.each([
    ["time,value\nsoon,5", 2, "has no time"],
    ["+1m,5\n+2m,much", 2, "has no number"],
    ["+1m,5,6", 1, "has more than a time and a value"],
  ])("%j is told its line", (text, line, problem) => {
    const reading = () => pointsIn(text, clock);
    expect(reading).toThrow(CsvError);
    expect(reading).toThrow(expect.objectContaining({ line, problem: expect.stringContaining(problem) as string }));
  });
});
