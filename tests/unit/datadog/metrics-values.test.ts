import fc from "fast-check";
import { expect, test } from "vitest";
import { countInWords, secondsInWords, valueInWords } from "../../../datadog/metrics/value-words";

test.each([
  [800, undefined, "800"],
  [0.9, "fraction", "0.9 (90 %)"],
  [0.07, "fraction", "0.07 (7 %)"],
  [40, "fraction", "40"],
  [90, "percent", "90 %"],
  [268_435_456, "byte", "268,435,456 bytes (256 MiB)"],
  [512, "byte", "512 bytes"],
  [2048, "mebibyte", "2,048 mebibytes (2 GiB)"],
  [5_242_880, "byte/second", "5,242,880 bytes per second (5 MiB per second)"],
  [300, "second", "300 seconds (5 minutes)"],
  [1, "second", "1 second"],
  [0.5, "second", "0.5 seconds"],
  [1500, "millisecond", "1,500 milliseconds (1.5 seconds)"],
  [20, "millisecond", "20 milliseconds"],
  [500_000_000, "transaction", "500,000,000 transactions"],
  [3, "query", "3 queries"],
  [2, "process", "2 processes"],
  [5e-324, undefined, "5e-324"],
])("%d in %s reads %s", (value, unit, words) => {
  expect(valueInWords(value, unit)).toBe(words);
});

test.each([
  [60, "1 minute"],
  [5400, "90 minutes"],
  [86_400, "1 day"],
  [604_800, "1 week"],
  [20, "20 seconds"],
  [0, "0 seconds"],
])("%d seconds are said as %s", (seconds, words) => {
  expect(secondsInWords(seconds)).toBe(words);
});

test("one thing is in the singular", () => {
  expect([0, 1, 2].map((count) => countInWords(count, "run"))).toEqual(["0 runs", "1 run", "2 runs"]);
});

test("any number in any unit begins with the number, and is told in words", () => {
  const units = fc.constantFrom("byte", "fraction", "percent", "second", "byte/second", "connection", undefined);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), units, (value, unit) => {
      expect(valueInWords(value, unit)).toMatch(/^-?[\d.,e+-]+( |$)/);
    }),
  );
});
