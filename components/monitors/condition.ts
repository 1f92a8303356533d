import type { MonitorQuery } from "../../datadog/query/monitor-query";
import { parseMonitorQuery, QuerySyntaxError } from "../../datadog/query/parse";
import { monitorQueryText } from "../../datadog/query/print";

/** A condition as Datadog writes it, and the number in it that alerts, which Datadog wants a second time. */
export function queryAndThreshold<Condition extends object>(
  condition: Condition | string,
  queryOf: (condition: Condition) => MonitorQuery,
): { readonly query: string; readonly critical: number | undefined } {
  const query = typeof condition === "string" ? condition : monitorQueryText(queryOf(condition));
  return { query, critical: thresholdIn(query) };
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
