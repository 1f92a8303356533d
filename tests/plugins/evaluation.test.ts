import { describe, expect, test } from "vitest";
import type { History, Series } from "../../datadog/evaluate/history";
import type { Line } from "../../datadog/evaluate/line";
import { NotEvaluatedError } from "../../datadog/evaluate/not-evaluated";
import { evaluateQuery } from "../../datadog/evaluate/query";
import { parseMonitorQuery, parseQuery, QuerySyntaxError } from "../../datadog/query/parse";
import type { Filter, Metric, Query } from "../../datadog/query/query";
import { callsOf, filtersOf, metricsOf } from "../../datadog/query/walk";
import { evaluate, type MetricData } from "../../sandbox/datadog/query/evaluate.js";
import { parseQuery as parseOfStandIn } from "../../sandbox/datadog/query/parse.js";
import { SyntaxMistake } from "../../sandbox/datadog/query/reader.js";
import type { QueryResult } from "../../sandbox/datadog/query/result.js";
import type { See } from "../../sandbox/datadog/state/points.js";
import { correct } from "../corpus/read";

/**
 * The product's evaluation and the stand-in's, which know nothing of each other, from parser to result.
 */
const FROM = Date.UTC(2026, 10, 30) / 1000;
const MINUTES = 60;
const SPAN = { from: FROM, to: FROM + MINUTES * 60 };

/** A metric's series on three hosts, each a value a minute, with what its scope asks for. */
function seeded(metrics: readonly Metric[], asCount: boolean): Series[] {
  const all = new Map<string, Series>();
  for (const { metric, scope, by } of metrics) {
    for (const [index, host] of ["db1", "db2", "db3"].entries()) {
      const wanted = wantedBy(scope).filter((tag) => !by.includes(keyOf(tag)));
      const groups = by.filter((key) => key !== "host").map((key) => groupTag(key, scope, index));
      const own = by.includes("host") ? [groupTag("host", scope, index)] : [`host:${host}`];
      const tags = [...new Set([...own, ...groups, ...wanted])].sort();
      all.set(`${metric} ${tags.join(",")}`, series(metric, tags, index, asCount));
    }
  }
  return [...all.values()];
}

function groupTag(key: string, scope: Filter, index: number): string {
  const wanted = wantedBy(scope).find((tag) => keyOf(tag) === key);
  return wanted ?? `${key}:${key}${index}`;
}

function keyOf(tag: string): string {
  return tag.slice(0, tag.indexOf(":"));
}

/** Tags that satisfy a scope, where that is easily said. */
function wantedBy(scope: Filter): string[] {
  const negated = new Set(
    [...filtersOf(scope)].flatMap((one) => (one.kind === "not" ? [...filtersOf(one.filter)] : [])),
  );
  return [...filtersOf(scope)].flatMap((one) => {
    if (negated.has(one)) return [];
    if (one.kind === "tag") return [one.text.replaceAll("*", "x")];
    return one.kind === "in" && !one.negated ? [`${one.key}:${one.values[0] ?? ""}`] : [];
  });
}

function series(metric: string, tags: readonly string[], index: number, asCount: boolean): Series {
  const times = Float64Array.from({ length: MINUTES }, (_, minute) => FROM + minute * 60);
  const seed = metric.length + 7 * index;
  const values = times.map((_, minute) => 5 + ((minute * 31 + seed * 17) % 101));
  return { metric, tags, type: asCount ? "count" : "gauge", times, values };
}

function ofStandIn(text: string, { series: all }: History): QueryResult[] {
  const data: MetricData = {
    series: {
      of: (metric: string) =>
        all
          .filter((one) => one.metric === metric)
          .map(({ times, values, tags, type }) => ({
            ...{ metric, host: "", tags, type, latest: times.at(-1) },
            visit(from: number, to: number, see: See) {
              for (const [at, time] of times.entries()) {
                const value = values[at] ?? NaN;
                if (time >= from && time <= to) see(time, value, 1, value, value);
              }
            },
          })),
    } as unknown as MetricData["series"],
    hosts: { tagsOf: () => [] } as unknown as MetricData["hosts"],
    traceStats: { names: () => [] } as unknown as MetricData["traceStats"],
  };
  return evaluate(parseOfStandIn(text), { from: SPAN.from, to: SPAN.to - 1 }, data, { seconds: 60, origin: 0 });
}

type Points = Record<string, Record<number, number>>;

function pointsOfStandIn(results: readonly QueryResult[]): Points {
  return Object.fromEntries(
    results.map(({ tagSet, points }) => [
      [...tagSet].sort().join(","),
      Object.fromEntries(points.map(([time, value]) => [time - FROM, rounded(value)])),
    ]),
  );
}

function pointsOf(lines: readonly Line[]): Points {
  return Object.fromEntries(
    lines.map(({ group, from, step, values }) => [
      [...group].sort().join(","),
      Object.fromEntries(
        [...values].flatMap((value, at) =>
          Number.isNaN(value) ? [] : [[from - FROM + at * step, rounded(value)] as const],
        ),
      ),
    ]),
  );
}

function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

/** The queries of the corpus without what belongs to the monitor around them. */
function texts(): string[] {
  const ofMonitors = correct("monitor").flatMap(({ text }) => {
    const parsed = tried(() => parseMonitorQuery(text));
    const [, inner] = /^[a-z_]+\([^)]*\)\s*:\s*(.*?)\s*(?:[<>=!]=?)\s*-?[\d.e]+\s*$/s.exec(text) ?? [];
    return parsed?.kind === "metric" && parsed.over.change === undefined && inner !== undefined ? [inner] : [];
  });
  return [...new Set([...correct("graph").map(({ text }) => text), ...ofMonitors])];
}

/** Undefined of what one of the two does not read, or does not do. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof QuerySyntaxError || error instanceof SyntaxMistake || error instanceof NotEvaluatedError)
      return undefined;
    throw error;
  }
}

interface Both {
  readonly text: string;
  readonly query: Query;
  readonly product: Points;
  readonly standIn: Points;
}

function both(text: string): Both[] {
  const query = tried(() => parseQuery(text));
  if (query === undefined || tried(() => parseOfStandIn(text)) === undefined) return [];
  const asCount = callsOf(query).some(({ name }) => name === "as_count" || name === "as_rate");
  const history = { series: seeded(metricsOf(query), asCount), checks: [] };
  const lines = tried(() => evaluateQuery(query, history, { span: SPAN, step: 60 }));
  if (lines === undefined) return [];
  return [{ text, query, product: pointsOf(lines), standIn: pointsOfStandIn(ofStandIn(text, history)) }];
}

const compared = texts().flatMap(both);

test("enough of the corpus is read and evaluated by both, and has points", () => {
  const withPoints = compared.filter(({ product }) =>
    Object.values(product).some((line) => Object.keys(line).length > 0),
  );
  expect(withPoints.length).toBeGreaterThan(40);
});

test.each(compared)("$text is the same in both", ({ product, standIn }) => {
  expect(standIn).toEqual(product);
});

/** A series of a value for each minute, NaN for none. */
function minutely(metric: string, host: string, values: readonly number[], type: Series["type"] = "gauge"): Series {
  const minutes = [...values.keys()].filter((minute) => !Number.isNaN(values[minute] ?? NaN));
  return {
    metric,
    tags: [`host:${host}`],
    type,
    times: Float64Array.from(minutes, (minute) => FROM + minute * 60),
    values: Float64Array.from(minutes, (minute) => values[minute] ?? NaN),
  };
}

/** The same with two values a minute. */
function twiceAMinute(metric: string, host: string, values: readonly number[], type: Series["type"]): Series {
  const { times, ...rest } = minutely(metric, host, values, type);
  return { ...rest, times: times.map((time) => FROM + (time - FROM) / 2) };
}

interface Difference {
  readonly what: string;
  readonly text: string;
  readonly series: readonly Series[];
  /** By minute. */
  readonly product: Readonly<Record<number, number>>;
  readonly standIn: Readonly<Record<number, number>>;
}

/** Where the two differ; the product is right by the page that is named, and the stand-in has no use for the rule. */
const DIFFERENCES: readonly Difference[] = [
  {
    // https://docs.datadoghq.com/metrics/guide/interpolation-the-fill-modifier-explained/#how-to-control-interpolation
    what: "a sender that falls silent counts for five minutes more",
    text: "sum:m{*}",
    series: [minutely("m", "a", [1]), minutely("m", "b", [10, 10, 10, 10, 10, 10, 10])],
    product: { 0: 11, 1: 11, 2: 11, 3: 11, 4: 11, 5: 11, 6: 10 },
    standIn: { 0: 11, 1: 10, 2: 10, 3: 10, 4: 10, 5: 10, 6: 10 },
  },
  {
    // https://docs.datadoghq.com/dashboards/functions/interpolation/#default-zero, "always aligned as 0"
    what: "a count that one side of a calculation lacks is 0",
    text: "sum:hits{*}.as_count() - sum:errors{*}.as_count()",
    series: [minutely("hits", "a", [5, 5], "count"), minutely("errors", "a", [1, NaN], "count")],
    product: { 0: 4, 1: 5 },
    standIn: { 0: 4 },
  },
  {
    // https://docs.datadoghq.com/dashboards/functions/rollup/#rollup-interval-enforced-vs-custom
    what: "a count that is not asked for as a count is averaged",
    text: "sum:m{*}",
    series: [twiceAMinute("m", "a", [1, 3], "count")],
    product: { 0: 2 },
    standIn: { 0: 4 },
  },
  {
    // https://docs.datadoghq.com/metrics/custom_metrics/type_modifiers/#in-application-modifiers
    what: "a rate becomes a count by the seconds between its points",
    text: "sum:m{*}.as_count()",
    series: [minutely("m", "a", [1, 2], "rate")],
    product: { 0: 60, 1: 120 },
    standIn: { 0: 1, 1: 2 },
  },
];

describe("where they differ", () => {
  test.each(DIFFERENCES)("$what", ({ text, series: all, product, standIn }) => {
    const history = { series: all, checks: [] };
    const minutes = (points: Points) =>
      Object.fromEntries(
        Object.values(points).flatMap((line) =>
          Object.entries(line).map(([second, value]) => [Number(second) / 60, value]),
        ),
      );
    const lines = evaluateQuery(parseQuery(text), history, { span: SPAN, step: 60 });
    expect(minutes(pointsOf(lines))).toEqual(product);
    expect(minutes(pointsOfStandIn(ofStandIn(text, history)))).toEqual(standIn);
  });
});
