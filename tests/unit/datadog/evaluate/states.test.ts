import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { windowOf } from "../../../../datadog/evaluate/bounds";
import { bucketSeconds, fullWindows } from "../../../../datadog/evaluate/full-window";
import type { MonitorDefinition } from "../../../../datadog/lint/monitor-definition";
import { changesOf, minutes, MONITOR, play, saidBy, series } from "./played";

const RISEN = { series: [series(minutes([10, 100], [10, 900], [10, 100]))], minutes: 30 };

test("a group alerts at the minute at which its window's average is beyond the threshold, and recovers likewise", () => {
  // Four points of 900 and one of 100 are 740, five are 900.
  expect(changesOf(play(MONITOR, RISEN))).toEqual(["1 host:db1 OK", "15 host:db1 Alert", "21 host:db1 OK"]);
});

/** https://docs.datadoghq.com/monitors/guide/recovery-thresholds/#behavior */
describe("a recovery threshold is passed where the table of recovery conditions says so", () => {
  test.each([
    [">", 70, "OK"],
    [">", 71, "Alert"],
    [">=", 70, "Alert"],
    [">=", 69, "OK"],
  ])("of %s 80 with a recovery at 70, %d leaves %s", (comparator, value, state) => {
    expect(lastState(comparator, [80, 70], [90, value])).toBe(state);
  });
  test.each([
    ["<", 30, "OK"],
    ["<", 29, "Alert"],
    ["<=", 30, "Alert"],
    ["<=", 31, "OK"],
  ] as const)("of %s 20 with a recovery at 30, %d leaves %s", (comparator, value, state) => {
    expect(lastState(comparator, [20, 30], [10, value])).toBe(state);
  });
});

function lastState(comparator: string, [critical, recovery]: readonly [number, number], values: readonly number[]) {
  const monitor = {
    ...MONITOR,
    query: `avg(last_1m):avg:my_metric{*} by {host} ${comparator} ${critical}`,
    monitorThresholds: { critical: String(critical), criticalRecovery: String(recovery) },
  };
  return play(monitor, { series: [series(values)], minutes: values.length + 1 }).changes.at(-1)?.to;
}

test("what comes down past the alert's recovery, and not past the warning's, warns until it has", () => {
  const thresholds = { critical: "80", criticalRecovery: "70", warning: "60", warningRecovery: "50" };
  const monitor = { ...MONITOR, query: "avg(last_1m):avg:my_metric{*} by {host} > 80", monitorThresholds: thresholds };
  const timeline = play(monitor, { series: [series([90, 75, 65, 55, 50])], minutes: 6 });
  expect(changesOf(timeline)).toEqual(["1 host:db1 Alert", "3 host:db1 Warn", "5 host:db1 OK"]);
});

/** https://docs.datadoghq.com/monitors/types/metric/#data-window */
describe("a window of two hours is full as the documentation's table has it", () => {
  test.each([
    ["all of its buckets hold data", "111111111111", true],
    ["the first is empty", "x11111111111", false],
    ["three others are empty", "11xxx1111111", true],
    ["five are empty", "1xxx1111xx11", false],
  ])("%s", (_name, buckets, isFull) => {
    const values = Array.from(buckets).flatMap((bucket) => minutes([10, bucket === "1" ? 900 : NaN]));
    const line = { group: [], from: 0, step: 60, values: Float64Array.from(values) };
    const window = windowOf("last_2h", MONITOR);
    expect([...fullWindows(line, Float64Array.of(7200), window, bucketSeconds("last_2h") ?? NaN)]).toEqual([
      isFull ? 1 : 0,
    ]);
  });
});

test("points further apart than a bucket never fill a window", () => {
  const monitor = { ...MONITOR, query: "avg(last_20m):avg:my_metric{*}.rollup(avg, 240) > 800", evaluationDelay: 240 };
  const scene = { series: [series(minutes([60, 900]), [])], minutes: 60 };
  expect(changesOf(play({ ...monitor, requireFullWindow: true }, scene))).toEqual([]);
  expect(changesOf(play(monitor, scene))).toHaveLength(1);
});

test("a full window is asked for unless the declaration says otherwise, as the provider does", () => {
  const { name, type, query } = MONITOR;
  expect(
    changesOf(
      play({ ...(name !== undefined && { name }), type, query }, { series: [series(minutes([10, 900]))], minutes: 10 }),
    ),
  ).toEqual(["5 host:db1 Alert"]);
});

/** https://docs.datadoghq.com/monitors/configuration/#evaluation-frequency */
test.each([
  ["last_23h", 1],
  ["last_1d", 10],
  ["last_47h", 10],
  ["last_2d", 30],
])("a window of %s is looked at each %d minutes", (window, every) => {
  const monitor = { ...MONITOR, query: `max(${window}):max:my_metric{*} by {host} > 800` };
  const timeline = play(monitor, { series: [series(minutes([1, 100], [100, 900]))], minutes: 60 });
  expect(changesOf(timeline).at(-1)).toBe(`${Math.ceil(2 / every) * every} host:db1 Alert`);
});

test("an evaluation delay looks at what was then", () => {
  const timeline = play({ ...MONITOR, evaluationDelay: 900 }, { ...RISEN, minutes: 45 });
  expect(changesOf(timeline)).toEqual(["16 host:db1 OK", "30 host:db1 Alert", "36 host:db1 OK"]);
});

test("a day so far begins at the time that is declared", () => {
  const monitor: MonitorDefinition = {
    ...MONITOR,
    query: "sum(current_1d):sum:my_metric{*} > 100",
    schedulingOptions: { evaluationWindow: { dayStarts: "01:00" } },
  };
  // From 00:00 to 01:00 a sum of 60 × 2; then it begins anew.
  const timeline = play(monitor, { series: [series(minutes([180, 2]), [])], minutes: 180 });
  expect(changesOf(timeline)).toEqual(["1 * OK", "51 * Alert", "61 * OK", "111 * Alert"]);
});

/** https://docs.datadoghq.com/monitors/configuration/#no-data */
describe("silence", () => {
  const SILENT = { series: [series(minutes([10, 900], [110, NaN], [10, 100]))], minutes: 130 };
  const of = (more: Partial<MonitorDefinition>) => saidBy(play({ ...MONITOR, ...more }, SILENT));

  test("leaves the state as it is where nothing is said of it", () => {
    expect(of({})).toEqual(["1 alert", "121 recovery"]);
  });
  test("is no data after its own minutes, and not while the window holds a point", () => {
    expect(of({ notifyNoData: true, noDataTimeframe: 10 })).toEqual(["1 alert", "20 no data", "121 no data recovery"]);
    expect(of({ notifyNoData: true, noDataTimeframe: 2 })).toEqual(["1 alert", "15 no data", "121 no data recovery"]);
  });
  test("is shown and notified, or resolved, as soon as the query returns nothing", () => {
    expect(of({ onMissingData: "show_and_notify_no_data" })).toEqual(["1 alert", "15 no data", "121 no data recovery"]);
    expect(of({ onMissingData: "resolve" })).toEqual(["1 alert", "15 recovery"]);
    expect(of({ onMissingData: "default" })).toEqual(["1 alert", "121 recovery"]);
  });
  test("that is only shown is no news, and neither is its end; the alert's end is", () => {
    expect(of({ onMissingData: "show_no_data" })).toEqual(["1 alert", "121 no data recovery"]);
    const calm = { series: [series(minutes([10, 100], [110, NaN], [10, 100]))], minutes: 130 };
    const timeline = play({ ...MONITOR, onMissingData: "show_no_data" }, calm);
    expect(changesOf(timeline)).toEqual(["1 host:db1 OK", "15 host:db1 No Data", "121 host:db1 OK"]);
    expect(saidBy(timeline)).toEqual([]);
  });
  test("resolves after its hours, whatever else it means", () => {
    expect(of({ timeoutH: 1 })).toEqual(["1 alert", "75 recovery"]);
    expect(of({ timeoutH: 1, notifyNoData: true })).toEqual(["1 alert", "20 no data", "75 no data recovery"]);
  });
  test("of a group that never was is none", () => {
    expect(changesOf(play({ ...MONITOR, notifyNoData: true }, { series: [], minutes: 60 }))).toEqual([]);
  });
});

/** https://docs.datadoghq.com/monitors/configuration/#group-retention-time */
test("a group is dropped after a day without data, and comes back as a new one; the only group of a monitor is not", () => {
  const scene = { series: [series(minutes([10, 900], [1500, NaN], [10, 900]))], minutes: 1520 };
  const timeline = play({ ...MONITOR, newHostDelay: 0 }, scene);
  expect(changesOf(timeline)).toEqual(["1 host:db1 Alert", "1511 host:db1 Alert"]);
  expect(timeline.dropped).toEqual([{ group: "host:db1", time: timeline.span.from + (15 + 1440) * 60 }]);
  const simple = play({ ...MONITOR, query: "avg(last_5m):avg:my_metric{*} > 800" }, scene);
  expect(simple.dropped).toEqual([]);
  expect(saidBy(simple)).toEqual(["1 alert"]);
});

describe("a host that comes up later", () => {
  const scene = {
    series: [series(minutes([40, 100])), series(minutes([10, NaN], [30, 900]), ["host:new"])],
    minutes: 40,
  };
  test.each([
    [{}, 16],
    [{ newHostDelay: 0 }, 11],
    [{ newGroupDelay: 600 }, 21],
  ])("is judged after its delay (%o)", (more, minute) => {
    expect(saidBy(play({ ...MONITOR, ...more }, scene))).toEqual([`${minute} alert`]);
  });
});

test("a group is new once, however long the window is in which it is looked for", () => {
  const monitor = { ...MONITOR, query: "max(last_1d):avg:my_metric{*} by {host} > 800", newGroupDelay: 600 };
  const scene = { series: [series(minutes([1500, 100], [10, 900]))], minutes: 1520 };
  expect(saidBy(play(monitor, scene))).toEqual(["1510 alert"]);
});

/** https://docs.datadoghq.com/monitors/types/change-alert/#change-and-change- */
test.each([
  ["change(avg(last_5m),last_10m)", 50],
  ["pct_change(avg(last_5m),last_10m)", 100],
])("%s is how far the points are from those so long before", (over, value) => {
  const monitor = { ...MONITOR, query: `${over}:avg:my_metric{*} by {host} > ${value - 1}` };
  const timeline = play(monitor, { series: [series(minutes([20, 50], [20, 100]))], minutes: 40 });
  expect(timeline.changes.map(({ to, value: got }) => [to, got])).toEqual([
    ["OK", 0],
    ["Alert", value],
    ["OK", expect.any(Number)],
  ]);
});

test("a count that was 0 has no share by which it has changed", () => {
  const query = "pct_change(sum(last_5m),last_10m):sum:errors{*}.as_count() > 100";
  const scene = (before: number) => ({
    series: [series(minutes([15, before], [10, 5]), [], { metric: "errors", type: "count" })],
    minutes: 25,
  });
  expect(saidBy(play({ ...MONITOR, query }, scene(0)))).toEqual([]);
  expect(saidBy(play({ ...MONITOR, query }, scene(1))).at(-1)).toBe("17 alert");
});

/** https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/#error-rate-example */
test("a share of counts is that of the window's sums, and without as_count() the sum of shares", () => {
  const scene = (type: "count" | "gauge") => ({
    series: [
      series([1, 2, 3, 4, 5], [], { metric: "errors", type }),
      series([5, 5, 5, 5, 5], [], { metric: "total", type }),
    ],
    minutes: 6,
  });
  const last = (query: string, type: "count" | "gauge") =>
    play({ ...MONITOR, query, requireFullWindow: true }, scene(type)).changes.at(-1)?.value;
  expect(last("sum(last_5m):sum:errors{*}.as_count() / sum:total{*}.as_count() > 0.5", "count")).toBe(0.6);
  expect(last("sum(last_5m):sum:errors{*} / sum:total{*} > 0.5", "gauge")).toBeCloseTo(3);
});

test("a percentile is that of all the window's values, not of a graph's points", () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  const times = Float64Array.from(
    values,
    (_, index) => Date.UTC(2027, 0, 4) / 1000 + Math.floor(index / 20) * 60 + (index % 20),
  );
  const distribution = {
    metric: "latency",
    tags: [],
    type: "distribution" as const,
    times,
    values: Float64Array.from(values),
  };
  const monitor = { ...MONITOR, query: "percentile(last_5m):p95:latency{*} > 90" };
  const timeline = play({ ...monitor, requireFullWindow: true }, { series: [distribution], minutes: 6 });
  expect(timeline.changes).toMatchObject([{ to: "Alert", value: 95 }]);
});

/** https://docs.datadoghq.com/dashboards/functions/rollup/#rollups-in-monitors */
test("an interval that has begun is judged by what is there of it, unless a delay waits for its end", () => {
  const monitor = { ...MONITOR, query: "sum(last_10m):sum:my_metric{*}.rollup(sum, 600) > 4" };
  const scene = { series: [series(minutes([40, 1]), [])], minutes: 40 };
  // The fifth point of the first ten minutes is there after five of them.
  expect(changesOf(play(monitor, scene))).toEqual([
    "1 * OK",
    "5 * Alert",
    "11 * OK",
    "15 * Alert",
    "21 * OK",
    "25 * Alert",
    "31 * OK",
    "35 * Alert",
  ]);
  expect(changesOf(play({ ...monitor, evaluationDelay: 600 }, scene))).toEqual(["11 * Alert"]);
});

/** https://docs.datadoghq.com/monitors/guide/custom_schedules/ */
test("each run of a schedule of its own is told of by itself, and what is well is not", () => {
  const monitor: MonitorDefinition = {
    ...MONITOR,
    query: "max(last_1d):max:my_metric{*} > 800",
    onMissingData: "default",
    schedulingOptions: {
      customSchedule: { recurrence: { rrule: "FREQ=DAILY", start: "2027-01-04T06:00:00", timezone: "UTC" } },
    },
  };
  const day = 1440;
  const scene = { series: [series(minutes([day, 100], [2 * day, 900], [2 * day, 100]), [])], minutes: 5 * day };
  const hours = (line: string) =>
    line.replace(/^\d+/, (minute) => `${Math.floor(Number(minute) / day)}d${(Number(minute) % day) / 60}h`);
  expect(saidBy(play(monitor, scene)).map(hours)).toEqual(["1d6h alert", "2d6h alert", "3d6h alert"]);
});

const VALUES = fc.array(fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constant(NaN)), { minLength: 1, maxLength: 60 });

test("a higher threshold never makes more minutes of alert", () => {
  fc.assert(
    fc.property(VALUES, fc.nat(9), fc.constantFrom("avg", "sum", "min", "max"), (values, limit, method) => {
      const alerting = (critical: number) => {
        const query = `${method}(last_5m):avg:my_metric{*} > ${critical}`;
        const { changes, span } = play({ ...MONITOR, query }, { series: [series(values, [])], minutes: 80 });
        return changes.reduce(
          (total, { time, to }, index) => total + (to === "Alert" ? (changes[index + 1]?.time ?? span.to) - time : 0),
          0,
        );
      };
      expect(alerting(limit + 1)).toBeLessThanOrEqual(alerting(limit));
    }),
  );
});

test("each group does alone what it does among the others", () => {
  fc.assert(
    fc.property(fc.array(VALUES, { minLength: 2, maxLength: 4 }), (all) => {
      const monitor = { ...MONITOR, query: MONITOR.query.replace("800", "5"), notifyNoData: true, newHostDelay: 0 };
      const hosts = all.map((values, index) => series(values, [`host:db${index}`]));
      const together = play(monitor, { series: hosts, minutes: 80 });
      const alone = hosts.map((one) => play(monitor, { series: [one], minutes: 80 }));
      for (const what of ["changes", "notifications"] as const) {
        const sorted = (list: readonly { readonly group: string }[]) =>
          [...list].sort((one, other) => one.group.localeCompare(other.group));
        const apart: { readonly group: string }[] = alone.flatMap((timeline) => [...timeline[what]]);
        expect(sorted(together[what])).toEqual(sorted(apart));
      }
    }),
    { numRuns: 50 },
  );
});
