import type * as pulumi from "@pulumi/pulumi";
import { CompositeMonitor } from "../../monitors/composite-monitor";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { MonitorPack, part } from "../../monitors/monitor-pack";
import type { ServiceMonitorSettings } from "./monitor-settings";
import { outage, serviceMonitors } from "./monitors";

/** The monitors of an environment's traced services: one of each kind, each service judged on its own. */
export function servicePack(name: string, settings: ServiceMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
  const { errors, latency } = serviceMonitors(settings);
  const parts = {
    errors: part(MetricMonitor, errors),
    latency: part(MetricMonitor, latency),
    outage: part(CompositeMonitor, (idOf) => outage({ errors: idOf("errors"), latency: idOf("latency") }, settings)),
  };
  return new MonitorPack("lookout:monitors:ServiceMonitors", name, parts, settings, opts);
}
