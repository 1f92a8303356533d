import { describe, expect, test } from "vitest";
import { lintMonitor } from "../../datadog/lint/monitor";
import { lintSearch } from "../../datadog/lint/search-text";
import { parseGraph, QuerySyntaxError } from "../../datadog/query/parse";
import { variedMonitors } from "../corpus/varied";
import { cost } from "../fuzz/cost";
import { SEARCH_SHAPES } from "../fuzz/search";
import { SHAPES } from "../fuzz/shapes";

/** The least that is measured in five attempts, or the first that is low enough: a busy machine is no reason to fail. */
function least(lowEnough: number, measure: () => number): number {
  let measured = Infinity;
  for (let attempt = 0; attempt < 5 && measured >= lowEnough; attempt++) measured = Math.min(measured, measure());
  return measured;
}

// About a second of an idle core (`npm run bench:lint`); one that others use too takes twice as long for the same work.
test("a thousand monitors are linted in a few seconds", () => {
  const monitors = variedMonitors(1000);
  expect(least(3000, () => cost(() => monitors.map(lintMonitor)))).toBeLessThan(3000);
});

describe("ten times the text takes about ten times as long", () => {
  const costOfCharacter = (text: string) => cost(() => [lintMonitorOf(text), graphOf(text)]) / text.length;

  test.each(Object.entries(SHAPES))("of %s", (_, shape) => {
    const short = shape(10_000);
    const long = shape(100_000);
    expect(least(6, () => costOfCharacter(long) / costOfCharacter(short))).toBeLessThan(6);
  });
});

describe("ten times the search takes about ten times as long", () => {
  const variables = [{ name: "env", prefix: "env" }];
  const costOfCharacter = (search: string) =>
    cost(() => lintSearch({ search, in: "dashboard", variables })) / search.length;

  test.each(SEARCH_SHAPES)("of many %j", (part) => {
    const of = (length: number) => part.repeat(Math.round(length / part.length));
    expect(least(6, () => costOfCharacter(of(50_000)) / costOfCharacter(of(5000)))).toBeLessThan(6);
  });
});

function lintMonitorOf(query: string) {
  return lintMonitor({ type: "query alert", query });
}

function graphOf(text: string) {
  try {
    return parseGraph(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) return error;
    throw error;
  }
}
