import type * as pulumi from "@pulumi/pulumi";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { MonitorPack, part } from "../../monitors/monitor-pack";
import { ServiceCheckMonitor } from "../../monitors/service-check-monitor";
import type { MysqlMonitorSettings } from "./monitor-settings";
import { mysqlMonitors } from "./monitors";

/** The monitors of an environment's MySQL and MariaDB servers. */
export function mysqlPack(name: string, settings: MysqlMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
  const { connect, check, connections, replica, lag, galera } = mysqlMonitors(settings);
  const parts = {
    connect: part(ServiceCheckMonitor, connect),
    check: part(ServiceCheckMonitor, check),
    connections: part(MetricMonitor, connections),
    ...(replica && { replica: part(ServiceCheckMonitor, replica) }),
    ...(lag && { lag: part(MetricMonitor, lag) }),
    ...Object.fromEntries(Object.entries(galera).map(([size, args]) => [size, part(MetricMonitor, args)])),
  };
  return new MonitorPack("lookout:monitors:MysqlMonitors", name, parts, settings, opts);
}
