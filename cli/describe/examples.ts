import type { MonitorSubject } from "../../datadog/lint/monitor-definition";
import { integrationOf, knownMetric } from "../../datadog/metrics/catalogue";
import { metricsOf } from "../../datadog/query/walk";
import type { HostExample } from "../stack/environment";

/** A value that a monitor could have in each state. */
export interface ValueExamples {
  readonly alert: number;
  readonly warning: number;
  readonly recovery: number;
}

/** Beyond the threshold, between the two, and well on the good side of both; within what the metric can be. */
export function valueExamples({ query, kind, thresholds, metricQuery }: MonitorSubject): ValueExamples {
  const comparator = query.kind === "composite" ? undefined : query.comparator;
  const critical = (query.kind === "composite" ? undefined : query.threshold) ?? thresholds.critical ?? 0;
  // Of an anomaly or an outlier, the share of points.
  if (kind === "anomaly" || kind === "outlier") return { alert: 1, warning: thresholds.warning ?? 1, recovery: 0 };
  const up = comparator === "<" || comparator === "<=" ? -1 : 1;
  const isStrict = comparator === "<" || comparator === ">";
  const mildest = thresholds.warning ?? critical;
  const [metric] = metricQuery === undefined ? [] : metricsOf(metricQuery);
  const range = metricQuery?.kind === "metric" && metric !== undefined ? knownMetric(metric.metric)?.range : undefined;
  const within = (value: number) => rounded(Math.min(range?.max ?? Infinity, Math.max(range?.min ?? -Infinity, value)));
  return {
    alert: within(critical + up * (isSmallCount(critical) ? 1 : Math.abs(critical) / 10)),
    warning: within((mildest + critical) / 2),
    recovery: within(isSmallCount(mildest) ? mildest - (isStrict ? 0 : up) : mildest - (up * Math.abs(mildest)) / 5),
  };
}

/** A number of nodes or runs, of which there are no tenths. */
function isSmallCount(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 10;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** What a group's variables hold: `host.name`, `host.ip`, `port.name`, … of a host of the environment. */
export function groupExamples(subject: MonitorSubject, hosts: readonly HostExample[]): Map<string, string> {
  const integration = integrationIn(subject);
  const database = (host: HostExample) => host.databases.find(({ type }) => type === integration) ?? host.databases[0];
  const host =
    hosts.find(({ databases }) => databases.some(({ type }) => type === integration)) ??
    hosts.find(({ services }) => subject.groups.includes("service") && services.length > 0) ??
    hosts[0];
  const server = host && database(host);
  const known: Readonly<Record<string, string | undefined>> = {
    host: host?.name,
    service: host?.services[0],
    server: server && "127.0.0.1",
    port: server && String(server.port),
    db: server?.type === "postgres" ? "postgres" : undefined,
    database_server: host && server && `${host.name}-${server.name}`,
    device: "/dev/sda1",
    resource_name: "GET /",
  };
  const values = subject.groups.map((group) => [`${group}.name`, known[group] ?? `some ${group}`] as const);
  return new Map([...values, ...(subject.groups.includes("host") && host ? [["host.ip", host.ip] as const] : [])]);
}

/** Whose metrics or check it is: `postgres`. */
function integrationIn({ query, metricQuery }: MonitorSubject): string | undefined {
  if (query.kind === "check") return query.check.split(".")[0];
  const [metric] = metricQuery === undefined ? [] : metricsOf(metricQuery);
  return metric === undefined ? undefined : integrationOf(metric.metric);
}
