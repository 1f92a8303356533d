import type { Mistakes } from "../models.js";
import { groupingOf } from "../query/parse.js";
import type { MonitorBody } from "./monitor.js";
import type { MetricMonitorQuery } from "./query.js";

/**
 * What Datadog asks of an outlier monitor, and of no other.
 *
 * @see https://docs.datadoghq.com/monitors/types/outlier/
 */
export function* mistakesInOutliers({ type }: MonitorBody, query: MetricMonitorQuery): Mistakes {
  const { query: outliers, comparator, threshold } = query;
  if (outliers.kind !== "outliers") return;
  if (type !== "query alert") yield `Outlier monitors are of type 'query alert', not '${type}'`;
  if (query.change) yield "An outlier monitor cannot be of a change";
  if (comparator !== ">" || threshold !== 0)
    yield `The threshold of an outlier monitor is > 0, not ${comparator} ${threshold}`;
  if (groupingOf(outliers.of).length === 0) yield "An outlier monitor needs groups to compare, such as by {host}";
  if (outliers.tolerance <= 0) yield "The tolerance of an outlier monitor is above 0";
  if (outliers.percent !== undefined && (outliers.algorithm !== "mad" || outliers.percent > 100))
    yield "A percentage of points, up to 100, is of the algorithm 'MAD' alone";
}
