import { metric, type SpaceAggregator } from "../../../datadog/query/build";
import type { Metric } from "../../../datadog/query/query";
import { SERVER_TAG } from "../databases/names";
import type { AnomalyMonitorArgs } from "../../monitors/anomaly-monitor";
import type { MetricMonitorArgs } from "../../monitors/metric-monitor";
import type { ServiceCheckMonitorArgs } from "../../monitors/service-check-monitor";
import { checkMonitor } from "../databases/check-monitor";
import { connectMonitor, type Server } from "../databases/connect-monitor";
import { connectionsMonitor } from "../databases/connections-monitor";
import { declared } from "../../monitors/declared";
import type { PostgresMonitorSettings } from "./monitor-settings";

export interface PostgresMonitorPack {
  readonly connect: ServiceCheckMonitorArgs;
  readonly check: ServiceCheckMonitorArgs;
  readonly connections: MetricMonitorArgs;
  /** Only a standby has a delay: among primaries this one is silent. */
  readonly replicationDelay: AnomalyMonitorArgs;
  readonly wraparound: MetricMonitorArgs;
}

/** The integration's own groups: a host's servers differ in address or port, instances of one server in database. */
const SERVER: Server = {
  name: "PostgreSQL",
  integration: "postgres",
  unit: "postgresql",
  connectTitle: "PostgreSQL: the Agent can't log in",
  toldApartBy: ["server", "port", "db"],
  where: "server {{server.name}}, port {{port.name}}, database {{db.name}}",
  saysWhy: true,
  silentFromStart: true,
};

/**
 * What is worth being woken for on a PostgreSQL server: one monitor for all servers of the scope, each host judged on
 * its own.
 *
 * @see https://docs.datadoghq.com/integrations/postgres/#data-collected
 */
export function postgresMonitors(settings: PostgresMonitorSettings): PostgresMonitorPack {
  const percentUsage = byHost(settings, "percent_usage_connections", "max");
  return {
    connect: connectMonitor(SERVER, settings),
    check: checkMonitor(SERVER, settings),
    connections: connectionsMonitor(
      {
        server: "PostgreSQL",
        share: { ...percentUsage, by: [...percentUsage.by, SERVER_TAG] },
        firstCommand:
          'sudo -u postgres psql -c "SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC"',
      },
      settings,
    ),
    replicationDelay: replicationDelay(settings),
    wraparound: wraparound(settings),
  };
}

function replicationDelay(settings: PostgresMonitorSettings): AnomalyMonitorArgs {
  const alertMinutes = 15;
  return {
    ...declared(
      "PostgreSQL: replication is later than usual",
      {
        alert: `The standby {{host.name}} ({{host.ip}}) is further behind its primary than usual: for ${alertMinutes} minutes its delay was above the band in which it was expected.\nFirst, on the standby: sudo -u postgres psql -c "SELECT now() - pg_last_xact_replay_timestamp() AS delay, pg_is_wal_replay_paused() AS paused"\nThen, on the primary: SELECT * FROM pg_stat_replication. Look for a long query on the standby, a full disk, or a burst of writes.`,
        recovery: "The standby {{host.name}} has its usual delay again. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: byHost(settings, "replication_delay", "max"),
      algorithm: { name: "basic" },
      deviations: settings.replicationDelayDeviations,
      direction: "above",
      alertMinutes,
      recoveryMinutes: alertMinutes,
      graphMinutes: 240,
      intervalSeconds: 60,
      critical: 1,
    },
  };
}

function wraparound(settings: PostgresMonitorSettings): MetricMonitorArgs {
  return {
    ...declared(
      "PostgreSQL: transaction ids run out",
      {
        alert:
          'A database of PostgreSQL on {{host.name}} ({{host.ip}}) has {{value}} transactions left before its ids wrap around: fewer than {{threshold}}. At the end the server takes no more writes.\nFirst, on the server: sudo -u postgres psql -c "SELECT datname, age(datfrozenxid) FROM pg_database ORDER BY 2 DESC"\nEnd what holds it back (old transactions, prepared ones, replication slots that nobody reads), then run vacuumdb --freeze on the oldest database.',
        recovery: "PostgreSQL on {{host.name}} has {{value}} transactions left again. Nothing to do.",
      },
      settings,
    ),
    condition: {
      // Each database counts on its own; the one with the fewest left stops the server.
      query: byHost(settings, "before_xid_wraparound", "min"),
      over: { method: "avg", minutes: 15 },
      comparator: "<",
      critical: settings.wraparoundBelow,
    },
  };
}

/** Of several servers or databases on a host, the worst. */
function byHost({ scope }: PostgresMonitorSettings, name: string, worst: SpaceAggregator): Metric {
  return metric(`postgresql.${name}`, { aggregator: worst, scope: [scope], by: ["host"] });
}
