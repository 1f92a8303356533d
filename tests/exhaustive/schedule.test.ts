import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Comparison, compared } from "./schedules";
import { OTHER_NAMES } from "./zones";

test("in every zone the calendar mutes the same minutes of two years as a clock on the wall", async () => {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), ...OTHER_NAMES]);
  const found: Comparison[] = [];
  for (const zone of zones) {
    found.push(compared(zone, "2028-01-01T00:00:00Z"));
    // Long enough for the runner to think that the test is dead.
    await nextTurn();
  }
  expect(found.flatMap(({ disagreements }) => disagreements)).toEqual([]);
  expect(found.length).toBeGreaterThan(550);
  expect(found.filter(({ changes }) => changes > 0).length).toBeGreaterThan(150);
});
