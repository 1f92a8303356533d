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

/** Of the server whose replica one is: `db1` is the server of its own type there. */
export function sourceKey({ replicaOf, type }: { readonly replicaOf: string; readonly type: string }): string {
  return replicaOf.includes(".") ? replicaOf : serverKey(replicaOf, { type });
}
