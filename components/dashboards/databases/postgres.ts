import { arithmetic } from "../../../datadog/query/build";
import type { Query } from "../../../datadog/query/query";
import { onHost } from "../on-host";
import { note, type Widget } from "../page";
import { postgresConnections } from "../panels";
import { lines, shares } from "./lines";

/** PostgreSQL's part of the page, in the order in which trouble shows. */
export function postgresPanels(env: string): Widget[] {
  return [
    introduction(),
    postgresConnections(env),
    lines(
      "PostgreSQL: transactions a second",
      onHost(env, "postgresql.commits", "sum"),
      onHost(env, "postgresql.rollbacks", "sum"),
    ),
    lines("PostgreSQL: deadlocks a second", onHost(env, "postgresql.deadlocks", "sum")),
    shares("PostgreSQL: blocks found in memory (fraction)", bufferHits(env)),
    lines("PostgreSQL: a standby's seconds behind its primary", onHost(env, "postgresql.replication_delay", "max")),
    lines(
      "PostgreSQL: transactions before wraparound, the database with the fewest",
      onHost(env, "postgresql.before_xid_wraparound", "min"),
    ),
    lines("PostgreSQL: size of each database (bytes)", onHost(env, "postgresql.database_size", "max", ["db"])),
  ];
}

function introduction(): Widget {
  return note(
    "**PostgreSQL**, from left to right as trouble shows.",
    "**Connections in use** is a fraction of `max_connections`; the band is where the algorithm expects it, and what lies outside is drawn in red. Sessions pile up here before the server refuses new ones.",
    "**Transactions**: commits and rollbacks of all databases together. Rollbacks that rise with commits unchanged are failing statements. **Deadlocks** should be 0: two transactions waited for each other, and the server ended one.",
    "**Blocks found in memory** is near 1 while what is read fits into `shared_buffers`. A fall means reads from the disk.",
    "**Seconds behind** is drawn for standbys only. **Before wraparound** falls slowly and rises with each vacuum; at 0 nothing can be written, and its monitor alerts long before.",
  );
}

/** Of the blocks that were asked for, those that needed no read. */
function bufferHits(env: string): Query {
  const hits = onHost(env, "postgresql.buffer_hit", "sum");
  const reads = onHost(env, "postgresql.disk_read", "sum");
  return arithmetic(hits, "/", arithmetic(hits, "+", reads));
}
