import type { Finding } from "../finding";
import type { OfMetric } from "../query/monitor-query";
import type { Argument, Call, Metric, Query } from "../query/query";
import { callsOf, metricsOf } from "../query/walk";
import { METRIC_RULES, type MetricUse } from "./metric";
import { lint } from "./rule";

/**
 * What the metrics' names, units and types have against the query, and against the number it is compared with.
 *
 * @param over how a monitor's window becomes one value, where it judges the metric.
 */
export function lintMetrics(
  query: Query,
  compared?: Pick<OfMetric, "comparator" | "threshold">,
  over?: string,
): Finding[] {
  return usesOf(query, compared, over).flatMap((use) => lint(METRIC_RULES, use));
}

function usesOf(
  query: Query,
  compared: Pick<OfMetric, "comparator" | "threshold"> | undefined,
  over: string | undefined,
): MetricUse[] {
  const whole = unchanged(query);
  const asRate = callsOf(query).some(({ name }) => name === "as_rate" || name === "as_count");
  return metricsOf(query).map((metric) => ({
    metric: metric.metric,
    ...(metric.aggregator !== undefined && { aggregator: metric.aggregator }),
    by: metric.by,
    ...(over !== undefined && whole === metric && { over }),
    ...(asRate && whole === metric && { asRate }),
    ...(whole === metric && compared !== undefined && comparison(compared)),
  }));
}

function comparison({ comparator, threshold }: Pick<OfMetric, "comparator" | "threshold">): Partial<MetricUse> {
  return comparator === "==" || comparator === "!=" ? {} : { comparator, threshold };
}

/** These leave the metric in its unit and range. */
const KEEPING = [
  "abs",
  "default_zero",
  "fill",
  "as_rate",
  "anomalies",
  "forecast",
  "exclude_null",
  "top",
  "hour_before",
  "day_before",
  "week_before",
];

/** The metric whose own values the query has; of one that is calculated, none. */
function unchanged(query: Query): Metric | undefined {
  let part: Query = query;
  while (part.kind === "call" && isKeeping(part)) {
    const [of] = part.args;
    if (of === undefined || of.kind === "text" || of.kind === "word" || of.kind === "named") return undefined;
    part = of;
  }
  return part.kind === "metric" ? part : undefined;
}

function isKeeping({ name, args }: Call): boolean {
  if (name === "rollup" || name === "moving_rollup") return !args.some(isAdding);
  return KEEPING.includes(name) || /^(ewma|median)_\d+$/.test(name) || (name === "as_count" && args.length === 1);
}

function isAdding(argument: Argument): boolean {
  return (argument.kind === "word" || argument.kind === "text") && ["sum", "count"].includes(argument.value);
}
