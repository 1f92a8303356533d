import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import type { HostAgent } from "../agent/host-agent";
import { defined } from "../defined";
import type { SLO } from "../slo/slo";
import type { Dashboards } from "./dashboards";
import type { ServerMonitoring } from "../packs/databases/kind";
import type { TracedService } from "../packs/services/traced-service";
import * as links from "../../datadog/links/links";

/** What was made on hosts, as far as people look for it. */
interface MadeOnHosts {
  readonly env: string;
  /** Where people open Datadog. */
  readonly app: string;
  /** By host. */
  readonly agents: ReadonlyMap<string, HostAgent>;
  /** By host and server. */
  readonly servers: ReadonlyMap<string, ServerMonitoring>;
  /** By host and service. */
  readonly services: ReadonlyMap<string, TracedService>;
}

/** What the stack has made. */
export interface Made extends MadeOnHosts {
  readonly environmentTags: readonly string[];
  readonly dashboards: Dashboards;
  readonly monitor: { readonly id: pulumi.Output<string> } | undefined;
  readonly hostMonitors: Pack | undefined;
  readonly postgresMonitors: Pack | undefined;
  readonly mysqlMonitors: Pack | undefined;
  readonly serviceMonitors: Pack | undefined;
  /** By the names of a team's packs. */
  readonly packs: ReadonlyMap<string, Pack>;
  /** Those that the settings declare themselves, by their names. */
  readonly packSLOs: ReadonlyMap<string, Readonly<Record<string, SLO>>>;
  readonly ownSLOs: { readonly made: ReadonlyMap<string, SLO> };
  readonly own: { readonly made: ReadonlyMap<string, { readonly id: pulumi.Output<string> }> };
}

interface View {
  readonly path: pulumi.Output<string>;
}

interface Pack {
  readonly ids: pulumi.Output<Record<string, string>>;
}

/** What a runbook links to, and what was proved. */
export function outputs(made: Made): Record<string, unknown> {
  const { app, dashboards } = made;
  const urlOf = (view: View | undefined, lastMinutes?: number) =>
    view?.path.apply((path) => links.dashboardUrl(app, { path, ...(lastMinutes !== undefined && { lastMinutes }) }));
  const url = ({ id }: { readonly id: pulumi.Output<string> }) => id.apply((known) => links.monitorUrl(app, known));
  const pack = (monitors: Pack | undefined) => monitors?.ids.apply((ids) => links.monitorUrls(app, ids));
  return defined({
    dashboardUrl: urlOf(dashboards.hosts),
    dashboardLast5MinutesUrl: urlOf(dashboards.hosts, 5),
    databaseDashboardUrl: urlOf(dashboards.databases),
    serviceDashboardUrl: urlOf(dashboards.services),
    monitorUrl: made.monitor && url(made.monitor),
    hostMonitorUrls: pack(made.hostMonitors),
    databaseMonitorUrls: defined({ postgres: pack(made.postgresMonitors), mysql: pack(made.mysqlMonitors) }),
    serviceMonitorUrls: pack(made.serviceMonitors),
    packMonitorUrls: made.packs.size > 0 ? mapped(made.packs, pack) : undefined,
    ownMonitorUrls: made.own.made.size > 0 ? mapped(made.own.made, (monitor) => url(monitor)) : undefined,
    ...ofSLOs(slosByName(made), app),
    packDashboardUrls: dashboards.packs.size > 0 ? mapped(dashboards.packs, (view) => urlOf(view)) : undefined,
    downtimesUrl: links.downtimesUrl(app),
    hostMapUrl: links.hostMapUrl(app, { tags: made.environmentTags, fillBy: "system.cpu.user", groupBy: "role" }),
    ...proofs(made),
  });
}

/** What was proved on hosts, and where each service is looked at. */
export function proofs({ env, app, agents, servers, services }: MadeOnHosts): Record<string, unknown> {
  return defined({
    env,
    serviceUrls: mapped(services, ({ service }) => links.serviceUrl(app, { service, env })),
    traceUrls: mapped(services, ({ service }) => links.tracesUrl(app, { service, env })),
    agentVersions: mapped(agents, ({ version }) => version),
    checks: mapped(agents, ({ checks }) => checks),
    databases: mapped(servers, ({ proof }) => proof),
    services: mapped(services, ({ version, url }) => ({ version, healthUrl: url })),
    readme: readme(),
  });
}

/** Of the outputs, each monitor's page in Datadog by the monitor's name in the stack. */
export function monitorUrlsIn(known: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  const add = (value: unknown, ...names: readonly string[]) => {
    if (typeof value === "string") urls.set(names.join("-"), value);
    else if (typeof value === "object" && value !== null) {
      for (const [name, part] of Object.entries(value)) add(part, ...names, name);
    }
  };
  add(known.monitorUrl, "my-metric");
  add(known.hostMonitorUrls, "hosts");
  add(known.databaseMonitorUrls);
  add(known.serviceMonitorUrls, "services");
  add(known.packMonitorUrls);
  add(known.ownMonitorUrls);
  add(known.sloMonitorUrls);
  return urls;
}

/** All SLOs, by their names in the stack. */
export function slosByName({ packSLOs, ownSLOs }: Pick<Made, "packSLOs" | "ownSLOs">): Map<string, SLO> {
  const ofPacks = [...packSLOs].flatMap(([pack, slos]) =>
    Object.entries(slos).map(([of, slo]) => [`${pack}-${of}`, slo] as const),
  );
  return new Map([...ofPacks, ...ownSLOs.made]);
}

function ofSLOs(slos: ReadonlyMap<string, SLO>, app: string): Record<string, unknown> {
  if (slos.size === 0) return {};
  return {
    sloUrls: mapped(slos, ({ id }) => id.apply((known) => links.sloUrl(app, known))),
    sloMonitorUrls: mapped(slos, ({ monitorIds }) => monitorIds.apply((ids) => links.monitorUrls(app, ids))),
  };
}

function mapped<T, U>(map: ReadonlyMap<string, T>, part: (value: T) => U): Record<string, U> {
  return Object.fromEntries([...map].map(([key, value]) => [key, part(value)]));
}

/** The project's page in Pulumi's console, where it has one. */
function readme(): string | undefined {
  try {
    return fs.readFileSync("Pulumi.README.md", "utf8");
  } catch {
    return undefined;
  }
}
