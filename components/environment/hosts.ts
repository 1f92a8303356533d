import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { declaredIntegrations, declaredLogs } from "../agent/declared-integrations";
import { HostAgent } from "../agent/host-agent";
import type { ConfigMap, Integration } from "../agent/integration";
import { merged } from "../agent/render";
import { datadogConfig } from "../agent/typed-keys";
import { typedSettings } from "../agent/typed-settings";
import { allGroupsOf } from "../../settings/groups";
import { withHostReferences } from "../../settings/host-references";
import { Host, type HostArgs } from "../host/host";
import { loginOf } from "../host/login";
import type { ServerMonitoring } from "../packs/databases/kind";
import { serverKey } from "../packs/databases/names";
import { myMetric } from "../packs/my-metric/integration";
import { tracedServices } from "../packs/services/services";
import type { TracedService } from "../packs/services/traced-service";
import type { Reached } from "./made-hosts";
import { databaseServers } from "./servers";
import type { Settings } from "./settings";

/** A host as packs know it. */
export interface PackHost {
  readonly name: string;
  /** Its groups in the settings, and those that these are in. */
  readonly groups: readonly string[];
  /** `env`, the environment's and its own. */
  readonly tags: readonly string[];
}

/** What was made on hosts. */
export interface OnHosts {
  /** By host. */
  readonly agents: ReadonlyMap<string, HostAgent>;
  /** By `<host>.<server>`. */
  readonly servers: ReadonlyMap<string, ServerMonitoring>;
  /** By `<host>.<service>`. */
  readonly services: ReadonlyMap<string, TracedService>;
  /** What the Agents of all hosts run. */
  readonly integrations: readonly Integration[];
}

export interface Circumstances {
  readonly env: string;
  /** The project's, in which checks and applications are found. */
  readonly folder: string;
  /** `env`, and the environment's. */
  readonly tags: readonly string[];
  /** By host, what of its connection the same program makes. */
  readonly made: ReadonlyMap<string, Reached>;
  /** What packs have the Agent of a host run. */
  readonly integrationsOf: (host: PackHost) => readonly Integration[];
}

/** Hosts, their databases, their Agents, their applications. */
export function onHosts(settings: Settings, circumstances: Circumstances): OnHosts {
  const { env, folder, made, tags: environmentTags } = circumstances;
  const declared = settings.hosts.map(({ name, databases, services, tags, ...own }) => ({
    name,
    address: own.address,
    host: new Host(name, connectionOf({ ...own, ...made.get(name) }, settings.ssh)),
    ...agentOf({ name, ...own }, settings.agent),
    // Of a host's own tags nothing is on what its Agent sends of another host's server.
    databases: databases.map((database) => ({
      ...database,
      tags: [...environmentTags, ...(database.tags ?? [])],
      recheck: settings.recheck,
    })),
    services: services.map((service) => ({ ...service, source: path.resolve(folder, service.source) })),
    integrations: integrationsOn({ name, tags, ...own }, settings, circumstances),
    tags: [...environmentTags, ...tags],
  }));
  const servers = databaseServers(declared);
  const { apm } = settings.agent;
  const running = declared.map(({ name, databases, integrations }) => [
    ...databases.flatMap((server) => servers.get(serverKey(name, server))?.integration ?? []),
    ...everywhere(settings),
    ...integrations,
  ]);
  const hosts = declared.map(({ name, host, agentVersion, adopt, agent, services, tags }, i) => ({
    name,
    host,
    services,
    agent: new HostAgent(name, {
      host,
      ...ofEachAgent(settings),
      ...{ version: agentVersion, adopt, ...agent },
      hostname: name,
      env,
      tags,
      apm: services.length === 0 ? undefined : apm,
      integrations: running[i] ?? [],
    }),
  }));
  const services = tracedServices(hosts, {
    env,
    tags: settings.tags,
    wheels: settings.pip.wheels,
    agentPort: apm.port,
  });
  const agents = new Map(hosts.map(({ name, agent }) => [name, agent]));
  return { agents, servers, services, integrations: running.flat() };
}

/** Of hosts on which other stacks make what is there: nothing is, but what their Agents run is known. */
export function onHostsOfOthers(settings: Settings, circumstances: Circumstances): OnHosts {
  const integrations = settings.hosts.flatMap((host) => [
    ...everywhere(settings),
    ...integrationsOn(host, settings, circumstances),
  ]);
  return { agents: new Map(), servers: new Map(), services: new Map(), integrations };
}

type HostSettings = Settings["hosts"][number];

/** How it is reached: as it says itself, else as all are; its bastion as that one says, else as the host is. */
function connectionOf(
  host: Omit<HostArgs, "attempts" | "attemptSeconds" | "bastion"> & Pick<Reached, "bastion">,
  { attempts, attemptSeconds, sudoPassword, ...everyones }: Settings["ssh"],
): HostArgs {
  const { address, port, user, hostKey, bastion, sftp, rebuilt, gone } = host;
  const login = loginOf(host, everyones);
  return {
    ...{ address, port, user, hostKey, sftp, rebuilt, gone, attempts, attemptSeconds, ...login },
    // Of all hosts some may be logged in to as root.
    sudoPassword: user === "root" ? undefined : (host.sudoPassword ?? sudoPassword),
    ...(bastion && { bastion: { ...bastion, ...loginOf(bastion, login) } }),
  };
}

/** What each Agent has. */
export function ofEachAgent({ agent, datadog, recheck }: Settings) {
  const { flavor, allowDowngrade, repository, packageWaitSeconds, secretBackend, ddUrl, apm, intakeUrls } = agent;
  return {
    ...{ flavor, allowDowngrade, repository, packageWaitSeconds, secretBackend, recheck },
    intake: { all: ddUrl, traces: apm.url, ...intakeUrls },
    apiKey: pulumi.secret(datadog.apiKey),
    site: datadog.site,
  };
}

/** What Lookout has each Agent run. */
export function everywhere(settings: Settings): Integration[] {
  return settings.myMetric === undefined ? [] : [myMetric(settings.myMetric.intervalSeconds)];
}

/** What packs and settings have a host's Agent run, beside its databases. */
export function integrationsOn(
  { name, address, tags, integrations, logs, ...own }: Omit<HostSettings, "databases" | "services">,
  settings: Settings,
  { folder, tags: environmentTags, integrationsOf }: Pick<Circumstances, "folder" | "tags" | "integrationsOf">,
): Integration[] {
  return [
    ...integrationsOf({ name, groups: allGroupsOf(own, settings.groups), tags: [...environmentTags, ...tags] }),
    ...declaredIntegrations(withHostReferences([...settings.integrations, ...integrations], { name, address }), folder),
    ...declaredLogs(withHostReferences(logs, { name, address })),
  ];
}

/** What its Agent has: of two values its own, map by map. */
export function agentOf(
  { agent: own, ...host }: Pick<HostSettings, "agent" | "name" | "address">,
  all: Settings["agent"],
) {
  const said = merged(configOf(own), configOf(all));
  // Where no service is, somebody else's applications send to the same port.
  const takesTraces = own?.apm?.enabled ?? all.apm.enabled;
  const extra = takesTraces === true ? merged(said, { apm_config: { receiver_port: all.apm.port } }) : said;
  return {
    agentVersion: own?.version ?? all.version,
    adopt: own?.adopt ?? all.adopt,
    agent: {
      logLevel: own?.logLevel ?? all.logLevel,
      extra: withHostReferences(extra, host),
      secrets: { ...all.secrets, ...own?.secrets },
    },
  };
}

/** What an Agent's settings say of `datadog.yaml`, each in its own words or in Datadog's. */
function configOf(agent: { readonly extra: ConfigMap } | undefined): ConfigMap {
  return agent === undefined ? {} : merged(datadogConfig(typedSettings, { ...agent }), agent.extra);
}
