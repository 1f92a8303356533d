import type { HostExample } from "../../../../cli/stack/environment";
import { describeMonitor, type MonitorInputs } from "../../../../cli/describe/monitor";

export const NOW = new Date("2027-01-03T12:00:00Z");

export const HOSTS: readonly HostExample[] = [
  {
    name: "db1",
    ip: "192.0.2.11",
    databases: [{ type: "postgres", name: "postgres", port: 5432 }],
    services: [],
  },
  { name: "db2", ip: "192.0.2.12", databases: [{ type: "mysql", name: "sessions", port: 3307 }], services: ["shop"] },
];

/** The monitor of the metric `my_metric` with more or other inputs, described. */
export function described(more: Partial<MonitorInputs> = {}, titles = new Map<string, string>()) {
  const inputs: MonitorInputs = {
    name: "my_metric is high",
    type: "query alert",
    query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800",
    message: "{{host.name}} has {{value}} of {{threshold}} @oncall@example.com",
    monitorThresholds: { critical: "800", warning: "500" },
    ...more,
  };
  return describeMonitor(inputs, { titles, hosts: HOSTS, now: NOW });
}
