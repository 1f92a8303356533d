import type { Series } from "../state/series.js";
import type { Aggregator, RollupMethod } from "./parse.js";
import type { Span } from "./result.js";

/** Points in equal steps of time: start of the step to value. */
export type Buckets = Map<number, number>;

/** Equal steps of time, from a second that one of them starts at. */
export interface Steps {
  readonly seconds: number;
  readonly origin: number;
}

/** Datadog draws a line over gaps up to this long, so that senders out of step can be added up. */
const BRIDGED_SECONDS = 300;

/** The start of the step that a second is in. */
export function startOf(time: number, { seconds, origin }: Steps): number {
  return origin + Math.floor((time - origin) / seconds) * seconds;
}

interface Sums {
  sum: number;
  count: number;
  min: number;
  max: number;
}

/** What was summed up when it grew old is told by the step that it begins in. */
export function bucketed(series: Pick<Series, "visit">, span: Span, steps: Steps, method: RollupMethod): Buckets {
  const sums = new Map<number, Sums>();
  series.visit(span.from, span.to, (time, sum, count, min, max) => {
    const start = startOf(time, steps);
    const known = sums.get(start);
    if (!known) {
      sums.set(start, { sum, count, min, max });
      return;
    }
    known.sum += sum;
    known.count += count;
    known.min = Math.min(known.min, min);
    known.max = Math.max(known.max, max);
  });
  return new Map([...sums].map(([start, all]) => [start, method === "avg" ? all.sum / all.count : all[method]]));
}

/** One value for each step over all series of a group. */
export function combined(
  all: readonly Buckets[],
  aggregator: Aggregator,
  interval: number,
  bridgeGaps: boolean,
): Buckets {
  const [only] = all;
  if (only && all.length === 1) return only;
  const starts = [...new Set(all.flatMap((buckets) => [...buckets.keys()]))].sort((a, b) => a - b);
  const whole = bridgeGaps ? all.map((buckets) => bridged(buckets, interval)) : all;
  return new Map(
    starts.map((start) => {
      const values = whole.map((buckets) => buckets.get(start)).filter((value) => value !== undefined);
      return [start, aggregate(values, aggregator)];
    }),
  );
}

export function aggregate(values: readonly number[], method: RollupMethod): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (method) {
    case "avg":
      return sum / values.length;
    case "sum":
      return sum;
    case "min":
      return values.reduce((least, value) => Math.min(least, value), Infinity);
    case "max":
      return values.reduce((most, value) => Math.max(most, value), -Infinity);
    case "count":
      return values.length;
  }
}

/** With a line drawn over each gap that is not too long. */
export function bridged(buckets: Buckets, interval: number): Buckets {
  const filled: Buckets = new Map(buckets);
  const starts = [...buckets.keys()].sort((a, b) => a - b);
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    if (next === undefined || next - start > BRIDGED_SECONDS) continue;
    const [from, to] = [buckets.get(start) ?? 0, buckets.get(next) ?? 0];
    for (let time = start + interval; time < next; time += interval) {
      filled.set(time, from + ((to - from) * (time - start)) / (next - start));
    }
  }
  return filled;
}
