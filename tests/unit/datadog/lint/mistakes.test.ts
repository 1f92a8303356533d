import { describe, expect, test } from "vitest";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { mistakesInMonitors } from "../../../corpus/read";

const MISTAKES = mistakesInMonitors().filter(({ rule }) => !rule.startsWith("message/"));

test("there are many mistakes that people made", () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(90);
});

describe("a mistake that people made is found, and nothing else is said to be wrong", () => {
  test.each(MISTAKES.map((entry) => [entry.what, entry] as const))("%s", (_, { inputs, rule, severity = "error" }) => {
    const findings = lintMonitor(inputs);
    expect(findings).toContainEqual(expect.objectContaining({ rule, severity }));
    expect(findings.filter((finding) => finding.severity === "error" && finding.rule !== rule)).toEqual([]);
  });
});
