import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../host/host";
import { MysqlMonitoring, type MysqlMonitoringArgs } from "../mysql/mysql";
import { oneOfSeveral, reportedHostname, serverKey, serverName, sourceKey } from "./names";
import { PostgresMonitoring, type PostgresMonitoringArgs } from "../postgres/postgres";
import { unserved } from "../postgres/unserved";
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
  /** The package's. */
  readonly agentVersion: string;
  readonly databases: readonly DeclaredServer[];
}

/** The monitoring of every server, by `<host>.<server>`: sources before their replicas, which have their users. */
export function databaseServers(hosts: readonly HostOfServers[]): Map<string, DatabaseMonitoring> {
  const declared = hosts.flatMap(({ host, name, agentVersion, databases }) => {
    const place = { name, address: host.address };
    return databases.map((server) => ({
      host,
      agentVersion,
      key: serverKey(name, server),
      name: `${name}-${serverName(server)}`,
      server: {
        ...server,
        reportedHostname: reportedHostname(server, place),
        oneOfSeveral: oneOfSeveral(server, databases, place),
      },
    }));
  });
  const made = new Map<string, DatabaseMonitoring>();
  for (const { host, key, name, server } of declared) {
    if (server.replicaOf === undefined) made.set(key, databaseServer(name, host, server));
  }
  for (const { host, key, name, server } of declared) {
    const { replicaOf, type } = server;
    if (replicaOf === undefined) continue;
    const source = sourceKey({ replicaOf, type }, (other) => made.has(other));
    made.set(key, databaseServer(name, host, server, made.get(source)?.source));
  }
  for (const { key, agentVersion, server } of declared) {
    if (server.type !== "postgres") continue;
    for (const said of unserved(server, agentVersion)) void pulumi.log.warn(`${key}: ${said}`, made.get(key));
  }
  return made;
}

function databaseServer(name: string, host: Host, server: DeclaredServer, replicaOf?: Source): DatabaseMonitoring {
  return server.type === "postgres"
    ? new PostgresMonitoring(name, { ...server, host, replicaOf })
    : new MysqlMonitoring(name, { ...server, host, replicaOf });
}
