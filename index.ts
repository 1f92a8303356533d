import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import { refuseUnknownKeys } from "./components/access/keys";
import { HostAgent } from "./components/agent/host-agent";
import { myMetric } from "./components/agent/my-metric";
import { DatabaseDashboard } from "./components/dashboards/database-dashboard";
import { HostDashboard } from "./components/dashboards/host-dashboard";
import { kindsOfServers } from "./components/databases/kinds";
import { serverKey } from "./components/databases/names";
import { databaseServers } from "./components/databases/servers";
import { QuietHours } from "./components/downtimes/quiet-hours";
import { Host } from "./components/host/host";
import { MysqlMonitors } from "./components/monitors/databases/mysql-monitors";
import { PostgresMonitors } from "./components/monitors/databases/postgres-monitors";
import { MetricMonitor } from "./components/monitors/metric-monitor";
import { myMetricMonitor } from "./components/monitors/my-metric";
import * as links from "./datadog/links/links";
import { loadSettings } from "./settings/load";

/** An environment: what its settings say, on its hosts and in Datadog. Returns the stack's outputs. */
async function environment(): Promise<Record<string, unknown>> {
  const settings = loadSettings();
  const env = pulumi.getStack();
  const apiUrl = settings.datadog.apiUrl ?? `https://api.${settings.datadog.site}`;
  const { apiKey, appKey } = settings.datadog;
  await refuseUnknownKeys({ apiUrl, apiKey, appKey });
  const environmentTags = [`env:${env}`, ...settings.tags];

  // Hosts, their databases, their Agents
  const hosts = settings.hosts.map(({ name, databases, tags, ...connection }) => ({
    name,
    host: new Host(name, { ...connection, ...settings.ssh }),
    tags: [...environmentTags, ...tags],
    databases: databases.map((database) => ({
      ...database,
      // Of a host's own tags nothing is on what its Agent sends of another host's server.
      tags: [...environmentTags, ...(database.tags ?? [])],
      recheck: settings.recheck,
    })),
  }));
  const servers = databaseServers(hosts);
  const agents = hosts.map(({ name, host, tags, databases }) => {
    const integrations = databases.flatMap((server) => servers.get(serverKey(name, server))?.integration ?? []);
    return new HostAgent(name, {
      host,
      ...settings.agent,
      apiKey: pulumi.secret(apiKey),
      site: settings.datadog.site,
      hostname: name,
      env,
      tags,
      integrations:
        settings.myMetric === undefined ? integrations : [...integrations, myMetric(settings.myMetric.intervalSeconds)],
    });
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

  const kinds = kindsOfServers(settings.hosts);
  const page = {
    env,
    hosts: hosts.map(({ name }) => name),
    notify: settings.notify.filter((handle) => /^@\S+@/.test(handle)).map((handle) => handle.slice(1)),
  };
  const dashboard = new HostDashboard(
    "hosts",
    { ...page, title: `Lookout: hosts of ${env}`, myMetric: settings.myMetric, postgres: kinds.postgres },
    inDatadog,
  );
  const databaseDashboard =
    kinds.postgres || kinds.mysql !== undefined
      ? new DatabaseDashboard("databases", { ...page, title: `Lookout: databases of ${env}`, ...kinds }, inDatadog)
      : undefined;

  const watched = { scope: `env:${env}`, handles: settings.notify, tags: environmentTags };
  const postgresMonitors = kinds.postgres
    ? new PostgresMonitors("postgres", { ...settings.databaseMonitors, ...watched }, inDatadog)
    : undefined;
  const mysqlMonitors =
    kinds.mysql && new MysqlMonitors("mysql", { ...settings.databaseMonitors, ...kinds.mysql, ...watched }, inDatadog);
  const monitor =
    settings.myMetric &&
    new MetricMonitor("my-metric", myMetricMonitor({ ...settings.myMetric.monitor, ...watched }), inDatadog);

  if (monitor !== undefined) {
    new QuietHours(
      "my-metric",
      { monitorId: monitor.id, scope: `env:${env}`, ...settings.quietHours, handles: settings.notify },
      inDatadog,
    );
  }

  // What a runbook links to
  const app = settings.datadog.appUrl ?? links.appUrl(settings.datadog.site);
  return {
    dashboardUrl: dashboard.path.apply((path) => links.dashboardUrl(app, { path })),
    dashboardLast5MinutesUrl: dashboard.path.apply((path) => links.dashboardUrl(app, { path, lastMinutes: 5 })),
    databaseDashboardUrl: databaseDashboard?.path.apply((path) => links.dashboardUrl(app, { path })),
    monitorUrl: monitor?.id.apply((id) => links.monitorUrl(app, id)),
    databaseMonitorUrls: {
      postgres: postgresMonitors?.ids.apply((ids) => links.monitorUrls(app, ids)),
      mysql: mysqlMonitors?.ids.apply((ids) => links.monitorUrls(app, ids)),
    },
    downtimesUrl: links.downtimesUrl(app),
    hostMapUrl: links.hostMapUrl(app, { tags: environmentTags, fillBy: "system.cpu.user", groupBy: "role" }),
    agentVersions: Object.fromEntries(hosts.map(({ name }, i) => [name, agents[i]?.version])),
    checks: Object.fromEntries(hosts.map(({ name }, i) => [name, agents[i]?.checks])),
    databases: Object.fromEntries([...servers].map(([key, { proof }]) => [key, proof])),
    readme: fs.readFileSync(`${__dirname}/Pulumi.README.md`, "utf8"),
  };
}

export = environment;
