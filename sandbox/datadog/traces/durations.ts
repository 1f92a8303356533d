import type { Aggregator, Percentile } from "../query/parse.js";
import { countBelow, mergedSketches } from "./sketch.js";
import type { StatsBucket } from "./stats-store.js";

const NANOSECONDS = 1e9;
/** Datadog has an administrator choose it for each service. */
const APDEX_SATISFIED_SECONDS = 0.5;

/** In seconds, of all durations together. */
export function durationOf(aggregator: Aggregator | Percentile, buckets: readonly StatsBucket[]): number {
  const sum = total(buckets, ({ duration }) => duration) / NANOSECONDS;
  if (aggregator === "sum") return sum;
  if (aggregator === "avg") return sum / total(buckets, ({ hits }) => hits);
  const all = mergedSketches(buckets.flatMap(({ ok, failed }) => [...ok, ...failed]));
  return all.getValueAtQuantile(quantileOf(aggregator)) / NANOSECONDS;
}

/** From 0 to 1. A slow request satisfies half; a very slow one, and one with an error, not at all. */
export function apdexOf(buckets: readonly StatsBucket[]): number {
  const sketch = mergedSketches(buckets.flatMap(({ ok }) => ok));
  const satisfied = countBelow(sketch, APDEX_SATISFIED_SECONDS * NANOSECONDS);
  const tolerated = countBelow(sketch, 4 * APDEX_SATISFIED_SECONDS * NANOSECONDS) - satisfied;
  return (satisfied + tolerated / 2) / total(buckets, ({ hits }) => hits);
}

export function total(buckets: readonly StatsBucket[], valueOf: (bucket: StatsBucket) => number): number {
  return buckets.reduce((sum, bucket) => sum + valueOf(bucket), 0);
}

function quantileOf(aggregator: Exclude<Aggregator, "sum" | "avg"> | Percentile): number {
  if (aggregator === "min") return 0;
  return aggregator === "max" ? 1 : Number(aggregator.slice(1)) / 100;
}
