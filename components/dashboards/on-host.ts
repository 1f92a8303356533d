import { metric, type SpaceAggregator } from "../../datadog/query/build";
import type { Metric } from "../../datadog/query/query";

/** The dashboards' variable: one host, or all. */
const HOST = "$host";

/** A metric of the environment's hosts, one line for each; what else tells lines apart comes after the host. */
export function onHost(env: string, name: string, aggregator: SpaceAggregator, alsoBy: readonly string[] = []): Metric {
  return metric(name, { aggregator, scope: [`env:${env}`, HOST], by: ["host", ...alsoBy] });
}
