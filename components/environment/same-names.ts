import { pathInWords } from "../../settings/path-in-words";
import { isAtHost, serverResource } from "../packs/databases/names";
import { serviceResource } from "../packs/services/names";
import type { Inconsistency } from "./inconsistencies";
import type { ServerSettings } from "./kinds";

interface HostSettings {
  readonly name: string;
  readonly address: string;
  readonly databases: readonly ServerSettings[];
  readonly services: readonly { readonly name: string; readonly databasePort?: number | undefined }[];
}

/** What a component is made of. */
interface Declared {
  /** Its type: of two types one name is no other's. */
  readonly type: string;
  /** In the stack. */
  readonly name: string;
  readonly host: string;
  readonly path: readonly (string | number)[];
}

/** Of two resources with one URN the engine takes the first, and stops at the second without the settings' names. */
export function* oneResource(hosts: readonly HostSettings[]): Generator<Inconsistency> {
  const first = new Map<string, Declared>();
  for (const declared of hosts.flatMap(componentsOf)) {
    const { type, name, host, path } = declared;
    const other = first.get(`${type} ${name}`);
    if (other === undefined) first.set(`${type} ${name}`, declared);
    // Of one host it is said there.
    if (other === undefined || other.host === host) continue;
    yield {
      path: [...path, "name"],
      message: `makes it ${name} in the stack, as ${pathInWords(other.path)} is; expected another name for one of the two`,
    };
  }
}

function componentsOf({ name: host, databases, services }: HostSettings, i: number): Declared[] {
  return [
    ...databases.map((server, j) => ({
      ...{ type: server.type, name: serverResource(host, server), host },
      path: ["hosts", i, "databases", j],
    })),
    ...services.map(({ name }, j) => ({
      ...{ type: "service", name: serviceResource(host, name), host },
      path: ["hosts", i, "services", j],
    })),
  ];
}

/** What is kept of a host's servers there has their ports in its name, and Database Monitoring knows them by these alone. */
export function* onePort(hosts: readonly HostSettings[]): Generator<Inconsistency> {
  for (const [i, host] of hosts.entries()) {
    for (const [j, server] of host.databases.entries()) {
      const first = host.databases.findIndex((other) => other === server || areOne(other, server));
      if (first === j) continue;
      yield {
        path: ["hosts", i, "databases", j, "port"],
        message: `is databases[${first}]'s already, and ports alone tell ${server.type} servers at one address apart; expected one of its own`,
      };
    }
  }
}

/** Of MySQL nothing is kept by the port but a drop-in; its check tells what it sends apart by `database_server`. */
function areOne(one: ServerSettings, other: ServerSettings): boolean {
  if (place(one) !== place(other)) return false;
  const both = (flag: "dbm" | "manageServerSettings") => one[flag] && other[flag];
  return one.type === "postgres" || one.socket === other.socket || both("dbm") || both("manageServerSettings");
}

function place({ type, address, port }: ServerSettings): string {
  return [type, address === "localhost" ? "127.0.0.1" : address, port].join(" ");
}

/** A service's role is its own, and goes with it. */
export function* oneRole(hosts: readonly HostSettings[]): Generator<Inconsistency> {
  for (const [i, host] of hosts.entries()) {
    for (const [j, { name, databasePort }] of host.services.entries()) {
      const server = host.databases.findIndex(
        (one) => one.type === "postgres" && one.port === databasePort && one.user === name && isAtHost(one, host),
      );
      if (server === -1) continue;
      yield {
        path: ["hosts", i, "services", j, "name"],
        message: `would be its role in PostgreSQL, and is the monitoring user of databases[${server}] there; expected another name, or another user`,
      };
    }
  }
}
