import * as pulumi from "@pulumi/pulumi";
import { type DashboardDeclaration, declareDashboard } from "../../dashboards/declaration";
import { type MysqlPanels, mysqlPanels } from "../mysql/widgets";
import { postgresPanels } from "../postgres/widgets";

export interface DatabaseDashboardArgs extends DashboardDeclaration {
  /** Some server is PostgreSQL. @default false */
  postgres?: boolean | undefined;
  /** Some server is MySQL or MariaDB. @default none is */
  mysql?: MysqlPanels | undefined;
}

/** An environment's databases on one page, a part for each kind of server. */
export class DatabaseDashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: DatabaseDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:dashboards:DatabaseDashboard", name, {}, opts);
    const { mysql } = args;

    const widgets = [
      ...(args.postgres === true ? postgresPanels(args) : []),
      ...(mysql === undefined ? [] : mysqlPanels(args, mysql)),
    ];

    this.path = declareDashboard(name, widgets, args, this).url;
    this.registerOutputs({ path: this.path });
  }
}
