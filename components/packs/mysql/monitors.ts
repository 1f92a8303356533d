import { allOf, arithmetic, metric, oneOf, type SpaceAggregator } from "../../../datadog/query/build";
import type { Filter, Metric } from "../../../datadog/query/query";
import { SERVER_TAG } from "../databases/names";
import type { MetricMonitorArgs } from "../../monitors/metric-monitor";
import type { ServiceCheckMonitorArgs } from "../../monitors/service-check-monitor";
import { checkMonitor } from "../databases/check-monitor";
import { connectMonitor, type Server } from "../databases/connect-monitor";
import { connectionsMonitor } from "../databases/connections-monitor";
import { declared } from "../../monitors/declared";
import type { MysqlMonitorSettings } from "./monitor-settings";

export interface MysqlMonitorPack {
  readonly connect: ServiceCheckMonitorArgs;
  readonly check: ServiceCheckMonitorArgs;
  readonly connections: MetricMonitorArgs;
  /** Only with replication. */
  readonly replica?: ServiceCheckMonitorArgs;
  /** Only with replication. */
  readonly lag?: MetricMonitorArgs;
  /** By the clusters' size: `galera-3`. */
  readonly galera: Readonly<Record<string, MetricMonitorArgs>>;
}

/** Only its service checks have the tags `server` and `port`: the metrics are told apart by {@link SERVER_TAG}. */
const SERVER: Server = {
  name: "MySQL",
  integration: "mysql",
  unit: "mysql mariadb",
  connectTitle: "MySQL: the Agent can't log in",
  toldApartBy: ["server", "port"],
  where: "server {{server.name}}, port {{port.name}}",
  saysWhy: false,
  silentFromStart: false,
};

/**
 * What is worth being woken for on a MySQL or MariaDB server: one monitor for all servers of the scope, each host or
 * server judged on its own.
 *
 * @see https://docs.datadoghq.com/integrations/mysql/#data-collected
 */
export function mysqlMonitors(settings: MysqlMonitorSettings): MysqlMonitorPack {
  return {
    connect: connectMonitor(SERVER, settings),
    check: checkMonitor(SERVER, settings),
    connections: connectionsMonitor(
      {
        server: "MySQL",
        share: arithmetic(
          byServer(settings, "performance.threads_connected", "avg"),
          "/",
          byServer(settings, "net.max_connections_available", "avg"),
        ),
        firstCommand: 'sudo mysql -e "SHOW FULL PROCESSLIST"',
      },
      settings,
    ),
    ...(settings.replication && { replica: replica(settings), lag: lag(settings) }),
    galera: galera(settings),
  };
}

/** Before MySQL 8.0.22 it is SHOW SLAVE STATUS, which MariaDB takes too. */
const REPLICA_STATUS = "sudo mysql -e 'SHOW REPLICA STATUS\\G'";

/** A replica that stopped has no lag, so that the monitor of the lag is silent. */
function replica(settings: MysqlMonitorSettings): ServiceCheckMonitorArgs {
  const runs = 3;
  const first = `First, on the replica: ${REPLICA_STATUS} (before MySQL 8.0.22: SHOW SLAVE STATUS)\nLook for Last_IO_Error and Last_SQL_Error.`;
  return {
    ...declared(
      "MySQL: replication stopped",
      {
        alert: `The replica {{host.name}} ({{host.ip}}, {{database_server.name}}) neither receives nor applies what its source writes, ${runs} runs in a row. What reads from it reads the past.\n${first}`,
        warning: `On the replica {{host.name}} ({{host.ip}}, {{database_server.name}}) one of the two threads has stopped, ${runs} runs in a row: it does not receive what its source writes, or does not apply it.\n${first}`,
        recovery: "The replica {{host.name}} follows its source again. Nothing to do.",
      },
      settings,
    ),
    condition: {
      check: "mysql.replication.replica_running",
      scope: [settings.scope, "replication_mode:replica"],
      by: ["host", SERVER_TAG],
      last: runs + 1,
      critical: runs,
      warning: runs,
      ok: runs,
    },
  };
}

function lag(settings: MysqlMonitorSettings): MetricMonitorArgs {
  const overMinutes = 15;
  const { warning, critical } = settings.lag;
  return {
    ...declared(
      "MySQL: a replica is late",
      {
        alert: `The replica {{host.name}} ({{host.ip}}) was {{value}} seconds behind its source over ${overMinutes} minutes: above the alert at {{threshold}}. What reads from it reads the past.\nFirst, on the replica: ${REPLICA_STATUS}\nLook for an error, a long statement, or a disk that does not keep up.`,
        warning: `The replica {{host.name}} ({{host.ip}}) was {{value}} seconds behind its source over ${overMinutes} minutes: above the warning at {{warn_threshold}}, below the alert at {{threshold}}.\nNobody needs to get up; see today whether it catches up: ${REPLICA_STATUS}`,
        recovery: "The replica {{host.name}} is {{value}} seconds behind its source. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: byHost(settings, "replication.seconds_behind_source", "max"),
      over: { method: "avg", minutes: overMinutes },
      comparator: ">",
      critical,
    },
    warning,
  };
}

/** One monitor for the clusters of a size; where there are several sizes, each watches its own hosts. */
function galera(settings: MysqlMonitorSettings): Record<string, MetricMonitorArgs> {
  const nodes = settings.galera;
  const sizes = [...new Set(nodes.map(({ clusterSize }) => clusterSize))].sort((a, b) => a - b);
  return Object.fromEntries(
    sizes.map((size) => {
      const hosts = nodes.filter(({ clusterSize }) => clusterSize === size).map(({ host }) => host);
      const scope =
        sizes.length === 1 ? [settings.scope] : allOf(settings.scope, oneOf("host", [...new Set(hosts)].sort()));
      return [`galera-${size}`, clusterSize(settings, size, scope)];
    }),
  );
}

function clusterSize(
  settings: MysqlMonitorSettings,
  size: number,
  scope: readonly string[] | Filter,
): MetricMonitorArgs {
  const overMinutes = 5;
  return {
    ...declared(
      `MySQL: a Galera cluster has fewer than ${size} nodes`,
      {
        alert: `The Galera node {{host.name}} ({{host.ip}}) has seen a cluster of {{value}} nodes for ${overMinutes} minutes: fewer than {{threshold}}. Without a majority it takes no more writes.\nFirst, on {{host.name}}: sudo mysql -e "SHOW STATUS LIKE 'wsrep_cluster%'"\nNon-Primary means that this node is cut off; Primary, that another is away: see its log before it is started.`,
        recovery: "The Galera node {{host.name}} sees {{value}} nodes again. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: metric("mysql.galera.wsrep_cluster_size", { aggregator: "min", scope, by: ["host"] }),
      // All of the window: a node that restarts is back before.
      over: { method: "max", minutes: overMinutes },
      comparator: "<",
      critical: size,
    },
  };
}

function byServer(settings: MysqlMonitorSettings, name: string, aggregator: SpaceAggregator): Metric {
  const query = byHost(settings, name, aggregator);
  return { ...query, by: [...query.by, SERVER_TAG] };
}

function byHost({ scope }: MysqlMonitorSettings, name: string, aggregator: SpaceAggregator): Metric {
  return metric(`mysql.${name}`, { aggregator, scope: [scope], by: ["host"] });
}
