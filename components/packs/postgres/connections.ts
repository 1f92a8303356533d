import { LOGIN, SPARE } from "../databases/sessions";

/** What of a server's settings tells how many sessions its check holds, and the limit of its user that follows. */
interface Connecting {
  readonly dbm?: boolean | undefined;
  /** An instance, and so a session, each. */
  readonly moreDatabases?: readonly unknown[] | undefined;
  /** The user's own. @default reckoned */
  readonly connectionLimit?: number | undefined;
  /** The Agent's `database_autodiscovery` opens a session in each database, as Database Monitoring does for plans. */
  readonly discovers?: boolean | undefined;
}

/** Databases in which the check may have sessions at once; its own default is 30. */
const DATABASES = 16;

/**
 * A pool of the check has up to two sessions in a database: the second where plans and schemas meet, which newer checks read
 * at their start and every ten minutes. The proof's second run of it, one: where it has two as well, it can lose a plan.
 *
 * @see https://github.com/DataDog/integrations-core/pull/23626
 */
const SESSIONS_A_DATABASE = 3;

/** The check's `max_connections`, which counts databases; nothing where it keeps no pools. */
export function databasesAtOnce(server: Connecting): number | undefined {
  if (!hasPools(server)) return undefined;
  if (server.connectionLimit === undefined) return DATABASES;
  return Math.max(1, Math.floor((server.connectionLimit - instances(server)) / SESSIONS_A_DATABASE));
}

/** The least that the check can run with: one database at a time. */
export function leastPostgresLimit(server: Connecting): number {
  return instances(server) + (hasPools(server) ? SESSIONS_A_DATABASE : 0);
}

export function postgresLimit(server: Connecting): number {
  return (
    server.connectionLimit ??
    Math.max(SPARE, instances(server) + (hasPools(server) ? DATABASES * SESSIONS_A_DATABASE : 0))
  );
}

function hasPools({ dbm, discovers }: Connecting): boolean {
  return dbm === true || discovers === true;
}

/** Sessions of the instances themselves: three with Database Monitoring, one without; twice while the proof runs. */
function instances({ dbm, moreDatabases = [] }: Connecting): number {
  return 2 * ((dbm === true ? 3 : 1) + moreDatabases.length) + LOGIN;
}
