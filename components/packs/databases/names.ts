/** What tells a server from the others of its host. */
interface Named {
  readonly type: string;
  /** @default the type */
  readonly name?: string | undefined;
}

/** On all that a server sends: two servers of a host are told apart by it, and no other tag of the Agent's does. */
export const SERVER_TAG = "database_server";

/** In the stack and its outputs, below its host. */
export function serverName({ name, type }: Named): string {
  return name ?? type;
}

/** Among all servers: `db1.orders`. */
export function serverKey(host: string, server: Named): string {
  return `${host}.${serverName(server)}`;
}

/** The component's name in the stack. A host's name and a server's have hyphens: two pairs may make one of it. */
export function serverResource(host: string, server: Named): string {
  return `${host}-${serverName(server)}`;
}

/** The server whose replica one is: `db1`, or `db1.orders` by its name. */
interface Replica {
  readonly replicaOf: string;
  readonly type: string;
}

/** What `replicaOf` may mean: a server's key, or a host's server of the replica's own type. A host's name may have dots. */
export function sourceKeys({ replicaOf, type }: Replica): readonly [string, string] {
  return [replicaOf, serverKey(replicaOf, { type })];
}

/** @param isServer whether there is one of such a key. */
export function sourceKey(replica: Replica, isServer: (key: string) => boolean): string {
  const [named, ofHost] = sourceKeys(replica);
  return isServer(named) ? named : ofHost;
}

/** Loopback, in any of its forms. */
export const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** What of a server tells where it runs. */
interface Reached {
  readonly type: string;
  readonly address?: string | undefined;
  readonly socket?: string | undefined;
  readonly admin?: unknown;
  readonly manageUser?: boolean | undefined;
  readonly reportedHostname?: string | undefined;
}

/** Whether a server's address is the host's own for sure. */
export function isAtHost(server: Reached, host: { readonly name: string; readonly address: string }): boolean {
  const { address = "127.0.0.1", socket } = server;
  return socket !== undefined || LOOPBACK.test(address) || address === host.address || address === host.name;
}

/**
 * The host's name that Datadog shows for a server: the check takes only these addresses, and a socket, for the Agent's own
 * host; another address of the host would become a host of its own.
 *
 * @returns nothing where the check finds it by itself.
 */
export function reportedHostname(
  server: Reached,
  host: { readonly name: string; readonly address: string },
): string | undefined {
  if (server.reportedHostname !== undefined) return server.reportedHostname;
  const { address = "127.0.0.1", socket } = server;
  if (socket !== undefined || address === "localhost" || address === "127.0.0.1") return undefined;
  return isAtHost(server, host) ? host.name : undefined;
}

/** Of a host's servers, those that Datadog would take for one: of one kind, under one host's name. */
export function oneOfSeveral(
  server: Reached,
  servers: readonly Reached[],
  host: { readonly name: string; readonly address: string },
): boolean {
  const shown = (one: Reached) => {
    if (isAtHost(one, host)) return `${one.type} ${reportedHostname(one, host) ?? host.name}`;
    return `${one.type} ${one.reportedHostname ?? one.address ?? ""}`;
  };
  return servers.filter((other) => shown(other) === shown(server)).length > 1;
}
