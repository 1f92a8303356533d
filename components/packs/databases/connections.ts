/**
 * How many sessions the Agent's checks hold on a server, and the limit of their user that follows. Seen with the real
 * checks postgres 23.0.0 and mysql 15.8.0; a refused session is a database without plans, or no check at all after the
 * server's restart.
 */

/** What of a server's settings tells how many sessions its checks hold. */
export interface Connecting {
  readonly dbm?: boolean | undefined;
  /** PostgreSQL's further databases: an instance, and so a session, each. */
  readonly moreDatabases?: readonly unknown[] | undefined;
  /** The user's own. @default reckoned */
  readonly connectionLimit?: number | undefined;
  /** The Agent's `database_autodiscovery` opens a session in each database, as Database Monitoring does for plans. */
  readonly discovers?: boolean | undefined;
}

/** What is enough for a check without Database Monitoring, and a person who looks. */
const SPARE = 10;

/** Databases in which the check may have sessions at once; its own default is 30. */
const DATABASES = 16;

/**
 * A pool of the check has up to two sessions in a database: the second where plans and schemas meet, which newer checks read
 * at their start and every ten minutes. The proof's second run of it, one: where it has two as well, it can lose a plan.
 *
 * @see https://github.com/DataDog/integrations-core/pull/23626
 */
const SESSIONS_A_DATABASE = 3;

/** A script's own login, while the Agent goes on. */
const LOGIN = 1;

/** `max_connections` of PostgreSQL's check, which counts databases; nothing where it keeps no pools. */
export function databasesAtOnce(server: Connecting): number | undefined {
  if (!hasPools(server)) return undefined;
  if (server.connectionLimit === undefined) return DATABASES;
  return Math.max(1, Math.floor((server.connectionLimit - postgresSessions(server)) / SESSIONS_A_DATABASE));
}

/** The least that PostgreSQL's check can run with: one database at a time. */
export function leastPostgresLimit(server: Connecting): number {
  return postgresSessions(server) + (hasPools(server) ? SESSIONS_A_DATABASE : 0);
}

export function postgresLimit(server: Connecting): number {
  return (
    server.connectionLimit ??
    Math.max(SPARE, postgresSessions(server) + (hasPools(server) ? DATABASES * SESSIONS_A_DATABASE : 0))
  );
}

/** The least that MySQL's check can run with; an account for each host part has it for itself. */
export function leastMysqlLimit({ dbm }: Connecting): number {
  // Database Monitoring's four jobs have a session each: statements, samples, activity, metadata.
  return 2 * (dbm === true ? 5 : 1) + LOGIN;
}

export function mysqlLimit(server: Connecting): number {
  return server.connectionLimit ?? Math.max(SPARE, leastMysqlLimit(server) + 4);
}

function hasPools({ dbm, discovers }: Connecting): boolean {
  return dbm === true || discovers === true;
}

/** Those of the instances themselves: three with Database Monitoring, one without; twice while the proof runs. */
function postgresSessions({ dbm, moreDatabases = [] }: Connecting): number {
  return 2 * ((dbm === true ? 3 : 1) + moreDatabases.length) + LOGIN;
}
