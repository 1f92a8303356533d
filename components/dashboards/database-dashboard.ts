import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { type MysqlPanels, mysqlPanels } from "./databases/mysql";
import { postgresPanels } from "./databases/postgres";
import { type Page, page } from "./page";

export interface DatabaseDashboardArgs extends Page {
  /** Whose databases are shown: the tag `env`. */
  env: string;
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

    const dashboard = new datadog.Dashboard(
      name,
      page(args, [
        ...(args.postgres === true ? postgresPanels(args.env) : []),
        ...(args.mysql === undefined ? [] : mysqlPanels(args.env, args.mysql)),
      ]),
      { parent: this },
    );

    this.path = dashboard.url;
    this.registerOutputs({ path: this.path });
  }
}
