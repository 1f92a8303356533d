/** What was proved on a database server. */
export interface Proof {
  /** `PostgreSQL`, `MySQL` or `MariaDB`, as the server itself says. */
  readonly server: string;
  /** `15.18`, `9.7.4`. */
  readonly version: string;
  readonly user: string;
  readonly databaseMonitoring: boolean;
  /** What the server's administrator could not give, and why. */
  readonly withheld: readonly { readonly what: string; readonly why: string }[];
  /** Lines of the server's configuration that Database Monitoring still wants. */
  readonly missingSettings: readonly { readonly line: string; readonly restart: boolean }[];
}

/** @param printed by the script. */
export function proof(printed: string): Proof {
  return JSON.parse(printed) as Proof;
}
