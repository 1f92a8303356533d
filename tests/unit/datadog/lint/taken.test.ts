import { Temporal } from "@js-temporal/polyfill";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../datadog/finding";
import { type Downtime } from "../../../../datadog/lint/downtime-definition";
import { lintDowntime } from "../../../../datadog/lint/downtime";
import { lintMonitor } from "../../../../datadog/lint/monitor";
import type { MonitorDefinition } from "../../../../datadog/lint/monitor-definition";
import { lintQuery } from "../../../../datadog/lint/query";

/** What Datadog is documented or recorded to take must not stop a preview. */

const NOW = Temporal.Instant.from("2027-01-03T12:00:00Z");

function said(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

function ofMonitor(definition: Partial<MonitorDefinition>): string[] {
  return said(lintMonitor({ type: "query alert", query: "", message: "Look. @ops@example.com", ...definition }));
}

// field/definitions.yaml, query/unknown-function
describe("a function that is documented", () => {
  const errors = "sum:shop.errors{*}.as_count()";
  const requests = "sum:shop.requests{*}.as_count()";

  test.each([
    `${errors} / ${requests} * 100 * is_greater(${requests}, 15)`,
    `${errors} * is_less(${requests}, 3)`,
    `${errors} * is_between(${requests}, 10, 30)`,
    "avg:shop.load{*} by {env,host}.rollup(avg, 300).rollup(p95, 1800)",
    "avg:shop.load{*} by {env,host}.rollup(avg, 300).rollup(stddev, 1800)",
    "avg:shop.load{*}.rollup(sum, daily, 'Europe/Oslo')",
  ])("is taken: %s", (query) => {
    expect(said(lintQuery({ query, in: "graph" }))).toEqual([]);
  });

  test.each([
    ["is_greater(avg:shop.load{*})", "query/function-arguments"],
    ["is_between(avg:shop.load{*}, 1)", "query/function-arguments"],
    ["clamp_max(avg:shop.load{*})", "query/function-arguments"],
    ["is_more(avg:shop.load{*}, 1)", "query/unknown-function"],
    ["avg:shop.load{*}.rollup(p95, 1800)", "query/rollup-arguments"],
  ])("is given what it wants: %s", (query, rule) => {
    expect(said(lintQuery({ query, in: "graph" }))).toEqual([`error ${rule}`]);
  });
});

// field/definitions.yaml, anomaly/recovery-beside-alert
describe("an anomaly's recovery window", () => {
  const anomaly = (threshold: string, recoveryWindow: string) =>
    ofMonitor({
      query: `avg(last_1d):anomalies(avg:shop.load{*}, 'agile', 2, direction='both', interval=300, alert_window='last_37m', count_default_zero='true', seasonality='weekly') >= ${threshold}`,
      monitorThresholds: { critical: threshold, criticalRecovery: "0" },
      monitorThresholdWindows: { triggerWindow: "last_37m", recoveryWindow },
    });

  test("may be longer than the one that alerts", () => {
    expect(anomaly("1", "last_1h")).toEqual([]);
    expect(anomaly("0.5", "last_2h")).toEqual([]);
  });

  test("is not so short that alert and recovery hold at once", () => {
    expect(anomaly("0.5", "last_15m")).toEqual(["error anomaly/recovery-beside-alert"]);
  });
});

// field/definitions.yaml, monitor/full-window-with-custom-schedule
test("a custom schedule needs no word on the full window, and true is not sent", () => {
  const scheduled = (more: Partial<MonitorDefinition>) =>
    ofMonitor({
      type: "metric alert",
      query: "avg(last_1h):avg:shop.load{*} > 0.5",
      onMissingData: "show_no_data",
      schedulingOptions: {
        customSchedule: { recurrence: { rrule: "FREQ=DAILY;INTERVAL=1", timezone: "America/New_York" } },
      },
      ...more,
    });
  expect(scheduled({})).toEqual([]);
  expect(scheduled({ requireFullWindow: false })).toEqual([]);
  expect(scheduled({ requireFullWindow: true })).toEqual(["warning monitor/full-window-with-custom-schedule"]);
});

// field/definitions.yaml, monitor/threshold-not-a-number
describe("an empty text", () => {
  const query = "sum(last_5m):sum:shop.issue{*}.as_count() > 5";

  test("is no threshold", () => {
    const monitorThresholds = { critical: "", warning: "", criticalRecovery: "", warningRecovery: "" };
    expect(ofMonitor({ type: "metric alert", query, monitorThresholds, requireFullWindow: false })).toEqual([]);
  });

  test("is no priority, no missing data, no retention, no escalation, no window", () => {
    const empty = { priority: "", onMissingData: "", groupRetentionDuration: "", escalationMessage: "" };
    const monitorThresholdWindows = { triggerWindow: "", recoveryWindow: "" };
    expect(ofMonitor({ query, requireFullWindow: false, ...empty, monitorThresholdWindows })).toEqual([]);
  });

  test("is no number where it has a blank in it", () => {
    expect(ofMonitor({ query, requireFullWindow: false, monitorThresholds: { critical: " " } })).toContain(
      "error monitor/threshold-not-a-number",
    );
  });
});

// field/definitions.yaml, monitor/type-unlike-query of no_query
test.each([{}, { onMissingData: "show_no_data" }, { monitorThresholds: { critical: "1" } }])(
  "the monitor of a Synthetic test is changed there, with %j",
  (more) => {
    expect(ofMonitor({ type: "synthetics alert", query: "no_query", ...more })).toEqual([
      "warning monitor/of-synthetic-test",
    ]);
  },
);

// field/definitions.yaml, monitor/thresholds-of-checks
describe("what does nothing is said, and let pass", () => {
  const query = "avg(last_1h):avg:shop.cpu{*} by {host} > 2";

  test.each<[string, Partial<MonitorDefinition>]>([
    ["monitor/thresholds-of-checks", { monitorThresholds: { critical: "2", ok: "0" } }],
    ["monitor/thresholds-of-checks", { monitorThresholds: { critical: "2", unknown: "0" } }],
    ["monitor/escalation-without-interval", { escalationMessage: "Still. @ops@example.com" }],
    ["monitor/recovery-without-threshold", { monitorThresholds: { critical: "2", warningRecovery: "1" } }],
    ["anomaly/windows-of-others", { monitorThresholdWindows: { triggerWindow: "last_1h" } }],
  ])("%s", (rule, more) => {
    expect(ofMonitor({ query, ...more })).toEqual([`warning ${rule}`]);
  });
});

// field/definitions.yaml, downtime/endless, downtime/no-start, downtime/always
describe("a downtime that mutes for good", () => {
  const lab = { scope: "env:lab", monitorIdentifier: { monitorTags: ["team:ops"] } };
  const recurring = (...recurrences: NonNullable<NonNullable<Downtime["recurringSchedule"]>["recurrences"]>) => ({
    recurringSchedule: { timezone: "UTC", recurrences },
  });

  test.each<[string, Downtime]>([
    ["downtime/endless", { oneTimeSchedule: { start: "2099-01-05T12:00:00Z" } }],
    ["downtime/endless", {}],
    ["downtime/endless", { displayTimezone: "", oneTimeSchedule: { start: "2099-01-05T12:00:00+00:00" } }],
    ["downtime/no-start", recurring({ duration: "1h", rrule: "FREQ=WEEKLY;BYDAY=MO" })],
    ["downtime/always", recurring({ start: "2099-01-05T00:00:00", duration: "1d", rrule: "FREQ=DAILY" })],
  ])("is said, and may be meant: %s", (rule, more) => {
    expect(said(lintDowntime({ ...lab, ...more }, NOW))).toEqual([`warning ${rule}`]);
  });

  test("is refused where its hour is of another zone than UTC", () => {
    const oneTimeSchedule = { start: "2099-01-05T12:00:00+01:00", end: "2099-01-05T14:00:00Z" };
    expect(said(lintDowntime({ ...lab, oneTimeSchedule }, NOW))).toEqual(["error downtime/once-without-offset"]);
  });
});
