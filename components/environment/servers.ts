import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host/host";
import type { ServerMonitoring } from "../packs/databases/kind";
import { oneOfSeveral, reportedHostname, serverKey, serverResource, sourceKey } from "../packs/databases/names";
import { type MysqlServers, mysqlServers } from "../packs/mysql/servers";
import type { Source } from "../packs/databases/source";
import { kindOf, type ServerSettings } from "./kinds";

type DeclaredServer = ServerSettings & {
  /** Another text looks at the server again. @default "" */
  readonly recheck?: string | undefined;
};

/** A host and the servers that its Agent monitors. */
export interface HostOfServers {
  readonly host: Host;
  readonly name: string;
  /** As the settings have it. */
  readonly address: string;
  /** The package's. */
  readonly agentVersion: string;
  readonly databases: readonly DeclaredServer[];
}

/** What an environment's servers are, as far as its monitors and dashboards differ by it. */
export function kindsOfServers(
  hosts: readonly { readonly name: string; readonly databases: readonly ServerSettings[] }[],
): { readonly postgres: boolean; readonly mysql: MysqlServers | undefined } {
  const servers = hosts.flatMap(({ name, databases }) =>
    databases.map((server) => ({ ...server, host: server.reportedHostname ?? name })),
  );
  const ofMysql = servers.filter(({ type }) => type === "mysql");
  return {
    postgres: servers.some(({ type }) => type === "postgres"),
    mysql: ofMysql.length > 0 ? mysqlServers(ofMysql) : undefined,
  };
}

/** The monitoring of every server, by `<host>.<server>`: sources before their replicas, which have their users. */
export function databaseServers(hosts: readonly HostOfServers[]): Map<string, ServerMonitoring> {
  const declared = hosts.flatMap(({ host, name, address, agentVersion, databases }) => {
    const place = { name, address };
    return databases.map((server) => ({
      agentVersion,
      key: serverKey(name, server),
      server,
      make: (replicaOf?: Source) =>
        kindOf(server).monitoring(serverResource(name, server), {
          ...server,
          host,
          replicaOf,
          reportedHostname: reportedHostname(server, place),
          oneOfSeveral: oneOfSeveral(server, databases, place),
        }),
    }));
  });
  const made = new Map<string, ServerMonitoring>();
  for (const { key, server, make } of declared) {
    if (server.replicaOf === undefined) made.set(key, make());
  }
  for (const { key, server, make } of declared) {
    const { replicaOf, type } = server;
    if (replicaOf === undefined) continue;
    made.set(key, make(made.get(sourceKey({ replicaOf, type }, (other) => made.has(other)))?.source));
  }
  for (const { key, agentVersion, server } of declared) {
    const said = kindOf(server).unserved(server, agentVersion);
    for (const sentence of said) void pulumi.log.warn(`${key}: ${sentence}`, made.get(key));
  }
  return made;
}
