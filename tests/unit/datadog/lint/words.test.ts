import { Temporal } from "@js-temporal/polyfill";
import { describe, expect, test } from "vitest";
import { lintDowntime } from "../../../../datadog/lint/downtime";
import { AN_HOUR, example } from "../../../../datadog/lint/downtime-definition";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import { isHandle } from "../../../../datadog/message/parse";

/** Remedies that mend what is wrong, in its own words. */

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");

function ofMonitor(type: string, query: string): string[] {
  return lintMonitor({ type, query }).map(({ rule, problem, remedy }) => `${rule}: ${problem}; ${remedy}`);
}

// field/definitions.yaml, a metric query without a window is read as a composite
describe("a graph's query in a monitor", () => {
  test.each([
    "sum:shop.requests{app:a}.as_rate() > 100",
    "avg:shop.cpu{*} by {host} >= 0.9",
    "ewma_5(avg:shop.cpu{*}) > 5",
    "sum:a.errors{*} / sum:a.hits{*} * 100 > 5",
  ])("lacks its window: %s", (query) => {
    expect(ofMonitor("query alert", query)).toEqual([
      "query/syntax: the query has no window; begin it with one, such as avg(last_5m):",
    ]);
  });

  test("lacks its threshold, too", () => {
    expect(ofMonitor("query alert", "avg:shop.cpu{*} by {host}")).toEqual([
      expect.stringContaining("no window and no threshold"),
    ]);
  });
});

// field/definitions.yaml, downtime scopes with IN, ||, braces
test.each([
  ["env:prod AND service IN (a, b)", "write env:prod AND service:(a OR b)"],
  ["service NOT IN (a, b)", "write NOT service:a AND NOT service:b"],
  ["service in (a)", "write service:a"],
  ["env:prod || env:dev", "write env:prod OR env:dev"],
  ["env:prod && service:a", "write env:prod AND service:a"],
  ["{env:prod}", "write env:prod without them"],
  ["env=prod", "write env:prod"],
  ["env!=prod", "write NOT env:prod"],
  ["$env", "write the tag itself, such as env:prod"],
])("a downtime's scope is not written as a query's: %s", (scope, remedy) => {
  expect(lintDowntime({ ...example(), scope }, NOW)).toMatchObject([{ rule: "downtime/scope-notation", remedy }]);
});

// field/definitions.yaml, rrule texts
test.each([
  ["FREQ=WEEKLY;BYDAY=MO;", "drop the last semicolon"],
  ["FREQ=WEEKLY; BYDAY=MO, TU", "write it without blanks"],
  ["RRULE:FREQ=WEEKLY;BYDAY=MO", 'drop "RRULE:"'],
  ["freq=weekly;byday=mo", "write it in capitals"],
  [" FREQ=WEEKLY;BYDAY=MO", "write it without blanks"],
  ["rrule:freq=weekly;byday=mo;", 'drop "RRULE:", drop the last semicolon, write it in capitals'],
])("a recurrence rule is named what is otherwise in it: %j", (rrule, remedy) => {
  const [finding, ...others] = lintDowntime(example([{ ...AN_HOUR, rrule }]), NOW);
  expect(finding).toMatchObject({ rule: "downtime/rule-form", severity: "warning" });
  expect(finding?.remedy).toMatch(new RegExp(`^${remedy}: FREQ=WEEKLY;BYDAY=MO`));
  expect(others).toEqual([]);
});

test("a rule's other mistakes are found in whatever form it is written", () => {
  const found = lintDowntime(example([{ ...AN_HOUR, rrule: "freq=weekly;byday=mo;exdate=1;" }]), NOW);
  expect(found.map(({ rule }) => rule)).toEqual(["downtime/rule-form", "downtime/rule-part"]);
});

// field/definitions.yaml, MetricMonitor with a logs() condition
test.each([
  ['logs("status:error").index("*").rollup("count").last("5m") > 10', "log alert"],
  ['events("source:a").rollup("count").last("5m") > 10', "event-v2 alert"],
])("a metric monitor with a search is told of the type and where it is said: %s", (query, type) => {
  expect(ofMonitor("query alert", query)[0]).toContain(
    `its type is "${type}"; a MetricMonitor takes it by transform: { monitor: { type: "${type}" } }`,
  );
});

// field/faults.md 15
test.each([
  ["@oncall@example.com", true],
  ["@slack-{{host.team}}", true],
  ["@workflow-restart(host=host.name)", true],
  ["@,", false],
  ["@\u200Boncall", false],
  ["@oncall\u200B", false],
  ["@slack-ops,", false],
  ["@slack ops", false],
  ["@{{#is_alert}}", false],
])("a handle is one as a message has it: %j is %j", (text, is) => {
  expect(isHandle(text)).toBe(is);
});
