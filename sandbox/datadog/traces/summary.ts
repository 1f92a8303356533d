import type { Span } from "../query/result.js";
import { durationOf, total } from "./durations.js";
import type { GroupStats, StatsBucket, StatsGroup } from "./stats-store.js";

/** What the spans of a service or a resource add up to in a span of time. */
export interface Summary {
  readonly key: string;
  readonly hits: number;
  readonly hitsPerSecond: number;
  readonly errors: number;
  /** Of the hits, from 0 to 1. */
  readonly errorRate: number;
  /** Seconds. */
  readonly p50: number;
  readonly p95: number;
}

/** One for each key, of the spans where a trace enters its service; the busiest first. */
export function summaries(
  all: readonly GroupStats[],
  keyOf: (group: StatsGroup) => string,
  { from, to }: Span,
): Summary[] {
  const byKey = new Map<string, StatsBucket[]>();
  for (const { group, buckets } of all) {
    const known = byKey.get(keyOf(group)) ?? [];
    const entering = [...buckets.values()].filter(({ topLevelHits }) => topLevelHits > 0);
    known.push(...entering.filter(({ start }) => start >= from && start <= to));
    if (known.length > 0) byKey.set(keyOf(group), known);
  }
  return [...byKey].map(([key, buckets]) => summed(key, buckets, to - from)).sort((a, b) => b.hits - a.hits);
}

function summed(key: string, buckets: readonly StatsBucket[], seconds: number): Summary {
  const hits = total(buckets, (bucket) => bucket.hits);
  const errors = total(buckets, (bucket) => bucket.errors);
  return {
    key,
    hits,
    hitsPerSecond: hits / seconds,
    errors,
    errorRate: errors / hits,
    p50: durationOf("p50", buckets),
    p95: durationOf("p95", buckets),
  };
}
