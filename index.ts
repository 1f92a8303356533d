import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { sayWhatTheStateMisses } from "./components/access/bookkeeping";
import { refuseUnknownKeys } from "./components/access/keys";
import { declaredIntegrations, declaredLogs } from "./components/agent/declared-integrations";
import { Answers } from "./components/answers";
import { HostAgent } from "./components/agent/host-agent";
import { myMetric } from "./components/packs/my-metric/integration";
import { serverKey } from "./components/packs/databases/names";
import { type Mutable, Muting } from "./components/downtimes/muting";
import { QuietHours } from "./components/downtimes/quiet-hours";
import { Host } from "./components/host/host";
import { Named } from "./components/named";
import { myMetricPack } from "./components/packs/my-metric/pack";
import { tracedServices } from "./components/packs/services/services";
import * as sites from "./datadog/links/sites";
import { everyone, type Recipients } from "./datadog/message/recipients";
import { outputs } from "./outputs";
import type { PACKS } from "./settings/downtimes";
import { refuse, unknownNames } from "./settings/unknown-names";
import { dashboards } from "./components/environment/dashboards";
import { downtimes } from "./components/environment/downtimes";
import { databaseServers, kindsOfServers } from "./components/environment/servers";
import { settingsSchema } from "./components/environment/settings";
import { hostPack } from "./components/packs/hosts/pack";
import { mysqlPack } from "./components/packs/mysql/pack";
import { postgresPack } from "./components/packs/postgres/pack";
import { servicePack } from "./components/packs/services/pack";
import { loadSettings } from "./settings/load";

/** An environment: what its settings say, on its hosts and in Datadog. Returns the stack's outputs. */
async function environment(): Promise<Record<string, unknown>> {
  const settings = loadSettings(settingsSchema);
  const env = pulumi.getStack();
  const apiUrl = settings.datadog.apiUrl ?? sites.apiUrl(settings.datadog.site);
  const { apiKey, appKey } = settings.datadog;
  await refuseUnknownKeys({ apiUrl, apiKey, appKey });
  const compared = sayWhatTheStateMisses({ apiUrl, apiKey, appKey });
  const app = settings.datadog.appUrl ?? sites.appUrl(settings.datadog.site);
  const environmentTags = [`env:${env}`, ...settings.tags];

  // Hosts, their databases, their Agents, their applications
  const declared = settings.hosts.map(({ name, databases, services, integrations, logs, tags, ...connection }) => ({
    name,
    host: new Host(name, { ...connection, ...settings.ssh }),
    agentVersion: settings.agent.version,
    // Of a host's own tags nothing is on what its Agent sends of another host's server.
    databases: databases.map((database) => ({
      ...database,
      tags: [...environmentTags, ...(database.tags ?? [])],
      recheck: settings.recheck,
    })),
    services: services.map((service) => ({ ...service, source: path.resolve(__dirname, service.source) })),
    integrations: [
      ...declaredIntegrations([...settings.integrations, ...integrations], __dirname),
      ...declaredLogs(logs),
    ],
    tags: [...environmentTags, ...tags],
  }));
  const servers = databaseServers(declared);
  const { apm, ddUrl, intakeUrls, ...agentSettings } = settings.agent;
  const hosts = declared.map(({ name, host, databases, services, integrations, tags }) => ({
    name,
    host,
    services,
    agent: new HostAgent(name, {
      host,
      ...agentSettings,
      intake: { all: ddUrl, traces: apm.url, ...intakeUrls },
      apiKey: pulumi.secret(apiKey),
      site: settings.datadog.site,
      hostname: name,
      env,
      tags,
      apm: services.length === 0 ? undefined : apm,
      recheck: settings.recheck,
      integrations: [
        ...databases.flatMap((server) => servers.get(serverKey(name, server))?.integration ?? []),
        ...(settings.myMetric === undefined ? [] : [myMetric(settings.myMetric.intervalSeconds)]),
        ...integrations,
      ],
    }),
  }));
  const services = tracedServices(hosts, {
    env,
    tags: settings.tags,
    wheels: settings.pip.wheels,
    agentPort: apm.port,
  });

  // What Datadog shows of them
  // Its own question for the key is asked already.
  const provider = new datadog.Provider("datadog", {
    apiKey: pulumi.secret(apiKey),
    appKey: pulumi.secret(appKey),
    apiUrl,
    validate: "false",
  });
  const inDatadog = { providers: [provider] };

  const { protect, editors, adopt } = settings.objects;
  const adopted = {
    monitors: new Named(adopt.monitors),
    dashboards: new Named(adopt.dashboards),
    downtimes: new Named(adopt.downtimes),
  };
  const overrides = new Named(settings.monitors);
  const muting = new Muting(settings.downtimes);
  const answers = new Answers(settings.lint);
  const { postgres, mysql } = kindsOfServers(settings.hosts);
  const pages = dashboards(
    {
      app,
      env,
      hosts: hosts.map(({ name }) => name),
      handles: everyone(settings.notify),
      tags: environmentTags,
      runbooks: {
        hosts: settings.hostMonitors.runbookUrl,
        myMetric: settings.myMetric?.monitor.runbookUrl,
        databases: settings.databaseMonitors.runbookUrl,
        services: settings.serviceMonitors.runbookUrl,
      },
      ...{ protect, editors, adopt: adopted.dashboards, lint: answers },
    },
    {
      ...{ postgres, mysql, myMetric: settings.myMetric, span: settings.serviceMonitors.span },
      services: [...new Set([...services.values()].map(({ service }) => service))],
    },
    inDatadog,
  );

  const watched = <Block extends { readonly notify?: Recipients | undefined }>(
    pack: (typeof PACKS)[number],
    block: Block,
  ) => ({
    ...block,
    scope: `env:${env}`,
    handles: block.notify ?? settings.notify,
    tags: environmentTags,
    ...{ protect, editors, adopt: adopted.monitors, overrides, demands: settings.demands, lint: answers },
    mutedBy: (monitor: Omit<Mutable, "pack">) => muting.tagsOf({ ...monitor, pack }),
  });
  const ofHosts = watched("hosts", settings.hostMonitors);
  const ofDatabases = watched("databases", settings.databaseMonitors);
  const ofServices = watched("services", settings.serviceMonitors);
  const ofMyMetric = settings.myMetric && watched("my-metric", settings.myMetric.monitor);
  const hostMonitors = ofHosts.enabled ? hostPack("hosts", ofHosts, inDatadog) : undefined;
  const postgresMonitors =
    postgres && ofDatabases.enabled ? postgresPack("postgres", ofDatabases, inDatadog) : undefined;
  const mysqlMonitors =
    mysql && ofDatabases.enabled ? mysqlPack("mysql", { ...ofDatabases, ...mysql }, inDatadog) : undefined;
  const serviceMonitors =
    services.size > 0 && ofServices.enabled ? servicePack("services", ofServices, inDatadog) : undefined;

  const monitor = ofMyMetric?.enabled === true ? myMetricPack(ofMyMetric, inDatadog) : undefined;
  if (monitor !== undefined) {
    new QuietHours(
      "my-metric",
      {
        monitorId: monitor.id,
        scope: `env:${env}`,
        handles: everyone(ofMyMetric?.handles ?? settings.notify),
        ...settings.quietHours,
        // Another hour is another downtime: one that is protected could not give way to it.
        adopt: adopted.downtimes,
        lint: answers,
      },
      inDatadog,
    );
  }

  const ofAll = { scope: `env:${env}`, handles: everyone(settings.notify), adopt: adopted.downtimes, lint: answers };
  downtimes(settings.downtimes, ofAll, inDatadog);

  refuse([
    ...unknownNames([
      ...Object.entries(adopted).map(([what, names]) => ({ path: `objects.adopt.${what}`, what, names })),
      { path: "monitors", what: "monitors", names: overrides },
    ]),
    ...muting.mistakes(),
    ...answers.mistakes.flatMap((problem, i) => (problem === undefined ? [] : [{ path: `lint[${i}]`, problem }])),
  ]);
  await compared;
  return outputs({
    env,
    app,
    environmentTags,
    agents: new Map(hosts.map(({ name, agent }) => [name, agent])),
    servers,
    services,
    pages,
    monitor,
    hostMonitors,
    postgresMonitors,
    mysqlMonitors,
    serviceMonitors,
  });
}

export = environment;
