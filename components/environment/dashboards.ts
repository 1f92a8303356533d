import type * as pulumi from "@pulumi/pulumi";
import { noneOf } from "../../settings/mistakes";
import { runError } from "../../user-error";
import { Dashboard } from "../dashboards/dashboard";
import type { DashboardDeclaration, Widget } from "../dashboards/declaration";
import type { Onward } from "../dashboards/note";
import { cpu, hostWidgets, memory } from "../packs/hosts/widgets";
import { myMetric, myMetricWidgets, type MyMetricWidgets } from "../packs/my-metric/widgets";
import { type MysqlWidgets, mysqlWidgets } from "../packs/mysql/widgets";
import { connections, postgresOnHost, postgresWidgets } from "../packs/postgres/widgets";
import { serviceWidgets, type ServiceWidgets } from "../packs/services/widgets";
import type { SLO } from "../slo/slo";
import { DASHBOARDS, type PackInBlock } from "./pack";

/** What an environment has that a dashboard can show. */
export interface Shown extends ServiceWidgets {
  /** Some server is PostgreSQL. */
  readonly postgres: boolean;
  /** Some server is MySQL or MariaDB. */
  readonly mysql?: MysqlWidgets | undefined;
  readonly myMetric?: MyMetricWidgets | undefined;
  /** A team's own. @default none */
  readonly packs?: readonly ShownPack[];
}

/** @param slos its own, by what each is about. */
export interface ShownPack extends PackInBlock {
  readonly slos?: Readonly<Record<string, SLO>> | undefined;
}

export interface Dashboards {
  readonly hosts: Dashboard;
  /** Where there are databases. */
  readonly databases: Dashboard | undefined;
  /** Where there are traced services. */
  readonly services: Dashboard | undefined;
  /** Those of a team's packs, by the packs' names. */
  readonly packs: ReadonlyMap<string, Dashboard>;
}

/** The dashboards of an environment. */
export function dashboards(
  common: Omit<DashboardDeclaration, "title">,
  shown: Shown,
  opts: pulumi.ComponentResourceOptions,
): Dashboards {
  const titled = (of: string) => ({ ...common, title: `Lookout: ${of} of ${common.env}` });
  const { postgres, mysql, services, packs = [] } = shown;
  refuseUnknownDashboards(packs, common);
  return {
    hosts: hostDashboard(titled("hosts"), shown, opts),
    databases: postgres || mysql !== undefined ? databaseDashboard(titled("databases"), shown, opts) : undefined,
    services:
      services.length > 0 ? serviceDashboard(titled("applications and infrastructure"), shown, opts) : undefined,
    packs: new Map(
      packs.flatMap(({ pack, block, slos = {} }) => {
        const own = pack.dashboard?.(block, { ...common, slos });
        if (own === undefined) return [];
        const widgets = [...own.widgets, ...ofPacks(packs, pack.name, common)];
        return [[pack.name, new Dashboard(pack.name, { ...common, ...own, widgets }, opts)] as const];
      }),
    ),
  };
}

/** An environment's hosts and their databases. */
export function hostDashboard(
  declaration: DashboardDeclaration,
  { postgres, myMetric: metric, packs }: Partial<Shown>,
  opts?: pulumi.ComponentResourceOptions,
): Dashboard {
  const widgets = [
    ...(metric === undefined ? [] : myMetricWidgets(declaration, metric)),
    ...hostWidgets(declaration),
    ...(postgres === true ? postgresOnHost(declaration) : []),
    ...ofPacks(packs, "hosts", declaration),
  ];
  return new Dashboard("hosts", { ...declaration, widgets }, opts, "lookout:dashboards:HostDashboard");
}

/** An environment's databases, a part for each kind of server. */
export function databaseDashboard(
  declaration: DashboardDeclaration,
  { postgres, mysql, packs }: Partial<Shown>,
  opts?: pulumi.ComponentResourceOptions,
): Dashboard {
  const widgets = [
    ...(postgres === true ? postgresWidgets(declaration) : []),
    ...(mysql === undefined ? [] : mysqlWidgets(declaration, mysql)),
    ...ofPacks(packs, "databases", declaration),
  ];
  return new Dashboard("databases", { ...declaration, widgets }, opts, "lookout:dashboards:DatabaseDashboard");
}

/** Traced applications and what they run on, in one view: for one host or all, one service or all. */
export function serviceDashboard(
  declaration: DashboardDeclaration,
  { postgres, myMetric: metric, packs, ...shown }: ServiceWidgets & Partial<Shown>,
  opts?: pulumi.ComponentResourceOptions,
): Dashboard {
  const { env } = declaration;
  const widgets = [
    ...serviceWidgets(declaration, shown),
    ...(postgres === true ? [connections(env)] : []),
    cpu(env),
    memory(env),
    ...(metric === undefined ? [] : [myMetric(env, metric)]),
    ...ofPacks(packs, "services", declaration),
  ];
  const variables = [{ name: "service", prefix: "service", defaults: ["*"], availableValues: [...shown.services] }];
  return new Dashboard("services", { ...declaration, widgets, variables }, opts, "lookout:dashboards:ServiceDashboard");
}

/** @throws RunError where a pack has widgets for a dashboard that nothing has, whatever the environment watches. */
function refuseUnknownDashboards(packs: readonly ShownPack[], onward: Onward): void {
  const known = [...DASHBOARDS, ...packs.flatMap(({ pack }) => (pack.dashboard === undefined ? [] : [pack.name]))];
  const mistakes = packs.flatMap(({ pack, block, slos = {} }) =>
    Object.keys(pack.widgets?.(block, { ...onward, slos }) ?? {})
      .filter((name) => !known.includes(name))
      .map(
        (name) =>
          `the pack "${pack.name}" has widgets for a dashboard that there is not: ${noneOf(name, "dashboards", known)}`,
      ),
  );
  if (mistakes.length > 0) throw runError(mistakes.join("\n"));
}

/** What a team's packs add to a dashboard, at its end. */
function ofPacks(packs: readonly ShownPack[] = [], dashboard: string, declaration: Onward): Widget[] {
  return packs.flatMap(
    ({ pack, block, slos = {} }) => pack.widgets?.(block, { ...declaration, slos })[dashboard] ?? [],
  );
}
