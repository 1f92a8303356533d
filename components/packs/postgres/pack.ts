import type * as pulumi from "@pulumi/pulumi";
import { AnomalyMonitor } from "../../monitors/anomaly-monitor";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { MonitorPack, part } from "../../monitors/monitor-pack";
import { ServiceCheckMonitor } from "../../monitors/service-check-monitor";
import type { PostgresMonitorSettings } from "./monitor-settings";
import { postgresMonitors } from "./monitors";

/** The monitors of an environment's PostgreSQL servers. */
export function postgresPack(name: string, settings: PostgresMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
  const { connect, check, connections, replicationDelay, wraparound } = postgresMonitors(settings);
  const parts = {
    connect: part(ServiceCheckMonitor, connect),
    check: part(ServiceCheckMonitor, check),
    connections: part(MetricMonitor, connections),
    "replication-delay": part(AnomalyMonitor, replicationDelay),
    wraparound: part(MetricMonitor, wraparound),
  };
  return new MonitorPack("lookout:monitors:PostgresMonitors", name, parts, settings, opts);
}
