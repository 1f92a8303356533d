import { parse } from "yaml";
import type { Declared } from "../describe/declared";
import type { HostExample } from "../stack/environment";
import { keyOf, type Tagged } from "./tags";

/** Something that can fail, and of which somebody should hear. */
export interface Watched extends Tagged {
  readonly kind: "host" | "database" | "service" | "integration" | "environment";
  /** `postgres`, `flask`, `redisdb`; of a host, or the environment as a whole, its name. */
  readonly name: string;
  /** Where it runs; of the environment, none. */
  readonly host?: HostExample;
  /** The Agent's integration that looks at it: `postgres`; of a service `trace`. */
  readonly integration?: string;
}

/** Hosts, then what runs on them, then the environment, for what is of nothing single. */
export function watchedOf({ stack, env = stack, hosts, registrations }: Omit<Declared, "warnings">): {
  readonly all: readonly Watched[];
  readonly environment: Watched;
} {
  const agents = new Map(
    registrations
      .filter(({ type }) => type === "lookout:agent:HostAgent")
      .map(({ name, inputs }) => [name, filesOf(inputs)] as const),
  );
  const tagsOf = ({ name }: HostExample) => [`host:${name}`, ...hostTags(agents.get(name) ?? {})];
  const keys = new Set(["env", "host", ...hosts.flatMap((host) => tagsOf(host).map(keyOf))]);
  const on = (host: HostExample, more: readonly string[] = []): Tagged => ({
    tags: new Set([`env:${env}`, ...tagsOf(host), ...more]),
    keys: new Set([...keys, ...more.map(keyOf)]),
  });
  const all = hosts.flatMap((host): Watched[] => [
    { kind: "host", name: host.name, host, ...on(host) },
    ...host.databases.map(({ type, name }): Watched => ({
      ...{ kind: "database", name, host, integration: type, ...on(host) },
    })),
    ...host.services.map((name): Watched => ({
      ...{ kind: "service", name, host, integration: "trace", ...on(host, [`service:${name}`]) },
    })),
    ...integrationsOf(agents.get(host.name) ?? {})
      .filter((integration) => !host.databases.some(({ type }) => type === integration))
      .map((integration): Watched => ({
        ...{ kind: "integration", name: integration, host, integration, ...on(host) },
      })),
  ]);
  const environment: Watched = {
    ...{ kind: "environment", name: stack },
    ...{ tags: new Set([`env:${env}`]), keys: new Set(["env"]) },
  };
  return { all, environment };
}

type Files = Readonly<Record<string, unknown>>;

function filesOf({ files }: Readonly<Record<string, unknown>>): Files {
  return typeof files === "object" && files !== null ? (files as Files) : {};
}

/** As its Agent has them; the file is Lookout's own. */
function hostTags({ "datadog.yaml": text }: Files): string[] {
  const { tags = [] } = typeof text === "string" ? ((parse(text) ?? {}) as { tags?: string[] }) : {};
  return tags;
}

/** Those of which something is looked at: `redisdb` of `conf.d/redisdb.d/conf.yaml`. */
function integrationsOf(files: Files): string[] {
  return Object.entries(files)
    .flatMap(([file, text]) => {
      const [, integration] = /^conf\.d\/(.+)\.d\/conf\.yaml$/.exec(file) ?? [];
      if (integration === undefined || typeof text !== "string") return [];
      const { instances = [] } = (parse(text) ?? {}) as { instances?: unknown[] };
      return instances.length > 0 ? [integration] : [];
    })
    .sort();
}
