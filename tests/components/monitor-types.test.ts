import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { CompositeMonitor } from "../../components/monitors/composite-monitor";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { Monitor, type MonitorArgs } from "../../components/monitors/monitor";
import { ServiceCheckMonitor } from "../../components/monitors/service-check-monitor";
import { MONITOR_TYPES } from "../../datadog/lint/monitor-type";
import { PUBLIC_MONITORS } from "./public-monitors";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

const cpu = (comparison: string) => `avg(last_5m):avg:system.cpu.user{env:prod} by {host} ${comparison}`;
const counted = (source: string, search: string) => `${source}("${search}").rollup("count").last("5m") > 5`;
const logs = (comparison: string) => `logs("status:error").index("*").rollup("count").last("5m") ${comparison}`;
const formula = (name: string, dataSource: string) => ({
  query: `formula("${name}").last("5m") > 5`,
  variables: {
    eventQueries: [{ name: "a", dataSource, computes: [{ aggregation: "count" }], search: { query: "env:prod" } }],
  },
});

const CPU = { type: "query alert" as const, query: cpu("> 90") };
const UNGROUPED = "avg(last_5m):avg:system.cpu.user{env:prod} > 90";
const LOGS = { type: "log alert" as const, query: logs("> 5") };
const SPANS = { type: "trace-analytics alert" as const, query: counted("trace-analytics", "service:shop") };
const RUM = { type: "rum alert" as const, query: counted("rum", "@type:error") };
const AUDITS = { type: "audit alert" as const, query: counted("audits", "@action:created") };
const PAIR = { type: "composite" as const, query: "1001 && 1002", commonGroups: ["host"] };
const CHECK = {
  type: "service check" as const,
  query: '"ntp.in_sync".over("env:prod").by("host").last(3).count_by_status()',
  thresholds: { critical: 2, ok: 1 },
};
const SAID_TOO = {
  noDataAfterMinutes: 20,
  timeoutHours: 2,
  includeTags: false,
  notificationPresetName: "hide_query",
} as const;

const SAID = { title: "Shop", message: "Look at it. @oncall@example.com", tags: ["team:shop"] };

/** The one monitor that is declared, as the provider gets it. */
async function declared(args: Partial<MonitorArgs>) {
  const made = await recorded(() => {
    new Monitor("shop", { ...SAID, ...args } as MonitorArgs);
    return Promise.resolve();
  });
  return made.find(({ type }) => type === "datadog:index/monitor:Monitor");
}

const warned = warningsOfEach();

describe("public monitors", () => {
  test.each(Object.entries(PUBLIC_MONITORS))("%s is declared as it is, without a word", async (_, args) => {
    const monitor = await declared(args);
    expect(monitor?.urn).toContain("lookout:monitors:Monitor$datadog:index/monitor:Monitor");
    expect(monitor?.inputs).toMatchObject({ type: args.type, query: args.query, name: "Shop" });
    expect(monitor?.inputs.variables).toEqual(args.variables);
    expect(warned).toEqual([]);
  });

  test("there are 50 of them, of every type that Datadog makes by a monitor of its own", () => {
    const types = new Set(Object.values(PUBLIC_MONITORS).map(({ type }) => type));
    expect(Object.keys(PUBLIC_MONITORS).length).toBeGreaterThanOrEqual(50);
    expect(MONITOR_TYPES.filter((type) => !types.has(type))).toEqual(["event alert", "synthetics alert"]);
  });
});

/** One mistake in each, and the rule that stops the preview for it. */
const MISTAKES: readonly (readonly [what: string, rule: string, args: object])[] = [
  ["a type of the app's", "monitor/type-unknown", { type: "logs alert", query: logs("> 5") }],
  ["a check with a metric's query", "monitor/type-unlike-query", { type: "service check", query: cpu("> 90") }],
  ["logs under RUM", "monitor/type-unlike-query", { type: "rum alert", query: logs("> 5") }],
  ["RUM under logs", "monitor/type-unlike-query", { type: "log alert", query: counted("rum", "@type:error") }],
  ["spans under CI", "monitor/type-unlike-query", { type: "ci-tests alert", query: counted("trace-analytics", "a") }],
  [
    "pipelines under tests",
    "monitor/type-unlike-query",
    { type: "ci-tests alert", query: counted("ci-pipelines", "a") },
  ],
  ["audits under events", "monitor/type-unlike-query", { type: "event-v2 alert", query: counted("audits", "a") }],
  [
    "databases under logs",
    "monitor/type-unlike-query",
    { type: "log alert", query: counted("database-monitoring", "a") },
  ],
  ["a formula in a composite", "monitor/type-unlike-query", { type: "composite", ...formula("a", "logs") }],
  ["a formula of processes", "monitor/type-unlike-query", { type: "process alert", ...formula("a", "logs") }],
  ["costs without a formula", "monitor/type-unlike-query", { type: "cost alert", query: cpu("> 90") }],
  [
    "a metric's query without its window",
    "query/syntax",
    { type: "query alert", query: "avg:system.cpu.user{*} > 90" },
  ],
  ["a warning past the alert", "monitor/warning-past-critical", { ...CPU, thresholds: { warning: 95 } }],
  ["another number than the query's", "monitor/threshold-unlike-query", { ...CPU, thresholds: { critical: 80 } }],
  ["a recovery of logs", "monitor/recovery-threshold-not-allowed", { ...LOGS, thresholds: { criticalRecovery: 3 } }],
  ["two days and more of logs", "search/no-window", { ...LOGS, query: logs("> 5").replace("5m", "3d") }],
  ["spans that are compared with nothing", "search/no-threshold", { ...SPANS, query: SPANS.query.replace(" > 5", "") }],
  ["RUM without a window", "search/no-window", { ...RUM, query: RUM.query.replace('.last("5m")', "") }],
  ["audits without a window", "search/no-window", { ...AUDITS, query: AUDITS.query.replace('.last("5m")', "") }],
  [
    "errors without their issue",
    "error-tracking/no-issue",
    { type: "error-tracking alert", query: counted("error-tracking", "a") },
  ],
  ["a budget over a fortnight", "slo/window", { type: "slo alert", query: 'error_budget("a1").over("14d") > 75' }],
  ["a budget that is left", "slo/operator", { type: "slo alert", query: 'error_budget("a1").over("7d") < 25' }],
  [
    "a short window that is the long one",
    "slo/burn-windows",
    { type: "slo alert", query: 'burn_rate("a1").over("7d").long_window("1h").short_window("1h") > 14.4' },
  ],
  ["a formula without queries", "formula/no-queries", { type: "rum alert", query: formula("a", "rum").query }],
  ["queries that nothing asks", "formula/variables-unasked", { ...LOGS, variables: formula("a", "logs").variables }],
  ["a formula of another query", "formula/unknown-query", { type: "ci-tests alert", ...formula("b", "ci_tests") }],
  [
    "a formula as the page shows it",
    "formula/in-search",
    { type: "ci-pipelines alert", query: counted("ci-pipelines", "count[a] / count[b]") },
  ],
  ["a sample of a metric's logs", "monitor/option-of-other-type", { ...CPU, enableLogsSample: true }],
  ["a sample of RUM's runs", "monitor/option-of-other-type", { ...RUM, enableSamples: true }],
  ["one alert for all spans", "monitor/option-of-other-type", { ...SPANS, groupbySimpleMonitor: true }],
  [
    "two ways of silence",
    "monitor/no-data-settings-exclude",
    { ...CPU, noDataAfterMinutes: 10, onMissingData: "resolve" },
  ],
  ["missing data of a check", "monitor/missing-data-not-available", { ...CHECK, onMissingData: "resolve" }],
  ["missing data of a composite", "monitor/missing-data-not-available", { ...PAIR, onMissingData: "show_no_data" }],
  ["missing data otherwise", "monitor/missing-data-value", { ...CPU, onMissingData: "notify" }],
  ["a timeout of two days", "monitor/timeout", { ...CPU, timeoutHours: 48 }],
  ["a metric's groups that are kept", "monitor/group-retention", { ...CPU, groupRetentionDuration: "2d" }],
  ["groups of logs that are kept for a week", "monitor/group-retention", { ...LOGS, groupRetentionDuration: "7d" }],
  ["notified by what nothing is grouped by", "monitor/notify-by-not-grouped", { ...CPU, notifyBy: ["cluster"] }],
  ["notified by all groups", "monitor/notify-by-all-groups", { ...CPU, notifyBy: ["host"] }],
  [
    "a delay of groups that there are not",
    "monitor/new-group-delay",
    { ...CPU, query: UNGROUPED, newGroupDelaySeconds: 60 },
  ],
  ["a delay back in time", "monitor/delay-in-seconds", { ...CPU, evaluationDelaySeconds: -60 }],
  ["a preset in another notation", "monitor/notification-preset", { ...CPU, notificationPresetName: "hideQuery" }],
  [
    "a window that does not add up",
    "monitor/cumulative-window",
    { ...CPU, schedulingOptions: { evaluationWindow: { dayStarts: "04:00" } } },
  ],
  [
    "a variable of a group that there is not",
    "message/empty-host-variable",
    { ...LOGS, message: "{{host.name}} @a@example.com" },
  ],
];

describe("a mistake stops the preview on the component's own line", () => {
  test.each(MISTAKES)("%s: %s", async (_, rule, args) => {
    await expect(declared(args)).rejects.toThrow(`[${rule}]`);
  });

  test.each(["query alert", "log alert", "rum alert"] as const)(
    "what is meant is answered, in a %s too",
    async (type) => {
      const args = { type, query: type === "rum alert" ? RUM.query : type === "log alert" ? LOGS.query : CPU.query };
      const lint = [{ rule: "monitor/option-of-other-type", reason: "every monitor of ours has it" }];
      await declared({ ...args, enableSamples: true, lint });
      await expect(declared({ ...args, lint })).rejects.toThrow("silences nothing");
    },
  );
});

const DAILY = { evaluationWindow: { dayStarts: "04:00" } };

/** What is said in our words, and what the provider is told. */
const OPTIONS: readonly (readonly [said: Partial<MonitorArgs>, told: object])[] = [
  [
    { ...CPU, noDataAfterMinutes: 10 },
    { notifyNoData: true, noDataTimeframe: 10 },
  ],
  [{ ...CPU, onMissingData: "resolve" }, { onMissingData: "resolve" }],
  [{ ...CPU, newGroupDelaySeconds: 0 }, { newGroupDelay: 0 }],
  [{ ...CPU, evaluationDelaySeconds: 900 }, { evaluationDelay: 900 }],
  [{ ...CPU, requireFullWindow: false }, { requireFullWindow: false }],
  [{ ...CPU, timeoutHours: 4 }, { timeoutH: 4 }],
  [{ ...LOGS, groupRetentionDuration: "2d" }, { groupRetentionDuration: "2d" }],
  [{ ...CPU, notifyBy: ["*"] }, { notifyBies: ["*"] }],
  [{ ...CPU, includeTags: false }, { includeTags: false }],
  [{ ...CPU, notificationPresetName: "hide_all" }, { notificationPresetName: "hide_all" }],
  [
    {
      ...CPU,
      query: "sum(current_1d):sum:shop.orders{*}.as_count() > 9",
      requireFullWindow: false,
      schedulingOptions: DAILY,
    },
    { schedulingOptions: DAILY },
  ],
  [{ ...CPU, thresholds: { warning: 80 } }, { monitorThresholds: { critical: "90", warning: "80" } }],
  [
    { ...CPU, priority: 2, draftStatus: "draft", forceDelete: true },
    { priority: "2", draftStatus: "draft", forceDelete: true },
  ],
];

test.each(OPTIONS)("%o is told as the provider calls it", async (said, told) => {
  expect((await declared(said))?.inputs).toMatchObject(told);
});

test("what is not said is not told", async () => {
  expect(Object.keys((await declared(CPU))?.inputs ?? {}).sort()).toEqual(
    ["message", "monitorThresholds", "name", "query", "tags", "type"].sort(),
  );
});

test.each([
  [
    "a MetricMonitor",
    () => {
      new MetricMonitor("shop", { ...SAID, condition: CPU.query, ...SAID_TOO });
    },
  ],
  [
    "a ServiceCheckMonitor",
    () => {
      const condition = { check: "ntp.in_sync", scope: ["env:prod"], by: ["host"], last: 3, critical: 2, ok: 1 };
      new ServiceCheckMonitor("shop", { ...SAID, condition, ...SAID_TOO });
    },
  ],
  [
    "a CompositeMonitor",
    () => {
      const condition = { monitors: { a: "1001", b: "1002" }, expression: "a && b" };
      new CompositeMonitor("shop", { ...SAID, condition, ...SAID_TOO });
    },
  ],
])("%s says as much of itself", async (_, declare) => {
  const made = await recorded(() => {
    declare();
    return Promise.resolve();
  });
  expect(made.find(({ type }) => type === "datadog:index/monitor:Monitor")?.inputs).toMatchObject({
    notifyNoData: true,
    noDataTimeframe: 20,
    timeoutH: 2,
    includeTags: false,
    notificationPresetName: "hide_query",
  });
});

test("one whose query is made of another's id is said to be unchecked", async () => {
  await declared({ type: "composite", query: pulumi.interpolate`${pulumi.output("1001")} && 1002` });
  expect(warned).toEqual([expect.stringContaining("[lookout/unknown-at-preview]")]);
});
