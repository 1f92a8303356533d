import type { MetricQuery, SpaceAggregator } from "../../datadog/query/metric";

/** The dashboards' variable: one host, or all. */
const HOST = "$host";

/** A metric of the environment's hosts, one line for each; what else tells lines apart comes after the host. */
export function onHost(
  env: string,
  metric: string,
  aggregator: SpaceAggregator,
  alsoBy: readonly string[] = [],
): MetricQuery {
  return { metric, aggregator, scope: [`env:${env}`, HOST], by: ["host", ...alsoBy] };
}
