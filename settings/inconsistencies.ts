import { serverKey, sourceKey } from "../components/databases/names";
import type { DatabaseSettings } from "./databases";

/** A mistake that no part of the settings can see alone. */
interface Inconsistency {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface Environment {
  readonly hosts: readonly { readonly name: string; readonly databases: readonly DatabaseSettings[] }[];
  readonly databaseMonitors: { readonly noDataAfterMinutes: number };
}

interface Placed {
  /** `db1.orders`. */
  readonly key: string;
  readonly server: DatabaseSettings;
  readonly path: readonly (string | number)[];
}

export function inconsistencies({ hosts, databaseMonitors }: Environment): Inconsistency[] {
  const servers = hosts.flatMap(({ name, databases }, i) =>
    databases.map((server, j) => ({ key: serverKey(name, server), server, path: ["hosts", i, "databases", j] })),
  );
  return [
    ...rareChecks(servers, databaseMonitors.noDataAfterMinutes),
    ...replicas(servers),
    ...serversOfTwoHosts(servers),
  ];
}

/** A check that is late once would be called silent. */
function* rareChecks(servers: readonly Placed[], noDataAfterMinutes: number): Generator<Inconsistency> {
  for (const { server, path } of servers) {
    if (2 * (server.intervalSeconds ?? 0) <= 60 * noDataAfterMinutes) continue;
    yield {
      path: [...path, "intervalSeconds"],
      message: `is so rare that it is called silent: databaseMonitors.noDataAfterMinutes is ${noDataAfterMinutes}; expected at most half of that`,
    };
  }
}

/** A replica has its user from a server on which users can be made. */
function* replicas(servers: readonly Placed[]): Generator<Inconsistency> {
  const sources = servers.filter(({ server }) => server.replicaOf === undefined);
  for (const { server, path } of servers) {
    const { type, replicaOf } = server;
    if (replicaOf === undefined) continue;
    if (!sources.some((source) => source.key === sourceKey({ replicaOf, type }) && source.server.type === type)) {
      const known = sources.filter((source) => source.server.type === type).map(({ key }) => key);
      yield {
        path: [...path, "replicaOf"],
        message: `is no ${type} server on which users are made; expected ${known.length === 0 ? "one that is declared here" : known.join(" or ")}`,
      };
    }
    for (const key of ["password", "adopt"] as const) {
      if (server[key] === undefined || server[key] === false) continue;
      yield { path: [...path, key], message: "can't be had with replicaOf; expected it at the source" };
    }
  }
}

/** Two hosts would take the server's user from each other. */
function* serversOfTwoHosts(servers: readonly Placed[]): Generator<Inconsistency> {
  const managed = servers.filter(({ server }) => server.admin !== undefined);
  const place = ({ server }: Placed) => `${server.type} ${server.address}:${server.port}`;
  for (const one of managed) {
    const first = managed.find((other) => place(other) === place(one));
    if (first === undefined || first === one) continue;
    yield { path: [...one.path, "address"], message: `is ${first.key}'s already; expected each server once` };
  }
}
