import type * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "../dashboards/dashboard";
import type { DashboardDeclaration } from "../dashboards/declaration";
import { cpu, hostWidgets, memory } from "../packs/hosts/widgets";
import { myMetric, myMetricWidgets, type MyMetricWidgets } from "../packs/my-metric/widgets";
import { type MysqlWidgets, mysqlWidgets } from "../packs/mysql/widgets";
import { connections, postgresOnHost, postgresWidgets } from "../packs/postgres/widgets";
import { serviceWidgets, type ServiceWidgets } from "../packs/services/widgets";

/** What an environment has that a dashboard can show. */
export interface Shown extends ServiceWidgets {
  /** Some server is PostgreSQL. */
  readonly postgres: boolean;
  /** Some server is MySQL or MariaDB. */
  readonly mysql?: MysqlWidgets | undefined;
  readonly myMetric?: MyMetricWidgets | undefined;
}

export interface Dashboards {
  readonly hosts: Dashboard;
  /** Where there are databases. */
  readonly databases: Dashboard | undefined;
  /** Where there are traced services. */
  readonly services: Dashboard | undefined;
}

/** The dashboards of an environment. */
export function dashboards(
  common: Omit<DashboardDeclaration, "title">,
  shown: Shown,
  opts: pulumi.ComponentResourceOptions,
): Dashboards {
  const titled = (of: string) => ({ ...common, title: `Lookout: ${of} of ${common.env}` });
  const { postgres, mysql, services } = shown;
  return {
    hosts: hostDashboard(titled("hosts"), shown, opts),
    databases: postgres || mysql !== undefined ? databaseDashboard(titled("databases"), shown, opts) : undefined,
    services:
      services.length > 0 ? serviceDashboard(titled("applications and infrastructure"), shown, opts) : undefined,
  };
}

/** An environment's hosts and their databases. */
export function hostDashboard(
  declaration: DashboardDeclaration,
  { postgres, myMetric: metric }: Partial<Shown>,
  opts?: pulumi.ComponentResourceOptions,
): Dashboard {
  const widgets = [
    ...(metric === undefined ? [] : myMetricWidgets(declaration, metric)),
    ...hostWidgets(declaration),
    ...(postgres === true ? postgresOnHost(declaration) : []),
  ];
  return new Dashboard("hosts", { ...declaration, widgets }, opts, "lookout:dashboards:HostDashboard");
}

/** An environment's databases, a part for each kind of server. */
export function databaseDashboard(
  declaration: DashboardDeclaration,
  { postgres, mysql }: Partial<Shown>,
  opts?: pulumi.ComponentResourceOptions,
): Dashboard {
  const widgets = [
    ...(postgres === true ? postgresWidgets(declaration) : []),
    ...(mysql === undefined ? [] : mysqlWidgets(declaration, mysql)),
  ];
  return new Dashboard("databases", { ...declaration, widgets }, opts, "lookout:dashboards:DatabaseDashboard");
}

/** Traced applications and what they run on, in one view: for one host or all, one service or all. */
export function serviceDashboard(
  declaration: DashboardDeclaration,
  { postgres, myMetric: metric, ...shown }: ServiceWidgets & Partial<Shown>,
  opts?: pulumi.ComponentResourceOptions,
): Dashboard {
  const { env } = declaration;
  const widgets = [
    ...serviceWidgets(declaration, shown),
    ...(postgres === true ? [connections(env)] : []),
    cpu(env),
    memory(env),
    ...(metric === undefined ? [] : [myMetric(env, metric)]),
  ];
  const variables = [{ name: "service", prefix: "service", defaults: ["*"], availableValues: [...shown.services] }];
  return new Dashboard("services", { ...declaration, widgets, variables }, opts, "lookout:dashboards:ServiceDashboard");
}
