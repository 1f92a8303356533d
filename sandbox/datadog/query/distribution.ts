import type { Point } from "../state/series.js";
import { apdexOf, durationOf } from "../traces/durations.js";
import { type Distribution, isApdex } from "../traces/metrics.js";
import type { StatsBucket } from "../traces/stats-store.js";
import { startOf, type Steps } from "./buckets.js";
import type { MetricQuery } from "./parse.js";
import type { Span } from "./result.js";

/** One value for each step, of everything that a group has in it. */
export function distributionPoints(
  { metric, aggregator }: MetricQuery,
  members: readonly Distribution[],
  span: Span,
  steps: Steps,
): Point[] {
  const byStep = new Map<number, StatsBucket[]>();
  for (const bucket of members.flatMap(({ buckets }) => buckets)) {
    if (bucket.start < span.from || bucket.start > span.to) continue;
    const start = startOf(bucket.start, steps);
    const known = byStep.get(start);
    if (known) known.push(bucket);
    else byStep.set(start, [bucket]);
  }
  const valueOf = (buckets: readonly StatsBucket[]) =>
    isApdex(metric) ? apdexOf(buckets) : durationOf(aggregator, buckets);
  return [...byStep].map(([start, buckets]): Point => [start, valueOf(buckets)]).sort(([a], [b]) => a - b);
}
