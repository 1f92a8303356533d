import { arithmetic } from "../../../datadog/query/build";
import type { Query } from "../../../datadog/query/query";
import type { Widget } from "../../dashboards/declaration";
import { BAND, band, lines, upTo } from "../../dashboards/graphs";
import { next, note, type Onward } from "../../dashboards/note";
import { onHost } from "../../dashboards/on-host";

/** PostgreSQL's part of the dashboard, in the order in which trouble shows. */
export function postgresWidgets(onward: Onward): Widget[] {
  const { env } = onward;
  return [
    introduction(onward),
    connections(env),
    lines(
      "PostgreSQL: transactions a second",
      onHost(env, "postgresql.commits", "sum"),
      onHost(env, "postgresql.rollbacks", "sum"),
    ),
    lines("PostgreSQL: deadlocks a second", onHost(env, "postgresql.deadlocks", "sum")),
    upTo(1, "PostgreSQL: blocks found in memory (fraction)", bufferHits(env)),
    lines("PostgreSQL: a standby's seconds behind its primary", onHost(env, "postgresql.replication_delay", "max")),
    lines(
      "PostgreSQL: transactions before wraparound, the database with the fewest",
      onHost(env, "postgresql.before_xid_wraparound", "min"),
    ),
    lines("PostgreSQL: size of each database (bytes)", onHost(env, "postgresql.database_size", "max", ["db"])),
  ];
}

/** Of all that PostgreSQL sends, what one wants to see of a host. */
export function postgresOnHost(onward: Onward): Widget[] {
  return [note(CONNECTIONS, next(onward, "databases")), connections(onward.env)];
}

/** PostgreSQL's connections, with the band in which the algorithm expects them. */
export function connections(env: string): Widget {
  return band(
    "PostgreSQL: connections in use (fraction), with anomalies",
    onHost(env, "postgresql.percent_usage_connections", "avg"),
  );
}

const CONNECTIONS = `**Connections in use** is a fraction of \`max_connections\`. ${BAND} Sessions pile up here before PostgreSQL refuses new ones.`;

function introduction(onward: Onward): Widget {
  return note(
    "**PostgreSQL**, from left to right as trouble shows.",
    CONNECTIONS,
    "**Transactions**: commits and rollbacks of all databases together. Rollbacks that rise with commits unchanged are failing statements. **Deadlocks** should be 0: two transactions waited for each other, and the server ended one.",
    "**Blocks found in memory** is near 1 while what is read fits into `shared_buffers`. A fall means reads from the disk.",
    "**Seconds behind** is drawn for standbys only. **Before wraparound** falls slowly and rises with each vacuum; at 0 nothing can be written, and its monitor alerts long before.",
    next(onward, "databases"),
  );
}

/** Of the blocks that were asked for, those that needed no read. */
function bufferHits(env: string): Query {
  const hits = onHost(env, "postgresql.buffer_hit", "sum");
  const reads = onHost(env, "postgresql.disk_read", "sum");
  return arithmetic(hits, "/", arithmetic(hits, "+", reads));
}
