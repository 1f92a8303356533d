import { expect, test } from "vitest";
import { type CorrectionInputs, describeSLO, type SLOInputs } from "../../../../cli/describe/slo";

const ORDERS: SLOInputs = {
  name: "Orders are taken",
  type: "metric",
  query: { numerator: "sum:shop.orders{env:dev}.as_count()", denominator: "sum:shop.orders{*}.as_count()" },
  thresholds: [
    { timeframe: "30d", target: 99.9, warning: 99.95 },
    { timeframe: "7d", target: 99 },
  ],
};
const said = (slo: Partial<SLOInputs> = {}, ...corrections: CorrectionInputs[]) =>
  describeSLO({ ...ORDERS, ...slo }, corrections, new Map([["7", "A host is away"]])).lines;
const ofMonitors = (monitorIds: number[], groups?: string[]): Partial<SLOInputs> =>
  ({ query: undefined, monitorIds, groups }) as unknown as Partial<SLOInputs>;

test("an SLO is its targets, and what is good", () => {
  expect(said()).toEqual([
    "99.9 % over 30 days (warns below 99.95 %) and 99 % over 1 week",
    "good is the count of shop.orders, where env is dev; all is the count of shop.orders",
  ]);
});

test.each([
  [ofMonitors([7]), 'the time in which "A host is away" does not alert'],
  [ofMonitors([7], ["host:db1"]), 'the time in which "A host is away" of host:db1 does not alert'],
  [ofMonitors([7, 8]), 'the time in which none of "A host is away" and "8" alerts'],
])("of %o it is %s", (slo, words) => {
  expect(said(slo)[1]).toBe(words);
});

test("of time slices it is those in which all is well, and what can't be read stands as it is", () => {
  const sliced = (query: string) => {
    const asked = { formula: { formulaExpression: "query" }, queries: [{ metricQuery: { name: "query", query } }] };
    const timeSlice = { comparator: "<", threshold: 2, queryIntervalSeconds: 60, query: asked };
    return said({ query: undefined, sliSpecification: { timeSlice } } as unknown as Partial<SLOInputs>)[1];
  };
  expect(sliced("avg:shop.latency{*}")).toBe("each 1 minute in which the average of shop.latency is < 2");
  expect(sliced("shop.latency")).toBe("each 1 minute in which shop.latency is < 2");
});

test("what does not count is said in its own time zone", () => {
  const once = { sloId: "a", category: "Deployment", start: 1799182800, end: 1799204400, timezone: "Europe/Berlin" };
  const again = {
    sloId: "a",
    category: "Other",
    start: 1799182800,
    rrule: "FREQ=WEEKLY",
    duration: 5400,
    description: "Patches",
  };
  expect(said({}, once, again).slice(2)).toEqual([
    "does not count from 2027-01-05 22:00 until 2027-01-06 04:00, Europe/Berlin (Deployment)",
    "does not count from 2027-01-05 21:00, 90 minutes long, FREQ=WEEKLY, UTC (Other: Patches)",
  ]);
});
