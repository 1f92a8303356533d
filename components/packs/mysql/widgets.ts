import type { Widget } from "../../dashboards/declaration";
import { BAND, band, lines, upTo } from "../../dashboards/graphs";
import { next, note, type Onward } from "../../dashboards/note";
import { onHost } from "../../dashboards/on-host";

export interface MysqlWidgets {
  /** Some server sends the metrics of replication. @default false */
  readonly replication?: boolean | undefined;
}

/** MySQL's and MariaDB's part of the dashboard, in the order in which trouble shows. */
export function mysqlWidgets(onward: Onward, { replication = false }: MysqlWidgets): Widget[] {
  const { env } = onward;
  return [
    introduction(onward, replication),
    band("MySQL: open files, with anomalies", onHost(env, "mysql.performance.open_files", "avg")),
    lines(
      "MySQL: connections, and how many there may be",
      onHost(env, "mysql.performance.threads_connected", "avg"),
      onHost(env, "mysql.net.max_connections_available", "avg"),
    ),
    lines("MySQL: queries a second", onHost(env, "mysql.performance.queries", "sum")),
    lines("MySQL: slow queries a second", onHost(env, "mysql.performance.slow_queries", "sum")),
    upTo(
      1,
      "MySQL: InnoDB's buffer pool in use (fraction)",
      onHost(env, "mysql.innodb.buffer_pool_utilization", "avg"),
    ),
    ...(replication
      ? [
          lines(
            "MySQL: a replica's seconds behind its source",
            onHost(env, "mysql.replication.seconds_behind_source", "max"),
          ),
        ]
      : []),
  ];
}

function introduction(onward: Onward, replication: boolean): Widget {
  return note(
    "**MySQL and MariaDB**, from left to right as trouble shows.",
    `**Open files** is how many files the server holds open. ${BAND} A jump is often many new tables, or a cache of tables that is too small.`,
    "**Connections** and the limit `max_connections` are in one graph: where the lines meet, logins are refused; the monitor warns before.",
    "**Queries** tells the load, **slow queries** those above `long_query_time`: where only the second rises, look for a missing index.",
    "**Buffer pool in use** rises to 1 on a server that has run for a while, and that is well; it is far below where the pool is larger than the data.",
    ...(replication
      ? ["**Seconds behind** is drawn for replicas only. A line that ends is a replica that stopped: it has no lag."]
      : []),
    next(onward, "databases"),
  );
}
