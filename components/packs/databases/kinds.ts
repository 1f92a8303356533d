/** What of a host's settings tells which monitors and panels its servers need. */
interface HostOfServers {
  readonly name: string;
  readonly databases: readonly DeclaredServer[];
}

interface DeclaredServer {
  readonly type: "postgres" | "mysql";
  readonly reportedHostname?: string | undefined;
  readonly replication?: boolean;
  readonly galera?: { readonly clusterSize: number } | undefined;
}

/** A server that was declared to be of a Galera cluster. */
export interface GaleraNode {
  /** As Datadog shows it. */
  readonly host: string;
  /** How many nodes its cluster should have. */
  readonly clusterSize: number;
}

/** The kinds of servers that an environment has. */
export interface Kinds {
  readonly postgres: boolean;
  /** MySQL or MariaDB. */
  readonly mysql?: {
    /** Some server sends the metrics of replication. */
    readonly replication: boolean;
    readonly galera: readonly GaleraNode[];
  };
}

export function kindsOfServers(hosts: readonly HostOfServers[]): Kinds {
  const servers = hosts.flatMap(({ name, databases }) => databases.map((server) => ({ host: name, ...server })));
  const mysql = servers.filter(({ type }) => type === "mysql");
  return {
    postgres: servers.some(({ type }) => type === "postgres"),
    ...(mysql.length > 0 && {
      mysql: {
        replication: mysql.some(({ replication }) => replication === true),
        galera: mysql.flatMap(({ host, reportedHostname, galera }) =>
          galera === undefined ? [] : [{ host: reportedHostname ?? host, clusterSize: galera.clusterSize }],
        ),
      },
    }),
  };
}
