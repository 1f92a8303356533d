/** How a custom metric comes to Datadog. */
export type Submission = "gauge" | "rate" | "count" | "histogram" | "distribution" | "distribution with percentiles";

/**
 * Of one metric name and one combination of tag values, so many custom metrics: a histogram's five aggregations are made by
 * the Agent (max, median, avg, 95percentile, count), a distribution's by Datadog (count, sum, min, max, avg), and as many
 * more for its percentiles.
 *
 * @see https://docs.datadoghq.com/account_management/billing/custom_metrics/#counting-custom-metrics
 */
const EACH: Readonly<Record<Submission, number>> = {
  gauge: 1,
  rate: 1,
  count: 1,
  histogram: 5,
  distribution: 5,
  "distribution with percentiles": 10,
};

/** One metric name with one combination of tag values. */
export interface Sent {
  readonly metric: string;
  readonly submission: Submission;
  /** The host's among them; in whatever order. */
  readonly tags: readonly string[];
  /** Seconds between two points. */
  readonly interval: number;
}

const HOUR = 3600;

/**
 * The custom metrics that are billed, by metric name: distinct ones of each hour, on the average of a month. What is sent less
 * often than each hour is there in some hours only.
 *
 * @see https://docs.datadoghq.com/account_management/billing/custom_metrics/
 */
export function billed(sent: readonly Sent[]): ReadonlyMap<string, number> {
  const combinations = new Map<string, Sent>();
  for (const one of sent) {
    const key = JSON.stringify([one.metric, [...new Set(one.tags)].sort()]);
    const known = combinations.get(key);
    if (known === undefined || weight(known) < weight(one)) combinations.set(key, one);
  }
  const counts = new Map<string, number>();
  for (const one of combinations.values()) counts.set(one.metric, (counts.get(one.metric) ?? 0) + weight(one));
  return counts;
}

function weight({ submission, interval }: Sent): number {
  return EACH[submission] * Math.min(1, HOUR / interval);
}
