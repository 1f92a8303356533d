import { LOGIN, SPARE } from "../databases/sessions";

/** What of a server's settings tells how many sessions its check holds, and the limit of its user that follows. */
interface Connecting {
  readonly dbm?: boolean | undefined;
  /** The user's own. @default reckoned */
  readonly connectionLimit?: number | undefined;
}

/** The least that the check can run with; an account for each host part has it for itself. */
export function leastMysqlLimit({ dbm }: Connecting): number {
  // Database Monitoring's four jobs have a session each: statements, samples, activity, metadata.
  return 2 * (dbm === true ? 5 : 1) + LOGIN;
}

export function mysqlLimit(server: Connecting): number {
  return server.connectionLimit ?? Math.max(SPARE, leastMysqlLimit(server) + 4);
}
