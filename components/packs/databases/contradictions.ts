import { LOOPBACK } from "./names";
import { isHandle } from "./password";

/** The key that is too much, or missing, and why. */
export type Contradiction = readonly [key: string, message: string];

/** What of any server's settings is held against the rest of them. */
interface Declared {
  readonly address: string;
  readonly socket?: string | undefined;
  readonly admin?: unknown;
  readonly tls?: unknown;
  readonly password?: string | undefined;
  readonly passwordVersion: number;
  readonly replicaOf?: string | undefined;
  readonly manageUser: boolean;
  readonly connectionLimit?: number | undefined;
  readonly dbm: boolean;
  readonly manageServerSettings: boolean;
  readonly allowRestart: boolean;
  readonly extraPerformanceMetrics?: boolean;
}

/** What can't be had together, of one server of any kind. */
export function* contradictions(server: Declared): Generator<Contradiction> {
  const { admin, dbm, manageServerSettings } = server;
  if (admin !== undefined && manageServerSettings) {
    yield ["manageServerSettings", "can't be had with admin; expected the settings at the server's provider"];
  }
  if (manageServerSettings && !dbm && server.extraPerformanceMetrics !== true) {
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
  if (server.manageUser && isHandle(server.password)) {
    yield [
      "password",
      "is a handle, which the Agent alone opens; expected manageUser: false, and the user made by others",
    ];
  }
  if (!server.manageUser) yield* leftAlone(server);
}

/** A limit below what the check holds would be a login refused. */
export function* tooFewConnections(server: Declared, least: number): Generator<Contradiction> {
  const { manageUser, connectionLimit, dbm } = server;
  if (!manageUser || connectionLimit === undefined || connectionLimit >= least) return;
  yield [
    "connectionLimit",
    `is less than the checks hold: expected at least ${least}${dbm ? " with dbm" : ""}, the proof's own run of them included`,
  ];
}

/** Nothing is done for a user that is left alone, and its password is known to who made it. */
function* leftAlone(server: Declared): Generator<Contradiction> {
  if (server.replicaOf !== undefined) {
    yield ["manageUser", "is said by replicaOf, where nothing is made either; expected one of the two"];
  } else if (server.password === undefined) {
    yield ["password", "is missing; expected that of the user that is left alone (pulumi config set --secret)"];
  }
  const meaningless = ["admin", "adopt", "connectionLimit", "manageServerSettings", "hostParts", "schemas"] as const;
  for (const key of meaningless) {
    const value = (server as unknown as Readonly<Record<string, unknown>>)[key];
    if (value === undefined || value === false) continue;
    yield [key, "can't be had with manageUser: false, which changes nothing on the server; expected one of the two"];
  }
  if (server.tls === undefined && server.socket === undefined && !LOOPBACK.test(server.address)) {
    yield ["tls", "is missing; expected its mode, since the user's password crosses a network"];
  }
}
