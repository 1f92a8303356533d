import type * as pulumi from "@pulumi/pulumi";
import { ForecastMonitor } from "../../monitors/forecast-monitor";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { MonitorPack, part } from "../../monitors/monitor-pack";
import { ServiceCheckMonitor } from "../../monitors/service-check-monitor";
import { hostMonitors } from "./monitors";
import type { HostMonitorSettings } from "./settings";

/** The monitors of an environment's hosts, whatever runs there. */
export function hostPack(name: string, settings: HostMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
  const { away, disk, full } = hostMonitors(settings);
  const parts = {
    away: part(ServiceCheckMonitor, away),
    disk: part(ForecastMonitor, disk),
    full: part(MetricMonitor, full),
  };
  return new MonitorPack("lookout:monitors:HostMonitors", name, parts, settings, opts);
}
