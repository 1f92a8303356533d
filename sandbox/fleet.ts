import type { Release } from "./hosts/root-directory.js";

/** A host as it is planned, before it has an address. */
export interface FleetHost {
  readonly name: string;
  readonly release: Release;
  /** What runs there from the start. */
  readonly databases: readonly ("postgres" | "mariadb" | "mysql")[];
}

/** The environment `dev`: the names are those of Pulumi.dev.yaml. */
const environment: readonly FleetHost[] = [
  { name: "db1", release: "bookworm", databases: ["postgres"] },
  { name: "db2", release: "bookworm", databases: ["mariadb"] },
];

/** Where an environment needs a third host: neither database runs there. */
const cache: FleetHost = { name: "cache1", release: "bookworm", databases: [] };

/** Every database server that the product's scripts are tried on, without a stack. */
const servers: readonly FleetHost[] = [
  { name: "bookworm", release: "bookworm", databases: ["postgres", "mariadb"] },
  { name: "trixie", release: "trixie", databases: ["postgres", "mariadb"] },
  { name: "unstable", release: "unstable", databases: ["postgres", "mysql"] },
];

/** What is measured needs many of a kind: `bench10` has ten. */
function benched(number: number): FleetHost {
  return { name: `db${number}`, release: "bookworm", databases: ["postgres"] };
}

export function fleetOf(instance: string): readonly FleetHost[] {
  if (instance === "servers") return servers;
  const [, many] = /^bench(\d+)$/.exec(instance) ?? [];
  if (many !== undefined) return Array.from({ length: Number(many) }, (_, i) => benched(i + 1));
  return instance.startsWith("test") ? [...environment, cache] : environment;
}
