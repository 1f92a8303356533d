import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { type Page, page } from "./page";
import * as panels from "./panels";

export interface HostDashboardArgs extends Page {
  /** Whose hosts are shown: the tag `env`. */
  env: string;
  /** How `my_metric` is sent and watched. @default no panels of it */
  myMetric?: panels.MyMetricPanels | undefined;
  /** Some host has a PostgreSQL server. @default false */
  postgres?: boolean;
}

/** An environment's hosts and their databases on one page. */
export class HostDashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: HostDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:dashboards:HostDashboard", name, {}, opts);

    const dashboard = new datadog.Dashboard(
      name,
      page(args, [
        ...(args.myMetric === undefined
          ? []
          : [
              panels.introduction(args.myMetric, args.postgres === true),
              panels.myMetric(args.env, args.myMetric),
              panels.myMetricHourly(args.env),
            ]),
        ...(args.postgres === true ? [panels.postgresConnections(args.env)] : []),
        panels.cpu(args.env),
      ]),
      { parent: this },
    );

    this.path = dashboard.url;
    this.registerOutputs({ path: this.path });
  }
}
