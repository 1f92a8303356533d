import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import { refuseUnknownKeys } from "./components/access/keys";
import { HostAgent } from "./components/agent/host-agent";
import { myMetric } from "./components/agent/my-metric";
import { HostDashboard } from "./components/dashboards/host-dashboard";
import { PostgresMonitoring } from "./components/databases/postgres/postgres";
import { QuietHours } from "./components/downtimes/quiet-hours";
import { Host } from "./components/host/host";
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
  const agents = settings.hosts.map(({ name, databases, tags, ...connection }) => {
    const host = new Host(name, { ...connection, ...settings.ssh });
    const integrations = [
      ...databases.map(
        ({ type, ...database }) => new PostgresMonitoring(`${name}-${type}`, { host, ...database }).integration,
      ),
      ...(settings.myMetric === undefined ? [] : [myMetric(settings.myMetric.intervalSeconds)]),
    ];
    return new HostAgent(name, {
      host,
      ...settings.agent,
      apiKey: pulumi.secret(apiKey),
      site: settings.datadog.site,
      hostname: name,
      env,
      tags: [...environmentTags, ...tags],
      integrations,
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

  const dashboard = new HostDashboard(
    "hosts",
    {
      title: `Lookout: hosts of ${env}`,
      hosts: settings.hosts.map(({ name }) => name),
      env,
      myMetric: settings.myMetric,
      notify: settings.notify.filter((handle) => /^@\S+@/.test(handle)).map((handle) => handle.slice(1)),
    },
    inDatadog,
  );

  const monitor =
    settings.myMetric &&
    new MetricMonitor(
      "my-metric",
      myMetricMonitor({
        ...settings.myMetric.monitor,
        scope: `env:${env}`,
        handles: settings.notify,
        tags: environmentTags,
      }),
      inDatadog,
    );

  if (monitor !== undefined) {
    new QuietHours(
      "my-metric",
      { monitorId: monitor.id, scope: `env:${env}`, ...settings.quietHours, handles: settings.notify },
      inDatadog,
    );
  }

  // What a runbook links to
  const app = settings.datadog.appUrl ?? links.appUrl(settings.datadog.site);
  const names = settings.hosts.map(({ name }) => name);
  return {
    dashboardUrl: dashboard.path.apply((path) => links.dashboardUrl(app, { path })),
    dashboardLast5MinutesUrl: dashboard.path.apply((path) => links.dashboardUrl(app, { path, lastMinutes: 5 })),
    monitorUrl: monitor?.id.apply((id) => links.monitorUrl(app, id)),
    downtimesUrl: links.downtimesUrl(app),
    hostMapUrl: links.hostMapUrl(app, { tags: environmentTags, fillBy: "system.cpu.user", groupBy: "role" }),
    agentVersions: Object.fromEntries(names.map((name, i) => [name, agents[i]?.version])),
    checks: Object.fromEntries(names.map((name, i) => [name, agents[i]?.checks])),
    readme: fs.readFileSync(`${__dirname}/Pulumi.README.md`, "utf8"),
  };
}

export = environment;
