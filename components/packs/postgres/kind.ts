import type { Contradiction } from "../databases/contradictions";
import type { ServerKind } from "../databases/kind";
import { leastPostgresLimit } from "./connections";
import { discovers } from "./integration";
import { PostgresMonitoring, type PostgresMonitoringArgs } from "./postgres";
import { postgres, type PostgresSettings } from "./settings";
import { unserved } from "./unserved";

export const postgresKind = {
  settings: postgres,
  contradictions,
  leastConnections: (server) => leastPostgresLimit({ ...server, discovers: discovers(server.extra) }),
  monitoring: (name, args) => new PostgresMonitoring(name, args),
  unserved,
} satisfies ServerKind<PostgresSettings, PostgresMonitoringArgs>;

function* contradictions(server: PostgresSettings): Generator<Contradiction> {
  if (server.schemas !== undefined && !server.dbm) {
    yield ["schemas", "is of plans, which dbm makes, and it is off; expected both, or neither"];
  }
  if (discovers(server.extra) && server.database !== "postgres") {
    yield [
      "database",
      "is where extra.database_autodiscovery begins, which lists databases from postgres; expected that",
    ];
  }
}
