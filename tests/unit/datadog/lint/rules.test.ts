import { describe, expect, test } from "vitest";
import { dashboardRules } from "../../../../datadog/lint/dashboard";
import { downtimeRules } from "../../../../datadog/lint/downtime";
import { messageRules } from "../../../../datadog/lint/message";
import { METRIC_RULES } from "../../../../datadog/lint/metric";
import { monitorRules } from "../../../../datadog/lint/monitor";
import { nearMissRules } from "../../../../datadog/lint/near-miss/rules";
import { queryRules } from "../../../../datadog/lint/query";
import { severityOf } from "../../../../datadog/lint/rule";
import { expressionRules } from "../../../../datadog/lint/formula";
import { searchTextRules } from "../../../../datadog/lint/search-text";
import { sloRules } from "../../../../datadog/lint/slo";
import { sloCorrectionRules } from "../../../../datadog/lint/slo-correction";
import { FAMILIES } from "../../../../datadog/lint/rules";

const RULES = FAMILIES.flatMap((family) =>
  family.rules.map((rule) => ({ ...rule, lint: (example: unknown) => family.lint(example) })),
);
const IDS = RULES.map(({ id }) => id);

test("every rule that is applied is in a family", () => {
  expect([...IDS].sort()).toEqual(
    [
      ...monitorRules,
      ...queryRules,
      ...searchTextRules,
      ...expressionRules,
      ...METRIC_RULES,
      ...messageRules,
      ...dashboardRules,
      ...downtimeRules,
      ...sloRules,
      ...sloCorrectionRules,
      ...nearMissRules,
    ]
      .map(({ id }) => id)
      .sort(),
  );
});

test("a rule's id is its own", () => {
  expect(IDS.filter((id, index) => IDS.indexOf(id) !== index)).toEqual([]);
});

describe.each(RULES)("$id", ({ id, verdict, because, source, passes, fails, lint }) => {
  test("says in sentences what Datadog does, and links to where Datadog says so", () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/);
    expect(because).toMatch(/\S\.$/);
    expect(new URL(source).protocol).toBe("https:");
  });

  test("its example of what is well has no finding of any rule", () => {
    expect(lint(passes)).toEqual([]);
  });

  test("its example of the mistake is found by it alone", () => {
    const findings = lint(fails);
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual([id]);
    expect([...new Set(findings.map((finding) => finding.severity))]).toEqual([severityOf({ verdict })]);
  });
});
