import type { MysqlInstance } from "./integration";

/** What of a server's settings tells which monitors and widgets it needs. */
interface DeclaredServer extends Pick<MysqlInstance, "replication" | "galera"> {
  /** The host's name, as Datadog shows the server. */
  readonly host: string;
}

/** A server that was declared to be of a Galera cluster. */
export interface GaleraNode {
  /** As Datadog shows it. */
  readonly host: string;
  /** How many nodes its cluster should have. */
  readonly clusterSize: number;
}

/** What an environment's MySQL and MariaDB servers have of what only some have. */
export interface MysqlServers {
  /** Some server sends the metrics of replication. */
  readonly replication: boolean;
  readonly galera: readonly GaleraNode[];
}

export function mysqlServers(servers: readonly DeclaredServer[]): MysqlServers {
  return {
    replication: servers.some(({ replication }) => replication === true),
    galera: servers.flatMap(({ host, galera }) =>
      galera === undefined ? [] : [{ host, clusterSize: galera.clusterSize }],
    ),
  };
}
