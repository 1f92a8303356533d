import * as pulumi from "@pulumi/pulumi";
import { MetricMonitor } from "../../monitors/metric-monitor";
import { ServiceCheckMonitor } from "../../monitors/service-check-monitor";
import { idsOf } from "../../monitors/ids";
import { mysqlMonitors, type MysqlMonitorSettings } from "./monitors";

/** The monitors of an environment's MySQL and MariaDB servers. */
export class MysqlMonitors extends pulumi.ComponentResource {
  /** Datadog's ids, by what is watched: `connect`, `check`, `connections`, `replica`, `lag`, `galera-3`. */
  readonly ids: pulumi.Output<Record<string, string>>;

  constructor(name: string, settings: MysqlMonitorSettings, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:MysqlMonitors", name, {}, opts);
    const { connect, check, connections, replica, lag, galera } = mysqlMonitors(settings);
    const child = { parent: this };

    const clusters = Object.entries(galera).map(
      ([part, args]) => [part, new MetricMonitor(`${name}-${part}`, args, child)] as const,
    );
    const monitors = {
      connect: new ServiceCheckMonitor(`${name}-connect`, connect, child),
      check: new ServiceCheckMonitor(`${name}-check`, check, child),
      connections: new MetricMonitor(`${name}-connections`, connections, child),
      ...(replica && { replica: new ServiceCheckMonitor(`${name}-replica`, replica, child) }),
      ...(lag && { lag: new MetricMonitor(`${name}-lag`, lag, child) }),
      ...Object.fromEntries(clusters),
    };

    this.ids = idsOf(monitors);
    this.registerOutputs({ ids: this.ids });
  }
}
