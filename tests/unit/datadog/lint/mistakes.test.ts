import { Temporal } from "@js-temporal/polyfill";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../datadog/finding";
import { lintDashboard } from "../../../../datadog/lint/dashboard";
import { lintDowntime } from "../../../../datadog/lint/downtime";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { mistakesInDashboards, mistakesInDowntimes, mistakesInMonitors } from "../../../corpus/read";

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");
const MONITORS = mistakesInMonitors();

const MISTAKES = [
  ...MONITORS.map((entry) => ({ ...entry, lint: () => lintMonitor(entry.inputs) })),
  ...mistakesInDashboards().map((entry) => ({ ...entry, lint: () => lintDashboard(entry.inputs) })),
  ...mistakesInDowntimes().map((entry) => ({ ...entry, lint: () => lintDowntime(entry.inputs, NOW) })),
];

/** Words that are never shown leave a state without words; a start of a past year is of a day that is another one. */
const FOLLOWS = /^message\/|^downtime\/start/;

test("there are many mistakes that people made", () => {
  expect(MONITORS.length).toBeGreaterThanOrEqual(200);
  expect(MISTAKES.length).toBeGreaterThanOrEqual(300);
});

describe("a mistake that people made is found, and nothing else is said to be wrong", () => {
  test.each(MISTAKES.map((entry) => [entry.what, entry] as const))("%s", (_, { lint, rule, severity = "error" }) => {
    const findings: Finding[] = lint();
    expect(findings).toContainEqual(expect.objectContaining({ rule, severity }));
    const others = findings.filter((finding) => finding.severity === "error" && finding.rule !== rule);
    if (!FOLLOWS.test(rule)) expect(others).toEqual([]);
  });
});
