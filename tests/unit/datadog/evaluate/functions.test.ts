import { describe, expect, test } from "vitest";
import { evaluateQuery, isOfWholeWindow } from "../../../../datadog/evaluate/query";
import { parseQuery } from "../../../../datadog/query/parse";
import { byGroup, evaluated, historyOf, minutely, series, START, valuesOf } from "./histories";

const NONE = NaN;

// Each page is below https://docs.datadoghq.com/dashboards/functions/.
test.each([
  // arithmetic/
  ["abs(avg:m{*})", [-1, 2], [1, 2]],
  ["log2(avg:m{*})", [8, 1, 0], [3, 0, NONE]],
  ["log10(avg:m{*})", [100, -1], [2, NONE]],
  ["cumsum(avg:m{*})", [1, 1, NONE, 1], [1, 2, NONE, 3]],
  ["integral(avg:m{*})", [1, 3, NONE, 2], [0, 120, NONE, 0]],
  // exclusion/: "do not replace values that are equal to the threshold"
  ["clamp_min(avg:m{*}, 2)", [1, 2, 3], [2, 2, 3]],
  ["clamp_max(avg:m{*}, 2)", [1, 2, 3], [1, 2, 2]],
  ["cutoff_min(avg:m{*}, 2)", [1, 2, 3], [NONE, 2, 3]],
  ["cutoff_max(avg:m{*}, 2)", [1, 2, 3], [1, 2, NONE]],
  ["exclude_null(avg:m{*})", [1, 2], [1, 2]],
  // ../../metrics/nested_queries/#boolean-threshold-remapping-functions
  ["is_greater(avg:m{*}, 2)", [1, 2, 3, NONE], [0, 0, 1, NONE]],
  ["is_between(avg:m{*}, 1, 3)", [1, 2, 3, NONE], [0, 1, 0, NONE]],
  ["is_less(avg:m{*}, 2)", [1, 2, 3, NONE], [1, 0, 0, NONE]],
  // interpolation/#example: a point goes on for five minutes, then there are zeros
  ["default_zero(avg:m{*})", [NONE, 1, ...Array<number>(7).fill(NONE)], [0, 1, 1, 1, 1, 1, 1, 0, 0]],
  // rate/
  ["diff(avg:m{*})", [1, 4, NONE, 2], [NONE, 3, NONE, -2]],
  ["monotonic_diff(avg:m{*})", [1, 4, 4, 2], [NONE, 3, 0, NONE]],
  ["derivative(avg:m{*})", [0, 60, NONE, 0], [NONE, 1, NONE, -0.5]],
  ["per_second(avg:m{*})", [0, 60], [NONE, 1]],
  ["per_minute(avg:m{*})", [0, 60], [NONE, 60]],
  ["per_hour(avg:m{*})", [0, 60], [NONE, 3600]],
  ["throughput(avg:m{*})", [60, 120], [1, 2]],
  // regression/
  ["trend_line(avg:m{*})", [0, 3, 0], [1, 1, 1]],
  // rollup/#moving-rollup
  ["moving_rollup(avg:m{*}, 120, 'avg')", [2, 4, NONE, NONE, 1], [2, 3, 4, NONE, 1]],
  ["moving_rollup(avg:m{*}, 120, 'sum')", [1, 2, 3, NONE], [1, 3, 5, 3]],
  ["moving_rollup(avg:m{*}, 180, 'max')", [5, 1, 2, 1, 0], [5, 5, 5, 2, 2]],
  ["moving_rollup(avg:m{*}, 180, 'min')", [5, 1, 2, 3, 4], [5, 1, 1, 1, 2]],
  ["moving_rollup(avg:m{*}, 180, 'count')", [5, NONE, 2], [1, 1, 2]],
  // smoothing/
  ["ewma_3(avg:m{*})", [0, 8, 8], [0, 4, 6]],
  ["median_3(avg:m{*})", [1, 9, 2, 3], [1, 5, 2, 3]],
])("%s of %j", (text, values, expected) => {
  const got = valuesOf(text, historyOf(minutely("m", ["host:a"], values)), values.length);
  expect(got.map((value) => Math.round(value * 1e9) / 1e9)).toEqual(expected);
});

test("default_zero shows 0 where there is no series, of a query without groups", () => {
  // https://docs.datadoghq.com/dashboards/functions/interpolation/#use-cases
  expect(valuesOf("default_zero(avg:m{*})", historyOf(), 2)).toEqual([0, 0]);
  expect(evaluated("default_zero(avg:m{*} by {host})", historyOf(), 2)).toEqual([]);
});

describe("count", () => {
  const history = historyOf(
    minutely("m", ["host:a"], [1, 0, NONE]),
    minutely("m", ["host:b"], [2, 2, NONE]),
    minutely("m", ["host:c"], [NONE, 3, NONE]),
  );
  // https://docs.datadoghq.com/dashboards/functions/count/
  test.each([
    ["count_not_null", [2, 3, NONE]],
    ["count_nonzero", [2, 2, NONE]],
  ])("%s counts the groups of each point", (name, expected) => {
    expect(valuesOf(`${name}(avg:m{*} by {host})`, history, 3)).toEqual(expected);
  });
});

describe("a difference", () => {
  test("is of each series, before they become one", () => {
    // https://docs.datadoghq.com/dashboards/functions/rate/#value-difference: the counter of b starts anew
    const history = historyOf(minutely("m", ["host:a"], [10, 20]), minutely("m", ["host:b"], [100, 5]));
    expect(valuesOf("monotonic_diff(sum:m{*})", history, 2)).toEqual([NONE, 10]);
  });

  test("knows the point before the span", () => {
    const history = historyOf(
      series(
        "m",
        [],
        [
          [-60, 1],
          [0, 5],
        ],
      ),
    );
    expect(valuesOf("diff(avg:m{*})", history, 1)).toEqual([4]);
    expect(valuesOf("diff(avg:m{*} * 2)", history, 1)).toEqual([8]);
  });
});

describe("rank", () => {
  const history = historyOf(
    ...["a", "b", "c", "d", "e", "f"].map((host, at) => minutely("m", [`host:${host}`], [at, -2 * at])),
  );
  const hostsOf = (text: string) => evaluated(text, history, 2).map(({ group }) => group[0]?.slice("host:".length));

  // https://docs.datadoghq.com/dashboards/functions/rank/
  test.each([
    ["top(avg:m{*} by {host}, 2, 'max', 'desc')", ["f", "e"]],
    ["top(avg:m{*} by {host}, 2, 'mean', 'desc')", ["a", "b"]],
    ["top(avg:m{*} by {host}, 2, 'last', 'asc')", ["f", "e"]],
    ["top(avg:m{*} by {host}, 1, 'l2norm', 'desc')", ["f"]],
    ["bottom5_area(avg:m{*} by {host})", ["f", "e", "d", "c", "b"]],
  ])("%s", (text, expected) => {
    expect(hostsOf(text)).toEqual(expected);
  });
});

describe("timeshift", () => {
  const hour = 3600;
  const at = (seconds: number, value: number) => series("m", [], [[-seconds, value]]);

  // https://docs.datadoghq.com/dashboards/functions/timeshift/: a month is 28 days
  test.each([
    ["timeshift(avg:m{*}, -1800)", 1800],
    ["hour_before(avg:m{*})", hour],
    ["day_before(avg:m{*})", 24 * hour],
    ["week_before(avg:m{*})", 7 * 24 * hour],
    ["month_before(avg:m{*})", 28 * 24 * hour],
    ["calendar_shift(avg:m{*}, '-1mo', 'UTC')", 31 * 24 * hour],
    // The clocks of Berlin went back on 2026-10-25.
    ["calendar_shift(avg:m{*}, '-6w', 'Europe/Berlin')", 6 * 7 * 24 * hour + hour],
  ])("%s", (text, seconds) => {
    expect(valuesOf(text, historyOf(at(seconds, 7)), 1)).toEqual([7]);
  });

  test("the change from an hour before is a calculation", () => {
    const history = historyOf(
      series(
        "m",
        [],
        [
          [-hour, 4],
          [0, 6],
        ],
      ),
    );
    expect(valuesOf("avg:m{*} - hour_before(avg:m{*})", history, 1)).toEqual([2]);
  });
});

describe("a rollup of a rollup", () => {
  test("is of the points that the first has made", () => {
    // https://docs.datadoghq.com/metrics/nested_queries/#multilayer-time-aggregation
    const history = historyOf(minutely("m", [], [1, 2, 3, 4]));
    expect(evaluated("avg:m{*}.rollup(sum, 120).rollup(max, 240)", history, 4)).toMatchObject([
      { step: 240, values: Float64Array.of(7) },
    ]);
  });
});

describe("anomalies", () => {
  const usual = Array.from({ length: 100 }, (_, minute) => 50 + (minute % 5));
  const history = historyOf(minutely("m", [], [...usual, 90]));

  test("the band of basic holds the usual and not the unusual, and says that it is an approximation", () => {
    const [line] = evaluated("anomalies(avg:m{*}, 'basic', 2)", history, 101);
    const outside = [...(line?.values ?? [])].filter(
      (value, at) => value < (line?.band?.lower[at] ?? -Infinity) || value > (line?.band?.upper[at] ?? Infinity),
    );
    expect(outside).toEqual([90]);
    expect(line?.approximation).toContain("Datadog does not publish");
  });

  test("what came before the span decides the band at its beginning", () => {
    const span = { from: START + 6000, to: START + 6060 };
    const [line] = evaluateQuery(parseQuery("anomalies(avg:m{*}, 'basic', 2)"), history, { span, step: 60 });
    expect([...(line?.values ?? [])]).toEqual([90]);
    expect(line?.band?.upper[0]).toBeLessThan(60);
  });

  test("its interval is the line's step", () => {
    expect(evaluated("anomalies(avg:m{*}, 'basic', 2, interval=120)", history, 100)[0]?.step).toBe(120);
  });
});

describe("forecast", () => {
  test("linear goes along a straight line", () => {
    const [line] = evaluated("forecast(avg:m{*}, 'linear', 1)", historyOf(minutely("m", [], [1, 2, 3])), 3);
    expect([...(line?.band?.upper ?? [])].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 2, 3]);
  });
});

describe("outliers", () => {
  const history = historyOf(
    ...[0, 1, 2, 3, 40].map((more, host) => minutely("m", [`host:${host}`], [10 + more, 11 + more, 12 + more])),
  );
  // https://docs.datadoghq.com/monitors/types/outlier/#algorithms
  test.each(["outliers(avg:m{*} by {host}, 'DBSCAN', 3)", "outliers(avg:m{*} by {host}, 'MAD', 3, 50)"])(
    "%s finds the group that does not do as the others do",
    (text) => {
      const found = evaluated(text, history, 3).filter(({ outlier }) => outlier?.[0] === 1);
      expect(found.map(({ group }) => group)).toEqual([["host:4"]]);
    },
  );

  test("two groups have no outlier among them", () => {
    const two = historyOf(minutely("m", ["host:a"], [1]), minutely("m", ["host:b"], [100]));
    expect(byGroup(evaluated("outliers(avg:m{*} by {host}, 'DBSCAN', 3)", two, 1))).toMatchObject({ "host:a": [1] });
    expect(evaluated("outliers(avg:m{*} by {host}, 'DBSCAN', 3)", two, 1).map(({ outlier }) => outlier?.[0])).toEqual([
      0, 0,
    ]);
  });
});

describe("what is not done is refused by name, with its reason", () => {
  const history = historyOf(minutely("m", ["host:a"], [1]));
  test.each([
    ["autosmooth(avg:m{*})", "autosmooth() is not evaluated: its span is chosen by an algorithm that is not published"],
    ["avg:m{*}.weighted()", "weighted() is not evaluated"],
    ["robust_trend(avg:m{*})", "robust_trend() is not evaluated"],
    ["piecewise_constant(avg:m{*})", "piecewise_constant() is not evaluated"],
    ["rollingavg_5(avg:m{*})", "rollingavg_5() is not evaluated"],
    ["p95(avg:m{*} by {host})", "p95() is not evaluated: nested queries are a preview"],
    ["avg:m{*}.rollup(avg, daily)", "rollup(daily, …) is not evaluated"],
    ["anomalies(avg:m{*}, 'robust', 2)", "anomalies(…, 'robust') is not evaluated"],
    ["forecast(avg:m{*}, 'seasonal', 2)", "forecast(…, 'seasonal') is not evaluated"],
    ["outliers(avg:m{*} by {host}, 'scaledMAD', 2)", "outliers(…, 'scaledMAD') is not evaluated"],
    ["top(avg:m{*} by {host}, 5, 'norm', 'desc')", "top(…, 'norm', 'desc') is not evaluated"],
    ["calendar_shift(avg:m{*}, '1d', 'UTC')", "calendar_shift(…, '1d') is not evaluated"],
    ["calendar_shift(avg:m{*}, '-1d', 'Europe/Berln')", "calendar_shift(…, 'Europe/Berln') is not evaluated"],
    ["abs(avg:m{*}).fill(zero)", "fill() is not evaluated"],
    ["abs(avg:m{*}).rollup(sum, 300)", "rollup() of abs() is not evaluated"],
  ])("%s", (text, words) => {
    expect(() => evaluated(text, history, 1)).toThrow(words);
  });
});

test.each([
  ["avg:m{*}", false],
  ["ewma_5(avg:m{*} by {host})", false],
  ["1 + cumsum(avg:m{*})", true],
  ["top(avg:m{*} by {host}, 5, 'mean', 'desc')", true],
  ["trend_line(avg:m{*})", true],
  ["outliers(avg:m{*} by {host}, 'DBSCAN', 3)", true],
  ["anomalies(avg:m{*}, 'basic', 2)", false],
])("%s is of its whole window: %s", (text, expected) => {
  expect(isOfWholeWindow(parseQuery(text))).toBe(expected);
});
