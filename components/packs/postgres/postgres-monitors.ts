import * as pulumi from "@pulumi/pulumi";
import { AnomalyMonitor } from "../../monitors/anomaly-monitor";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { ServiceCheckMonitor } from "../../monitors/service-check-monitor";
import { idsOf } from "../../monitors/ids";
import { postgresMonitors, type PostgresMonitorSettings } from "./monitors";

/** The monitors of an environment's PostgreSQL servers. */
export class PostgresMonitors extends pulumi.ComponentResource {
  /** Datadog's ids, by what is watched: `connect`, `check`, `connections`, `replication-delay`, `wraparound`. */
  readonly ids: pulumi.Output<Record<string, string>>;

  constructor(name: string, settings: PostgresMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:PostgresMonitors", name, {}, opts);
    const pack = postgresMonitors(settings);
    const child = { parent: this };

    const monitors = {
      connect: new ServiceCheckMonitor(`${name}-connect`, pack.connect, child),
      check: new ServiceCheckMonitor(`${name}-check`, pack.check, child),
      connections: new MetricMonitor(`${name}-connections`, pack.connections, child),
      "replication-delay": new AnomalyMonitor(`${name}-replication-delay`, pack.replicationDelay, child),
      wraparound: new MetricMonitor(`${name}-wraparound`, pack.wraparound, child),
    };

    this.ids = idsOf(monitors);
    this.registerOutputs({ ids: this.ids });
  }
}
