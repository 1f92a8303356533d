import { expect, test } from "vitest";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { monitorsOfFamilies } from "../../../corpus/families";

const MONITORS = monitorsOfFamilies();

test("there are many whole monitors of every type that are known to be correct", () => {
  expect(MONITORS.length).toBeGreaterThanOrEqual(500);
  expect(new Set(MONITORS.map(({ query }) => query)).size).toBeGreaterThanOrEqual(300);
});

test("what is correct has no error", { timeout: 120_000 }, () => {
  const errors = MONITORS.flatMap((monitor) =>
    lintMonitor(monitor)
      .filter(({ severity }) => severity === "error")
      .map(({ rule, problem }) => `${rule}: ${problem} (${monitor.query})`),
  );
  expect(errors).toEqual([]);
});
