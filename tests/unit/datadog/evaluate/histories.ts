import type { History, Series } from "../../../../datadog/evaluate/history";
import type { Line } from "../../../../datadog/evaluate/line";
import { evaluateQuery } from "../../../../datadog/evaluate/query";
import { parseQuery } from "../../../../datadog/query/parse";

/** A moment that every step up to a day starts at. */
export const START = Date.UTC(2026, 10, 30) / 1000;

/** A series of `[seconds since START, value]`. */
export function series(
  metric: string,
  tags: readonly string[],
  points: readonly (readonly [number, number])[],
  type: Series["type"] = "gauge",
): Series {
  return {
    metric,
    tags,
    type,
    times: Float64Array.from(points, ([time]) => START + time),
    values: Float64Array.from(points, ([, value]) => value),
  };
}

/** A series of one value for each minute from START. */
export function minutely(
  metric: string,
  tags: readonly string[],
  values: readonly number[],
  type: Series["type"] = "gauge",
): Series {
  const points = values.map((value, minute) => [minute * 60, value] as const);
  return series(
    metric,
    tags,
    points.filter(([, value]) => !Number.isNaN(value)),
    type,
  );
}

export function historyOf(...all: readonly Series[]): History {
  return { series: all, checks: [] };
}

/** What a query is over so many minutes from START, at steps of a minute. */
export function evaluated(text: string, history: History, minutes: number, step = 60): Line[] {
  const span = { from: START, to: START + minutes * 60 };
  return evaluateQuery(parseQuery(text), history, { span, step });
}

/** The values of the only line. */
export function valuesOf(text: string, history: History, minutes: number, step = 60): number[] {
  const lines = evaluated(text, history, minutes, step);
  if (lines.length !== 1) throw new Error(`${text} has ${lines.length} lines, not one`);
  return [...(lines[0]?.values ?? [])];
}

/** By group, `*` without one. */
export function byGroup(lines: readonly Line[]): Record<string, number[]> {
  return Object.fromEntries(lines.map(({ group, values }) => [group.join(",") || "*", [...values]]));
}
