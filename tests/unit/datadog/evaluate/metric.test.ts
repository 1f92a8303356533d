import { describe, expect, test } from "vitest";
import { byGroup, evaluated, historyOf, minutely, series, START, valuesOf } from "./histories";

describe("a scope", () => {
  const history = historyOf(
    minutely("m", ["env:dev", "host:db1"], [1]),
    minutely("m", ["env:dev", "host:db2"], [10]),
    minutely("m", ["env:prod", "host:web1"], [100]),
  );

  // https://docs.datadoghq.com/metrics/advanced-filtering/
  test.each([
    ["*", 111],
    ["host:db1", 1],
    ["env:dev,!host:db1", 10],
    ["host:db*", 11],
    ["host:*1", 101],
    ["host:db1 OR host:web1", 101],
    ["env:dev AND NOT (host:db1 OR host:web1)", 10],
    ["host IN (db2, web1)", 110],
    ["host NOT IN (db2, web1)", 1],
  ])("{%s} takes the series that it has", (scope, expected) => {
    expect(valuesOf(`sum:m{${scope}}`, history, 1)).toEqual([expected]);
  });

  test("a scope that has no series has no line", () => {
    expect(evaluated("sum:m{env:test}", history, 1)).toEqual([]);
  });

  test("the tags of a series' host are the series' own", () => {
    const hosts = new Map([["db1", { tags: ["role:db"] }]]);
    expect(valuesOf("sum:m{role:db}", { ...history, hosts }, 1)).toEqual([1]);
    expect(byGroup(evaluated("sum:m{*} by {role}", { ...history, hosts }, 1))).toEqual({ "role:db": [1] });
  });

  test("a template variable is refused by name", () => {
    expect(() => evaluated("sum:m{$host}", history, 1)).toThrow("$host is not evaluated");
  });
});

describe("groups", () => {
  test("a series without one of the keys is in no group", () => {
    // https://docs.datadoghq.com/monitors/guide/troubleshooting-no-data/
    const history = historyOf(minutely("m", ["env:dev", "host:a"], [1]), minutely("m", ["env:dev"], [2]));
    expect(byGroup(evaluated("sum:m{*} by {env,host}", history, 1))).toEqual({ "env:dev,host:a": [1] });
  });
});

describe("time aggregation", () => {
  const points = [
    [0, 10],
    [20, 20],
    [40, 60],
    [60, 5],
  ] as const;

  // https://docs.datadoghq.com/dashboards/functions/rollup/
  test.each([
    ["avg:m{*}", "gauge", [30, 5]],
    ["max:m{*}", "gauge", [30, 5]],
    ["avg:m{*}", "count", [30, 5]],
    ["sum:m{*}.as_count()", "count", [90, 5]],
    ["sum:m{*}.as_rate()", "count", [1.5, 5 / 60]],
    ["sum:m{*}.as_count()", "rate", [1800, 100]],
    ["sum:m{*}.as_rate()", "rate", [30, 5 / 3]],
    ["sum:m{*}.as_count()", "gauge", [30, 5]],
    ["avg:m{*}.rollup(max)", "gauge", [60, 5]],
    ["avg:m{*}.rollup(count)", "gauge", [3, 1]],
    ["avg:m{*}.rollup(min, 60)", "gauge", [10, 5]],
  ] as const)("%s of a %s", (text, type, expected) => {
    const values = valuesOf(text, historyOf(series("m", [], points, type)), 2);
    expected.forEach((value, at) => {
      expect(values[at]).toBeCloseTo(value, 9);
    });
  });

  test("a rollup's interval is the line's step, and starts at its multiples since 1970", () => {
    const history = historyOf(minutely("m", [], [1, 2, 3, 4, 5, 6, 7]));
    const span = 7;
    expect(evaluated("sum:m{*}.rollup(sum, 180)", history, span)).toMatchObject([
      { from: START, step: 180, values: Float64Array.of(6, 15, 7) },
    ]);
  });
});

describe("space aggregation", () => {
  const history = historyOf(minutely("m", ["host:a"], [1, 2]), minutely("m", ["host:b"], [3, 6]));
  test.each([
    ["avg", [2, 4]],
    ["sum", [4, 8]],
    ["min", [1, 2]],
    ["max", [3, 6]],
    ["count", [2, 2]],
  ])("%s", (aggregator, expected) => {
    expect(valuesOf(`${aggregator}:m{*}`, history, 2)).toEqual(expected);
  });

  test("a percentile of what is no distribution is refused by name", () => {
    expect(() => valuesOf("p95:m{*}", history, 2)).toThrow("p95:m is not evaluated");
  });
});

describe("a distribution", () => {
  const history = historyOf(
    series(
      "d",
      ["host:a"],
      Array.from({ length: 60 }, (_, at) => [at, at + 1] as const),
      "distribution",
    ),
    series(
      "d",
      ["host:b"],
      Array.from({ length: 41 }, (_, at) => [at, at + 61] as const),
      "distribution",
    ),
  );
  // https://docs.datadoghq.com/metrics/distributions/: over all values at once, in time and space
  test.each([
    ["p50:d{*}", 51],
    ["p95:d{*}", 96],
    ["avg:d{*}", 51],
    ["sum:d{*}", 5151],
    ["max:d{*}", 101],
    ["count:d{*}", 101],
    ["count:d{*}.as_rate()", 101 / 60],
    ["count(v: v<=60):d{*}", 60],
  ])("%s", (text, expected) => {
    expect(valuesOf(text, history, 1)[0]).toBeCloseTo(expected, 9);
  });
});

describe("interpolation", () => {
  // https://docs.datadoghq.com/metrics/guide/interpolation-the-fill-modifier-explained/#why-interpolation
  test("senders out of step are added up on straight lines", () => {
    const history = historyOf(
      series(
        "m",
        ["host:a"],
        [
          [0, 15],
          [30, 25],
        ],
      ),
      series(
        "m",
        ["host:b"],
        [
          [10, 10],
          [30, 30],
          [40, 40],
        ],
      ),
    );
    const values = valuesOf("sum:m{*}", history, 1, 10);
    expect(values[1]).toBeCloseTo(15 + 10 / 3 + 10, 9);
    expect(values[3]).toBe(55);
  });

  test("a sender's value stands for five minutes after its last point, and no longer", () => {
    const one = [1, ...Array<number>(9).fill(NaN)];
    const history = historyOf(minutely("m", ["host:a"], one), minutely("m", ["host:b"], Array<number>(10).fill(10)));
    expect(valuesOf("sum:m{*}", history, 10)).toEqual([11, 11, 11, 11, 11, 11, 10, 10, 10, 10]);
  });

  test("nothing is drawn where no sender has a point", () => {
    const history = historyOf(minutely("m", ["host:a"], [1, NaN, 1]), minutely("m", ["host:b"], [2, NaN, 2]));
    expect(valuesOf("sum:m{*}", history, 3)).toEqual([3, NaN, 3]);
  });

  test("a point before the span and one after it count", () => {
    const history = historyOf(
      series(
        "m",
        ["host:a"],
        [
          [-60, 0],
          [60, 4],
        ],
      ),
      series("m", ["host:b"], [[0, 10]]),
    );
    expect(valuesOf("sum:m{*}", history, 1)).toEqual([12]);
  });

  test.each(["sum:m{*}.as_count()", "sum:m{*}"])("counts are not carried on: %s", (text) => {
    const history = historyOf(
      minutely("m", ["host:a"], [1, NaN, 1], "count"),
      minutely("m", ["host:b"], [2, 2, 2], "count"),
    );
    // https://docs.datadoghq.com/monitors/guide/monitor-arithmetic-and-sparse-metrics/#fill
    expect(valuesOf(text, history, 3)).toEqual([3, 2, 3]);
  });

  // https://docs.datadoghq.com/dashboards/functions/interpolation/#fill
  test.each([
    ["fill(linear)", [0, 1, 2, 3, 3]],
    ["fill(last)", [0, 0, 0, 3, 3]],
    ["fill(zero)", [0, 0, 0, 3, 0]],
    ["fill(null)", [0, NaN, NaN, 3, NaN]],
    ["fill(last, 60)", [0, 0, NaN, 3, 3]],
  ])("%s", (fill, expected) => {
    expect(valuesOf(`avg:m{*}.${fill}`, historyOf(minutely("m", [], [0, NaN, NaN, 3])), 5)).toEqual(expected);
  });
});

describe("arithmetic", () => {
  const history = historyOf(
    minutely("used", ["host:a"], [20, 30]),
    minutely("used", ["host:b"], [40, 60]),
    minutely("limit", ["host:a"], [40, 0]),
    minutely("limit", ["host:c"], [1, 1]),
  );

  test.each([
    ["2 * avg:used{host:a} + 1 - 3 / 3", [40, 60]],
    ["-avg:used{host:a}", [-20, -30]],
    ["100 / avg:used{host:a}", [5, 100 / 30]],
  ])("%s", (text, expected) => {
    expect(valuesOf(text, history, 2)).toEqual(expected);
  });

  test("joins groups, and has none that one side lacks; a division by 0 is no value", () => {
    expect(byGroup(evaluated("avg:used{*} by {host} / avg:limit{*} by {host}", history, 2))).toEqual({
      "host:a": [0.5, NaN],
    });
  });

  test("gives every group what has no group, on either side", () => {
    expect(byGroup(evaluated("avg:used{*} by {host} / sum:used{*}", history, 1))).toEqual({
      "host:a": [20 / 60],
      "host:b": [40 / 60],
    });
    expect(byGroup(evaluated("sum:used{*} / avg:used{*} by {host}", history, 1))).toEqual({
      "host:a": [3],
      "host:b": [1.5],
    });
  });

  test("a count that one side lacks is 0, a gauge is drawn on", () => {
    // https://docs.datadoghq.com/dashboards/functions/interpolation/#default-zero
    const sparse = (type: "count" | "gauge") =>
      historyOf(minutely("errors", [], [2, NaN, 2], type), minutely("hits", [], [4, 4, 4], type));
    expect(valuesOf("sum:errors{*}.as_count() / sum:hits{*}.as_count()", sparse("count"), 3)).toEqual([0.5, 0, 0.5]);
    expect(valuesOf("avg:errors{*} / avg:hits{*}", sparse("gauge"), 3)).toEqual([0.5, 0.5, 0.5]);
  });

  // https://docs.datadoghq.com/monitors/guide/monitor-arithmetic-and-sparse-metrics/
  test("a gauge that has ended, or pauses for more than five minutes, has no value to be divided by", () => {
    const ended = historyOf(minutely("a", [], [10, 10, 10]), minutely("b", [], [0, 1]));
    expect(valuesOf("avg:a{*} / avg:b{*}", ended, 3)).toEqual([NaN, 10, NaN]);
    const everyTenMinutes = historyOf(
      series(
        "norm",
        [],
        [0, 600, 1200].map((time) => [time, 1] as const),
      ),
      series(
        "offset",
        [],
        [300, 900, 1500].map((time) => [time, 1] as const),
      ),
    );
    expect(evaluated("sum:norm{*} / sum:offset{*}", everyTenMinutes, 30, 300)).toEqual([]);
    expect(valuesOf("sum:norm{*}.fill(last, 900) / sum:offset{*}.fill(last, 900)", everyTenMinutes, 30, 300)).toEqual([
      NaN,
      1,
      1,
      1,
      1,
      1,
    ]);
  });

  test("what Datadog does not publish is refused by name", () => {
    expect(() => evaluated("avg:used{*}.rollup(avg, 300) / avg:limit{*}", history, 5)).toThrow(
      "arithmetic between points of 300 s and of 60 s is not evaluated",
    );
  });
});
