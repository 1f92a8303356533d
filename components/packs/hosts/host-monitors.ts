import * as pulumi from "@pulumi/pulumi";
import { ForecastMonitor } from "../../monitors/forecast-monitor";
import { hostMonitors, type HostMonitorSettings } from "./monitors";
import { idsOf } from "../../monitors/ids";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { ServiceCheckMonitor } from "../../monitors/service-check-monitor";

/** The monitors of an environment's hosts, whatever runs there. */
export class HostMonitors extends pulumi.ComponentResource {
  /** Datadog's ids, by what is watched: `away`, `disk`, `full`. */
  readonly ids: pulumi.Output<Record<string, string>>;

  constructor(name: string, settings: HostMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:HostMonitors", name, {}, opts);
    const { away, disk, full } = hostMonitors(settings);
    const child = { parent: this };

    const monitors = {
      away: new ServiceCheckMonitor(`${name}-away`, away, child),
      disk: new ForecastMonitor(`${name}-disk`, disk, child),
      full: new MetricMonitor(`${name}-full`, full, child),
    };

    this.ids = idsOf(monitors);
    this.registerOutputs({ ids: this.ids });
  }
}
