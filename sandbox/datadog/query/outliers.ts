import type { OutliersQuery } from "./parse.js";
import type { QueryResult } from "./result.js";

/** Fewer groups have no peers to be compared with. */
const LEAST_GROUPS = 3;
const DEFAULT_PERCENT = 100;

/**
 * Which groups do not do as the others do.
 *
 * @see https://docs.datadoghq.com/monitors/types/outlier/#algorithms, which this follows in its simplified DBSCAN;
 * what Datadog does to scale and to smooth is not published.
 */
export function outliersAmong(results: readonly QueryResult[], query: OutliersQuery): ReadonlySet<QueryResult> {
  if (results.length < LEAST_GROUPS) return new Set();
  const values = results.map(({ points }) => new Map(points));
  const times = [...new Set(results.flatMap(({ points }) => points.map(([time]) => time)))];
  const medians = new Map(times.map((time) => [time, median(present(values, time))]));
  const isFar = query.algorithm === "dbscan" ? byClusters(values, medians, query) : byDeviation(values, medians, query);
  return new Set(results.filter((_, index) => isFar[index]));
}

type Values = ReadonlyMap<number, number>;

/** The largest cluster is the rule; a group joins one that it is near enough to. */
function byClusters(all: readonly Values[], medians: Values, { tolerance }: OutliersQuery): boolean[] {
  const radius = tolerance * median(all.map((values) => distance(values, medians)));
  const clusters: number[][] = [];
  const left = new Set(all.keys());
  for (const start of all.keys()) {
    if (!left.delete(start)) continue;
    const cluster = [start];
    for (const member of cluster) {
      const near = [...left].filter((other) => distance(all[member] ?? new Map(), all[other] ?? new Map()) <= radius);
      for (const one of near) left.delete(one);
      cluster.push(...near);
    }
    clusters.push(cluster);
  }
  const largest = clusters.reduce((one, other) => (other.length > one.length ? other : one), []);
  return [...all.keys()].map((index) => !largest.includes(index));
}

function byDeviation(all: readonly Values[], medians: Values, query: OutliersQuery): boolean[] {
  const { tolerance, percent = DEFAULT_PERCENT } = query;
  const far = (value: number, time: number): number => Math.abs(value - (medians.get(time) ?? value));
  const usual = median(all.flatMap((values) => [...values].map(([time, value]) => far(value, time))));
  return all.map((values) => {
    const outside = [...values].filter(([time, value]) => far(value, time) > tolerance * usual).length;
    return values.size > 0 && (100 * outside) / values.size >= percent;
  });
}

function distance(one: Values, other: Values): number {
  const squares = [...one].map(([time, value]) => (value - (other.get(time) ?? value)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

function present(all: readonly Values[], time: number): number[] {
  return all.map((values) => values.get(time)).filter((value) => value !== undefined);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
