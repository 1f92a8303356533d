import * as pulumi from "@pulumi/pulumi";
import { type DashboardDeclaration, declareDashboard } from "../../dashboards/declaration";
import { hostPanels } from "./widgets";
import { type MyMetricPanels, myMetricPanels } from "../my-metric/widgets";
import { postgresOnHost } from "../postgres/widgets";

export interface HostDashboardArgs extends DashboardDeclaration {
  /** How `my_metric` is sent and watched. @default no panels of it */
  myMetric?: MyMetricPanels | undefined;
  /** Some host has a PostgreSQL server. @default false */
  postgres?: boolean;
}

/** An environment's hosts and their databases on one page. */
export class HostDashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: HostDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:dashboards:HostDashboard", name, {}, opts);
    const { myMetric } = args;

    const widgets = [
      ...(myMetric === undefined ? [] : myMetricPanels(args, myMetric)),
      ...hostPanels(args),
      ...(args.postgres === true ? postgresOnHost(args) : []),
    ];

    this.path = declareDashboard(name, widgets, args, this).url;
    this.registerOutputs({ path: this.path });
  }
}
