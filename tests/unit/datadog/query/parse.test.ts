import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseExpression,
  parseGraph,
  parseMonitorQuery,
  parseQuery,
  QuerySyntaxError,
} from "../../../../datadog/query/parse";
import { monitorQueryText, queryText } from "../../../../datadog/query/print";
import { monitorQuery, query } from "./arbitrary";
import { withoutOffsets } from "./without-offsets";

function mistakeIn(reading: () => unknown): QuerySyntaxError {
  try {
    reading();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("what is built, written and read again is the same", () => {
  test("of metric queries", () => {
    fc.assert(
      fc.property(query, (built) => {
        expect(withoutOffsets(parseQuery(queryText(built)))).toEqual(built);
      }),
    );
  });

  test("of monitors' queries", () => {
    fc.assert(
      fc.property(monitorQuery, (built) => {
        expect(withoutOffsets(parseMonitorQuery(monitorQueryText(built)))).toEqual(built);
      }),
    );
  });
});

describe("a metric query is read", () => {
  test("with its place in the text", () => {
    expect(parseQuery("1 + avg:my_metric{env:dev} by {host}")).toMatchObject({
      kind: "arithmetic",
      left: { kind: "number", offset: 0 },
      right: { kind: "metric", offset: 4, scope: { kind: "tag", offset: 18 } },
    });
  });

  test("with symbols and with words between its tags", () => {
    expect(withoutOffsets(parseQuery("m{a:1,!b:2}"))).toMatchObject({
      scope: { kind: "all", symbol: true, filters: [{ text: "a:1" }, { kind: "not", filter: { text: "b:2" } }] },
    });
    expect(withoutOffsets(parseQuery("m{a:1 AND (b:2 OR NOT c:3) and d NOT IN (x, y)}"))).toMatchObject({
      scope: {
        kind: "all",
        symbol: false,
        filters: [
          { text: "a:1" },
          { kind: "any", filters: [{ text: "b:2" }, { kind: "not", symbol: false }] },
          { kind: "in", key: "d", values: ["x", "y"], negated: true },
        ],
      },
    });
  });

  test("with functions before and after it, in their order", () => {
    expect(withoutOffsets(parseQuery("abs(sum:m{*}.as_count().rollup(sum, 60))"))).toMatchObject({
      name: "abs",
      notation: "function",
      args: [
        {
          name: "rollup",
          notation: "method",
          args: [{ name: "as_count" }, { kind: "word", value: "sum" }, { kind: "number", value: 60 }],
        },
      ],
    });
  });

  test("with products before sums, from left to right", () => {
    expect(queryText(parseQuery("a{*}-b{*}-c{*}*d{*}"))).toBe("a{*} - b{*} - c{*} * d{*}");
    expect(withoutOffsets(parseQuery("a{*}-b{*}-c{*}"))).toMatchObject({ operator: "-", left: { operator: "-" } });
  });

  test("with a monitor's groups after the threshold, as Datadog's templates have them", () => {
    const text = "avg(last_5m):avg:a{*} > 0.85 by {host,device}";
    expect(parseMonitorQuery(text)).toMatchObject({ threshold: 0.85, by: ["host", "device"] });
    expect(monitorQueryText(parseMonitorQuery(text))).toBe(text);
    expect(parseMonitorQuery("avg(last_5m):avg:a{*} > 1 by {}")).not.toHaveProperty("by");
  });

  test("several for one graph", () => {
    expect(parseGraph("avg:a{*}, top(avg:b{*} by {host}, 10, 'mean', 'desc')")).toHaveLength(2);
  });
});

describe("a search is read as it is written", () => {
  test.each([
    'logs("env:prod "starting vacuum"").index("*").rollup("count").last("1d") < 1',
    'logs("env:prod \\"starting vacuum\\"").index("*").rollup("count").last("1d") < 1',
    'events("source:a (b OR c) tags:\'x\'").rollup("count").last("5m") > 0',
  ])("%s", (text) => {
    expect(monitorQueryText(parseMonitorQuery(text))).toBe(text);
  });
});

describe("a mistake is named with its place and with what was expected", () => {
  test.each([
    ["avg:my_metric{env:dev}} by {host}", 22, '"by" or the end is expected where there is "} by {host}"'],
    ["avg:my_metric", 13, "a scope such as {env:dev} is expected where the query ends"],
    ["avg:my_metric{env:dev} by host", 26, '"{" is expected where there is "host"'],
    ["avg:my_metric{env: dev}", 19, 'is expected where there is "dev}"'],
    ["anomalies(avg:m{*}, 'basic'", 27, '")" or "," is expected where the query ends'],
    ["", 0, "is expected where the query ends"],
  ])("%s", (text, offset, message) => {
    const mistake = mistakeIn(() => parseQuery(text));
    expect([mistake.offset, mistake.message]).toEqual([offset, expect.stringContaining(message)]);
  });

  test.each([
    ["avg(last_5m):avg:m{*}", 21, "a comparison such as >"],
    ["avg(last_5m)avg:m{*} > 5", 12, '":" is expected'],
    ["avg(last_5m):avg:m{*} > 80%", 26, 'the end is expected where there is "%"'],
    ["avg:m{*} > 5", 3, "is expected"],
    ["1001 &&", 7, "a monitor's id"],
    ["avg(last_5m):avg:m{*} > 1e999", 24, 'a number is expected where there is "1e999"'],
  ])("%s", (text, offset, message) => {
    const mistake = mistakeIn(() => parseMonitorQuery(text));
    expect([mistake.offset, mistake.message]).toEqual([offset, expect.stringContaining(message)]);
  });

  test("more brackets than the stack would bear are a mistake, not its end", () => {
    for (const [open, close] of [
      ["(", ")"],
      ["{", "}"],
    ] as const) {
      for (const text of [open.repeat(100_000), `${open.repeat(51)}a{*}${close.repeat(51)}`]) {
        expect(() => parseQuery(text)).toThrow(QuerySyntaxError);
        expect(() => parseExpression(text)).toThrow(/more than 50 brackets/);
      }
    }
    expect(parseQuery(`${"(".repeat(49)}a{*}${")".repeat(49)}`)).toMatchObject({ metric: "a" });
  });
});
