import * as pulumi from "@pulumi/pulumi";
import { CompositeMonitor } from "../../monitors/composite-monitor";
import { idsOf } from "../../monitors/ids";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { outage, type ServiceMonitorSettings, serviceMonitors } from "./monitors";

/** The monitors of an environment's traced services: one of each kind, each service judged on its own. */
export class ServiceMonitors extends pulumi.ComponentResource {
  /** Datadog's ids, by what is watched: `errors`, `latency`, `outage`. */
  readonly ids: pulumi.Output<Record<string, string>>;

  constructor(name: string, settings: ServiceMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:ServiceMonitors", name, {}, opts);
    const { errors, latency } = serviceMonitors(settings);
    const child = { parent: this };

    const parts = {
      errors: new MetricMonitor(`${name}-errors`, errors, child),
      latency: new MetricMonitor(`${name}-latency`, latency, child),
    };
    const both = outage({ errors: parts.errors.id, latency: parts.latency.id }, settings);
    const monitors = { ...parts, outage: new CompositeMonitor(`${name}-outage`, both, child) };

    this.ids = idsOf(monitors);
    this.registerOutputs({ ids: this.ids });
  }
}
