import { type MetricCondition, metricMonitorQuery } from "../../datadog/query/metric-condition";
import { parseMonitorQuery, QuerySyntaxError } from "../../datadog/query/parse";
import { monitorQueryText } from "../../datadog/query/print";

/** A condition as Datadog writes it, and the number in it that alerts, which Datadog wants a second time. */
export function queryAndThreshold(condition: MetricCondition | string): {
  readonly query: string;
  readonly critical: number | undefined;
} {
  if (typeof condition === "string") return { query: condition, critical: thresholdIn(condition) };
  return { query: monitorQueryText(metricMonitorQuery(condition)), critical: condition.critical };
}

/** Of a query that can't be read there is none, and the check of the monitor says so. */
function thresholdIn(query: string): number | undefined {
  try {
    const parsed = parseMonitorQuery(query);
    return parsed.kind === "composite" ? undefined : parsed.threshold;
  } catch (error) {
    if (error instanceof QuerySyntaxError) return undefined;
    throw error;
  }
}
