import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Dashboard } from "../../components/dashboards/dashboard";
import { SLO, type SLOArgs } from "../../components/slo/slo";
import { sloWidget } from "../../components/slo/widget";
import { burnRateQuery, factorOf, highestBurnRate, recommendedBurnRates } from "../../datadog/slo/burn-rate";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";

const GOOD = "sum:shop.orders{env:prod,!status:failed}.as_count()";
const TOTAL = "sum:shop.orders{env:prod}.as_count()";
const SHOP: SLOArgs = {
  title: "Orders are taken",
  indicator: { good: GOOD, total: TOTAL },
  target: 99.9,
  timeframe: "30d",
  tags: ["team:shop"],
};
const PAGED = { alerts: { handles: ["@oncall@example.com"] } };

async function declared(more: Partial<SLOArgs> = {}) {
  const made = await recorded(() => {
    new SLO("orders", { ...SHOP, ...more });
    return Promise.resolve();
  });
  return (name: string) => made.find((one) => one.name === name && one.type.startsWith("datadog:"));
}

const warned = warningsOfEach();

test("one declaration is an SLO, and a monitor for each rate at which its budget burns", async () => {
  const of = await declared(PAGED);
  expect(of("orders")?.inputs).toMatchObject({
    type: "metric",
    query: { numerator: GOOD, denominator: TOTAL },
    thresholds: [{ timeframe: "30d", target: 99.9 }],
    targetThreshold: 99.9,
  });
  expect(of("orders-burn-fast")?.inputs).toMatchObject({
    type: "slo alert",
    query: 'burn_rate("orders-id").over("30d").long_window("1h").short_window("5m") > 14.4',
    monitorThresholds: { critical: "14.4" },
    message: expect.stringMatching(/less than 2 days[^]*@oncall@example\.com$/) as string,
  });
  expect(of("orders-burn-slow")?.inputs.query).toBe(
    'burn_rate("orders-id").over("30d").long_window("6h").short_window("30m") > 6',
  );
  expect(of("orders-spent")).toBeUndefined();
  expect(warned).toEqual([]);
});

test("without alerts there are no monitors", async () => {
  expect((await declared())("orders-burn-fast")).toBeUndefined();
});

test.each([
  ["7d", [16.8, 5.6]],
  ["30d", [14.4, 6]],
  ["90d", [21.6, 10.8]],
] as const)("over %s the recommended rates are %o", (timeframe, factors) => {
  expect(recommendedBurnRates(timeframe, 99.9).map((rate) => factorOf(rate, timeframe))).toEqual(factors);
});

test.each([
  [99.9, 1000],
  [99, 100],
  [95, 20],
  [90, 10],
])("an SLO of %d %% fails %d times as often as it may at most; no rate beyond is recommended", (target, highest) => {
  expect(highestBurnRate(target)).toBe(highest);
  for (const rate of recommendedBurnRates("30d", target)) expect(factorOf(rate, "30d")).toBeLessThan(highest);
  expect(recommendedBurnRates("30d", 90).map(({ name }) => name)).toEqual(["slow"]);
});

test("a rate of one's own, with its priority, and what is spent", async () => {
  const ticket = { name: "ticket", budgetPercent: 10, longHours: 24, shortMinutes: 120, priority: 4 } as const;
  const alerts = { ...PAGED.alerts, burnRates: [ticket], spent: { critical: 80, warning: 50 } };
  const of = await declared({ alerts, priority: 2 });
  expect(of("orders-burn-ticket")?.inputs).toMatchObject({ priority: "4", monitorThresholds: { critical: "3" } });
  expect(of("orders-spent")?.inputs).toMatchObject({
    query: 'error_budget("orders-id").over("30d") > 80',
    priority: "2",
    monitorThresholds: { critical: "80", warning: "50" },
  });
  expect(burnRateQuery("a", "90d", ticket)).toContain('.over("90d").long_window("24h").short_window("120m") > 9');
});

test("an SLO of monitors that are made with it, and one of time slices", async () => {
  const monitors = await declared({ indicator: { monitors: [pulumi.output("1001"), "1002"] } });
  expect(monitors("orders")?.inputs).toMatchObject({ type: "monitor", monitorIds: [1001, 1002] });
  const slice = { query: "p95:trace.flask.request{env:prod}", comparator: "<", threshold: 2 } as const;
  expect((await declared({ indicator: { slice } }))("orders")?.inputs).toMatchObject({
    type: "time_slice",
    sliSpecification: { timeSlice: { comparator: "<", threshold: 2, queryIntervalSeconds: 300 } },
  });
  expect(warned).toEqual([]);
});

test("it is kept as monitors and dashboards are", async () => {
  const of = await declared({ ...PAGED, protect: true, editors: ["team:7"] });
  expect(of("orders")?.options.protect).toBe(true);
  expect(of("orders-burn-fast")?.options.protect).toBe(true);
  expect(of("orders-editors")?.inputs.resourceId).toBe("slo:orders-id");
  const adopted = await declared({ ...PAGED, adopt: "abc", editors: ["team:7"] });
  expect(adopted("orders")?.options.import).toBe("abc");
  expect(adopted("orders-burn-fast")?.options.import).toBeUndefined();
});

test("times that do not count: once, and again and again", async () => {
  const of = await declared({
    corrections: {
      move: { category: "Deployment", from: "2027-01-05 22:00", until: "2027-01-06 04:00", timezone: "Europe/Berlin" },
      patches: { category: "Scheduled Maintenance", from: "2027-01-03 02:00", every: "FREQ=WEEKLY", minutes: 90 },
    },
  });
  expect(of("orders-move")?.inputs).toMatchObject({ start: 1799182800, end: 1799204400, sloId: "orders-id" });
  expect(of("orders-patches")?.inputs).toMatchObject({ rrule: "FREQ=WEEKLY", duration: 5400 });
});

test("its widget, and the widgets beside it are checked though its id is unknown at preview", async () => {
  const page = { title: "Shop", env: "prod", hosts: [], handles: [], app: "https://app.datadoghq.com" };
  const program = (query: string) => () => {
    const slo = new SLO("orders", SHOP);
    const graph = { timeseriesDefinition: { requests: [{ q: query }] } };
    new Dashboard("shop", { ...page, widgets: [sloWidget(slo), graph] });
    return Promise.resolve();
  };
  const made = await recorded(program("avg:shop.latency{$host}"));
  expect(
    JSON.stringify(made.find(({ name, type }) => name === "shop" && type.startsWith("datadog:"))?.inputs),
  ).toContain('"sloId":"orders-id"');
  expect(warned).toEqual([]);
  await expect(recorded(program("avg:shop.latency{$host"))).rejects.toThrow("[query/syntax]");
});

const COUNT = { good: GOOD, total: TOTAL };
const rate = { name: "fast", budgetPercent: 2, longHours: 1, shortMinutes: 5 };

describe("a mistake stops the preview", () => {
  test.each<[string, string, Partial<SLOArgs>]>([
    ["a target of everything", "slo/target", { target: 100 }],
    ["a target of nothing", "slo/target", { target: 0 }],
    ["a warning below the target", "slo/warning", { warning: 99 }],
    ["two targets over a month", "slo/timeframe", { also: [{ timeframe: "30d", target: 99 }] }],
    ["a month of 28 days", "slo/timeframe", { timeframe: "28d" as "30d" }],
    ["a numerator that can't be read", "slo/query-syntax", { indicator: { ...COUNT, good: "sum:shop.orders{" } }],
    ["good is all", "slo/always-met", { indicator: { good: TOTAL, total: TOTAL } }],
    ["no monitors", "slo/indicator-unlike-type", { indicator: { monitors: [] } }],
    ["groups of two", "slo/monitors", { indicator: { monitors: ["1", "2"], groups: ["host:a"] } }],
    [
      "slices of an hour",
      "slo/time-slice",
      { indicator: { slice: { query: "avg:a.b{*}", comparator: "<", threshold: 1, seconds: 3600 as 300 } } },
    ],
    ["a rate that can't be", "slo/burn-rate", { target: 90, alerts: { ...PAGED.alerts, burnRates: [rate] } }],
    [
      "a window of three days",
      "slo/burn-windows",
      { alerts: { ...PAGED.alerts, burnRates: [{ ...rate, budgetPercent: 10, longHours: 72 }] } },
    ],
    [
      "a correction that ends before it begins",
      "slo-correction/end",
      { corrections: { a: { category: "Other", from: "2027-01-05 22:00", until: "2027-01-05 21:00" } } },
    ],
    [
      "a correction of each first of the month",
      "slo-correction/rule",
      {
        corrections: {
          a: { category: "Other", from: "2027-01-05 22:00", every: "FREQ=MONTHLY;BYMONTHDAY=1", minutes: 5 },
        },
      },
    ],
    [
      "a correction of no time",
      "slo-correction/duration",
      { corrections: { a: { category: "Other", from: "2027-01-05 22:00", every: "FREQ=DAILY", minutes: 0 } } },
    ],
  ])("%s: %s", async (_, rule, more) => {
    await expect(declared(more)).rejects.toThrow(`[${rule}]`);
  });

  test.each(["tomorrow", "2027-13-05 22:00"])("a correction from %s", async (from) => {
    const corrections = { move: { category: "Other", from, until: "2027-01-06 04:00" } } as const;
    await expect(declared({ corrections })).rejects.toThrow(/corrections\.move: ".*" is no time/);
  });

  test("what may be meant is said, and can be answered", async () => {
    const indicator = { good: GOOD.replace(".as_count()", ""), total: TOTAL };
    await declared({ indicator });
    expect(warned).toEqual([expect.stringContaining("[slo/not-counted]")]);
    warned.length = 0;
    await declared({ ...PAGED, indicator, lint: [{ rule: "slo/not-counted", reason: "it is a count already" }] });
    expect(warned).toEqual([]);
  });
});
