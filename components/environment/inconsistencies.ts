import { misfits } from "../../settings/characters";
import { below } from "../../settings/credentials";
import { allGroupsOf } from "../../settings/groups";
import { unknownHostReferences } from "../../settings/host-references";
import { pathInWords } from "../../settings/path-in-words";
import { type SecretBackend, tooOldFor } from "../agent/secret-backend";
import type { Login } from "../host/login";
import { withoutLogin } from "../host/settings";
import { isAtHost, serverKey, sourceKey, sourceKeys } from "../packs/databases/names";
import { isHandle } from "../packs/databases/password";
import type { ServerSettings } from "./kinds";
import { onePort, oneResource, oneRole } from "./same-names";
import { unknownTeams } from "./teams";

/** A mistake that no part of the settings can see alone. */
export interface Inconsistency {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Proxy = Readonly<Record<string, unknown>>;

interface Environment {
  readonly ssh: Parameters<typeof withoutLogin>[0]["ssh"];
  readonly hosts: readonly HostSettings[];
  readonly groups: Readonly<Record<string, { readonly groups?: readonly string[] | undefined }>>;
  readonly defaults?: object | undefined;
  readonly integrations: readonly object[];
  readonly agent: {
    readonly extra: Readonly<Record<string, unknown>>;
    readonly secretBackend?: SecretBackend | undefined;
    readonly apm: { readonly enabled?: boolean | undefined };
    readonly proxy?: Proxy | undefined;
  };
  readonly databaseMonitors: { readonly noDataAfterMinutes: number };
  readonly tags: readonly string[];
  readonly manageHosts: boolean;
  readonly sharedStack?: string | undefined;
  readonly quietHours: { readonly windows: Readonly<Record<string, string>> };
  readonly myMetric?: { readonly monitor: { readonly enabled: boolean } } | undefined;
  readonly monitors: Readonly<Record<string, unknown>>;
  readonly teams: object;
  readonly notificationRules: object;
  readonly widgets: Readonly<Record<"databases" | "services", readonly unknown[]>>;
}

/** Quiet hours mute the monitor of my_metric, and no other. */
function* quietWithoutMonitor({ quietHours, myMetric, monitors }: Environment): Generator<Inconsistency> {
  const isOff = myMetric?.monitor.enabled === false || monitors["my-metric"] === false;
  if ((myMetric !== undefined && !isOff) || Object.keys(quietHours.windows).length === 0) return;
  const why = isOff ? "which is off" : "and there is no myMetric";
  yield {
    path: ["quietHours", "windows"],
    message: `mutes nothing: it is the hours of my_metric's monitor, ${why}; expected both or neither`,
  };
}

/** Of databases, and of applications, there is a dashboard where there are some. */
function* widgetsWithoutDashboard({ widgets, hosts }: Environment): Generator<Inconsistency> {
  for (const of of ["databases", "services"] as const) {
    if (widgets[of].length === 0 || hosts.some((host) => host[of].length > 0)) continue;
    const message = `are of a dashboard that there is not: no host has ${of}; expected them on the hosts'`;
    yield { path: ["widgets", of], message };
  }
}

function* unknownGroups({ hosts, groups }: Environment): Generator<Inconsistency> {
  const known = Object.keys(groups);
  const expected = known.length === 0 ? "it below groups" : `one of ${known.join(", ")}`;
  const places = [
    ...hosts.map(({ groups: named }, i) => ({ path: ["hosts", i], named })),
    ...Object.entries(groups).map(([name, { groups: named = [] }]) => ({ path: ["groups", name], named })),
  ];
  for (const { path, named } of places) {
    for (const [j, name] of named.entries()) {
      if (known.includes(name)) continue;
      yield { path: [...path, "groups", j], message: `"${name}" is no group; expected ${expected}` };
    }
  }
}

function* groupsInCircles({ groups }: Environment): Generator<Inconsistency> {
  for (const [name, { groups: named = [] }] of Object.entries(groups)) {
    for (const [j, other] of named.entries()) {
      if (other !== name && !allGroupsOf({ groups: [other] }, groups).includes(name)) continue;
      const how = other === name ? "is it itself" : `is in "${name}" in turn`;
      yield { path: ["groups", name, "groups", j], message: `"${other}" ${how}; expected groups around it alone` };
    }
  }
}

/** Each environment's monitors watch what has its own `env`. */
function* otherEnvironments(value: unknown, path: readonly (string | number)[] = []): Generator<Inconsistency> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const here = [...path, key];
    if (typeof part !== "string" || (key !== "tags" && path.at(-1) !== "tags")) yield* otherEnvironments(part, here);
    // An integration takes several in one text.
    else if (/(^|,)\s*env:/i.test(part)) {
      yield { path: here, message: "is said by the setting env, or the stack's name; expected tags other than env" };
    }
  }
}

/** One stack has what is in Datadog, the others what is on hosts. */
function* neitherHostsNorDatadog({ manageHosts, sharedStack }: Environment): Generator<Inconsistency> {
  if (manageHosts || sharedStack === undefined) return;
  const message = "leaves nothing to declare beside manageHosts: false; expected one of the two";
  yield { path: ["sharedStack"], message };
}

/** Where texts say what their host is. */
const OF_HOSTS = ["integrations", "logs", "extra", "apm", "dogstatsd", "proxy", "extraTags", "hostAliases"];

function* unknownOfHosts(settings: Readonly<Record<string, unknown>>): Generator<Inconsistency> {
  for (const { path, value } of below(settings)) {
    if (typeof value !== "string" || !path.some((part) => OF_HOSTS.includes(String(part)))) continue;
    const [unknown] = unknownHostReferences(value);
    if (unknown === undefined) continue;
    yield { path, message: `wants "${unknown}" of its host; expected \${host:name} or \${host:address}` };
  }
}

/** The Agent would take a handle that no backend opens for the password, or the address, itself. */
function* handlesWithoutBackend({ agent, hosts }: Environment): Generator<Inconsistency> {
  const { secretBackend, extra } = agent;
  const isKnown = secretBackend !== undefined && secretBackend !== "file";
  if (isKnown || Object.keys(extra).some((key) => /^secret_backend_(command|type)$/i.test(key))) return;
  const agents = [
    { path: ["agent"], own: agent },
    ...hosts.map((host, i) => ({ path: ["hosts", i, "agent"], own: host.agent })),
  ];
  const held = [
    ...serversOf(hosts).map(({ path, server }) => ({ path: [...path, "password"], value: server.password })),
    ...agents.flatMap(({ path, own }) =>
      Object.entries(own?.proxy ?? {}).map(([key, value]) => ({ path: [...path, "proxy", key], value })),
    ),
  ];
  for (const { path, value } of held) {
    if (!isHandle(value)) continue;
    yield { path, message: "is a handle; expected agent.secretBackend to say who opens it" };
  }
}

/** What one host has otherwise than all is not known where its backend for secrets is said. */
function* agentsTooOld({ agent: { secretBackend }, hosts }: Environment): Generator<Inconsistency> {
  for (const [i, { agent }] of hosts.entries()) {
    const message = agent?.version === undefined ? undefined : tooOldFor(secretBackend, agent.version);
    if (message !== undefined) yield { path: ["hosts", i, "agent", "version"], message };
  }
}

interface HostSettings extends Login {
  readonly name: string;
  readonly address: string;
  readonly groups: readonly string[];
  readonly tags: readonly string[];
  readonly databases: readonly ServerSettings[];
  readonly services: readonly { readonly name: string; readonly databasePort?: number | undefined }[];
  readonly agent?:
    | {
        readonly version?: string | undefined;
        readonly extra: Readonly<Record<string, unknown>>;
        readonly apm?: { readonly enabled?: boolean | undefined } | undefined;
        readonly proxy?: Proxy | undefined;
      }
    | undefined;
}

interface Placed {
  /** `db1.orders`. */
  readonly key: string;
  readonly server: ServerSettings;
  readonly path: readonly (string | number)[];
}

/** Each finds mistakes of one kind, whatever else is mistaken. */
export const INCONSISTENCIES: readonly ((environment: Environment) => Iterable<Inconsistency>)[] = [
  ({ hosts, databaseMonitors }) => rareChecks(serversOf(hosts), databaseMonitors.noDataAfterMinutes),
  ({ hosts, ssh, manageHosts }) => (manageHosts ? withoutLogin({ hosts, ssh }) : []),
  unknownGroups,
  groupsInCircles,
  agentsTooOld,
  handlesWithoutBackend,
  ({ hosts }) => replicas(serversOf(hosts)),
  ({ hosts }) => serversOfTwoHosts(serversOf(hosts)),
  ({ hosts }) => serversElsewhere(hosts),
  ({ hosts }) => oneResource(hosts),
  ({ hosts }) => onePort(hosts),
  ({ hosts }) => oneRole(hosts),
  (settings) => extrasWithServices(settings),
  servicesWithoutTraces,
  quietWithoutMonitor,
  neitherHostsNorDatadog,
  ({ tags, hosts, groups, defaults, integrations, teams, notificationRules }) =>
    otherEnvironments({ tags, hosts, groups, defaults, integrations, teams, notificationRules }),
  ({ hosts, groups, defaults, agent, integrations }) =>
    unknownOfHosts({ hosts, groups, defaults, agent: { ...agent, secrets: undefined }, integrations }),
  widgetsWithoutDashboard,
  (settings) => unknownTeams({ ...settings }),
  (settings) => misfits(settings),
];

function serversOf(hosts: readonly HostSettings[]): Placed[] {
  return hosts.flatMap(({ name, databases }, i) =>
    databases.map((server, j) => ({ key: serverKey(name, server), server, path: ["hosts", i, "databases", j] })),
  );
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
    const key = sourceKey({ replicaOf, type }, (other) => sources.some((source) => source.key === other));
    if (!sources.some((source) => source.key === key && source.server.type === type)) {
      const known = sources.filter((source) => source.server.type === type).map(({ key }) => key);
      yield {
        path: [...path, "replicaOf"],
        message: `is no ${type} server on which users are made; expected ${known.length === 0 ? "one that is declared here" : known.join(" or ")}`,
      };
    }
    const [named, ofHost] = sourceKeys({ replicaOf, type }).map((key) =>
      sources.find((source) => source.key === key && source.server.type === type),
    );
    if (named !== undefined && ofHost !== undefined) {
      yield {
        path: [...path, "replicaOf"],
        message: `is ${pathInWords(named.path)}, and the host of ${pathInWords(ofHost.path)}; expected ${ofHost.key} for that one, or another name for one of the two`,
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

/** Without `admin` the host's own server is administered, whichever is meant. */
function* serversElsewhere(hosts: readonly HostSettings[]): Generator<Inconsistency> {
  for (const [i, host] of hosts.entries()) {
    for (const [j, server] of host.databases.entries()) {
      if (server.admin !== undefined || !server.manageUser || isAtHost(server, host)) continue;
      yield {
        path: ["hosts", i, "databases", j, "address"],
        message:
          "is another host's: expected admin, who makes the user there over the network, or manageUser: false, which " +
          `leaves a user alone; this host's own server is at 127.0.0.1, or at ${host.address} as hosts[${i}].address has it`,
      };
    }
  }
}

/** What datadog.yaml may not say of a host that has services, where it is said of all and where of that host alone. */
function* extrasWithServices({ hosts, agent }: Environment): Generator<Inconsistency> {
  const traced = hosts.flatMap(({ services, agent: own }, i) => (services.length === 0 ? [] : [{ i, own }]));
  if (traced.length === 0) return;
  const extras = [
    { path: ["agent", "extra"], extra: agent.extra },
    ...traced.map(({ i, own }) => ({ path: ["hosts", i, "agent", "extra"], extra: own?.extra ?? {} })),
  ];
  for (const { path, extra } of extras) {
    yield* tracedTwice(extra, path);
    yield* tracesElsewhere(extra, path);
  }
}

/** Services send traces to the Agent, which is proved to take them. */
function* servicesWithoutTraces({ hosts, agent: all }: Environment): Generator<Inconsistency> {
  for (const [i, { services, agent }] of hosts.entries()) {
    if (services.length === 0 || (agent?.apm?.enabled ?? all.apm.enabled) !== false) continue;
    const path = agent?.apm?.enabled === false ? ["hosts", i, "agent", "apm", "enabled"] : ["agent", "apm", "enabled"];
    yield { path, message: "leaves the traces of services to nobody; expected true, or a host without services" };
  }
}

type Extra = Readonly<Record<string, unknown>>;
type Path = Inconsistency["path"];

/** Single-step instrumentation loads the tracer into every process, and ddtrace-run a second time. */
function* tracedTwice(extra: Extra, path: Path): Generator<Inconsistency> {
  if (at(extra, "apm_config", "instrumentation", "enabled") !== true) return;
  yield {
    path: [...path, "apm_config", "instrumentation"],
    message:
      "excludes services, which run under ddtrace-run: the tracer would be loaded twice; expected one of the two",
  };
}

/** Services send to agent.apm's port, of an Agent that takes traces. */
function* tracesElsewhere(extra: Extra, path: Path): Generator<Inconsistency> {
  for (const key of ["enabled", "receiver_port"]) {
    if (at(extra, "apm_config", key) === undefined) continue;
    yield {
      path: [...path, "apm_config", key],
      message: "is agent.apm's where there are services, which send there; expected it there",
    };
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}
