import type * as pulumi from "@pulumi/pulumi";
import { DatabaseDashboard } from "../packs/databases/database-dashboard";
import type { DashboardDeclaration } from "./declaration";
import { HostDashboard } from "../packs/hosts/host-dashboard";
import type { MyMetricPanels } from "../packs/my-metric/widgets";
import type { MysqlPanels } from "../packs/mysql/widgets";
import type { ServicePanels } from "../packs/services/widgets";
import { ServiceDashboard } from "../packs/services/service-dashboard";

/** What an environment has that a page can show. */
export interface Shown extends ServicePanels {
  /** Some server is PostgreSQL. */
  readonly postgres: boolean;
  /** Some server is MySQL or MariaDB. */
  readonly mysql?: MysqlPanels | undefined;
  readonly myMetric?: MyMetricPanels | undefined;
}

export interface Dashboards {
  readonly hosts: HostDashboard;
  /** Where there are databases. */
  readonly databases: DatabaseDashboard | undefined;
  /** Where there are traced services. */
  readonly services: ServiceDashboard | undefined;
}

/** The pages of an environment. */
export function dashboards(
  page: Omit<DashboardDeclaration, "title">,
  { postgres, mysql, myMetric, services, span }: Shown,
  opts: pulumi.ComponentResourceOptions,
): Dashboards {
  const { env } = page;
  return {
    hosts: new HostDashboard("hosts", { ...page, title: `Lookout: hosts of ${env}`, postgres, myMetric }, opts),
    databases:
      postgres || mysql !== undefined
        ? new DatabaseDashboard("databases", { ...page, title: `Lookout: databases of ${env}`, postgres, mysql }, opts)
        : undefined,
    services:
      services.length > 0
        ? new ServiceDashboard(
            "services",
            {
              ...page,
              title: `Lookout: applications and infrastructure of ${env}`,
              services,
              span,
              postgres,
              myMetric,
            },
            opts,
          )
        : undefined,
  };
}
