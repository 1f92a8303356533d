import type { Host } from "../host/host";
import { MysqlMonitoring, type MysqlMonitoringArgs } from "./mysql/mysql";
import { serverKey, sourceKey } from "./names";
import { PostgresMonitoring, type PostgresMonitoringArgs } from "./postgres/postgres";
import type { Source } from "./source";

export type DatabaseMonitoring = PostgresMonitoring | MysqlMonitoring;

type Declared<Args> = Omit<Args, "host" | "replicaOf"> & {
  /** In the stack and its outputs. @default the type */
  readonly name?: string | undefined;
  /** The server whose replica it is: `db1`, or `db1.orders` by its name. @default it is none */
  readonly replicaOf?: string | undefined;
};

type DeclaredServer =
  | ({ readonly type: "postgres" } & Declared<PostgresMonitoringArgs>)
  | ({ readonly type: "mysql" } & Declared<MysqlMonitoringArgs>);

/** A host and the servers that its Agent monitors. */
export interface HostOfServers {
  readonly host: Host;
  readonly name: string;
  readonly databases: readonly DeclaredServer[];
}

/** The monitoring of every server, by `<host>.<server>`: sources before their replicas, which have their users. */
export function databaseServers(hosts: readonly HostOfServers[]): Map<string, DatabaseMonitoring> {
  const declared = hosts.flatMap(({ host, name, databases }) =>
    databases.map((server) => ({ host, key: serverKey(name, server), server })),
  );
  const made = new Map<string, DatabaseMonitoring>();
  for (const { host, key, server } of declared) {
    if (server.replicaOf === undefined) made.set(key, databaseServer(key, host, server));
  }
  for (const { host, key, server } of declared) {
    const { replicaOf, type } = server;
    if (replicaOf === undefined) continue;
    made.set(key, databaseServer(key, host, server, made.get(sourceKey({ replicaOf, type }))?.source));
  }
  return made;
}

function databaseServer(key: string, host: Host, server: DeclaredServer, replicaOf?: Source): DatabaseMonitoring {
  const name = key.replace(".", "-");
  return server.type === "postgres"
    ? new PostgresMonitoring(name, { ...server, host, replicaOf })
    : new MysqlMonitoring(name, { ...server, host, replicaOf });
}
