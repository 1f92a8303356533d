import { leastMysqlLimit, leastPostgresLimit } from "../components/packs/databases/connections";
import { LOOPBACK } from "../components/packs/databases/names";
import { discovers } from "../components/packs/postgres/integration";
import type { DatabaseSettings, PostgresSettings } from "./databases";

/** The key that is too much, or missing, and why. */
type Contradiction = readonly [key: string, message: string];

/** What can't be had together, of one server. */
export function* contradictions(server: DatabaseSettings): Generator<Contradiction> {
  const { admin, dbm, manageServerSettings } = server;
  if (admin !== undefined && manageServerSettings) {
    yield ["manageServerSettings", "can't be had with admin; expected the settings at the server's provider"];
  }
  if (manageServerSettings && !dbm && !("extraPerformanceMetrics" in server && server.extraPerformanceMetrics)) {
    yield ["manageServerSettings", "sets what dbm needs, which is off; expected both, or neither"];
  }
  if (server.password !== undefined && server.passwordVersion !== 1) {
    yield ["passwordVersion", "makes no other password beside password; expected that one to be changed"];
  }
  if (admin !== undefined && server.tls === undefined && !LOOPBACK.test(server.address)) {
    yield ["tls", "is missing; expected its mode, since admin's and the user's passwords cross a network"];
  }
  if (server.allowRestart && !manageServerSettings) {
    yield ["allowRestart", "restarts nothing without manageServerSettings; expected both, or neither"];
  }
  if (!server.manageUser) yield* leftAlone(server);
  if (server.type === "postgres") yield* ofPostgres(server);
  const least = server.type === "postgres" ? leastPostgresLimit(sessions(server)) : leastMysqlLimit(server);
  if (server.manageUser && server.connectionLimit !== undefined && server.connectionLimit < least) {
    yield [
      "connectionLimit",
      `is less than the checks hold: expected at least ${least}${dbm ? " with dbm" : ""}, the proof's own run of them included`,
    ];
  }
}

/** Nothing is done for a user that is left alone, and its password is known to who made it. */
function* leftAlone(server: DatabaseSettings): Generator<Contradiction> {
  if (server.replicaOf !== undefined) {
    yield ["manageUser", "is said by replicaOf, where nothing is made either; expected one of the two"];
  } else if (server.password === undefined) {
    yield ["password", "is missing; expected that of the user that is left alone (pulumi config set --secret)"];
  }
  const meaningless = ["admin", "adopt", "connectionLimit", "manageServerSettings", "hostParts", "schemas"] as const;
  for (const key of meaningless) {
    const value = (server as Readonly<Record<string, unknown>>)[key];
    if (value === undefined || value === false) continue;
    yield [key, "can't be had with manageUser: false, which changes nothing on the server; expected one of the two"];
  }
  if (server.tls === undefined && server.socket === undefined && !LOOPBACK.test(server.address)) {
    yield ["tls", "is missing; expected its mode, since the user's password crosses a network"];
  }
}

function* ofPostgres(server: PostgresSettings): Generator<Contradiction> {
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

function sessions(server: PostgresSettings) {
  return { ...server, discovers: discovers(server.extra) };
}
