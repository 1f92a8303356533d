import * as pulumi from "@pulumi/pulumi";
import { type DashboardDeclaration, declareDashboard } from "../../dashboards/declaration";
import { cpu, memory } from "../hosts/widgets";
import { myMetric, type MyMetricPanels } from "../my-metric/widgets";
import { connections } from "../postgres/widgets";
import { type ServicePanels, servicePanels } from "./widgets";

export interface ServiceDashboardArgs extends DashboardDeclaration, ServicePanels {
  /** Some host has a PostgreSQL server. @default false */
  postgres?: boolean;
  /** How `my_metric` is sent and watched. @default no panel of it */
  myMetric?: MyMetricPanels | undefined;
}

/** Traced applications and what they run on, in one view: for one host or all, one service or all. */
export class ServiceDashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: ServiceDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:dashboards:ServiceDashboard", name, {}, opts);
    const { env, services } = args;

    const widgets = [
      ...servicePanels(args, args),
      ...(args.postgres === true ? [connections(env)] : []),
      cpu(env),
      memory(env),
      ...(args.myMetric === undefined ? [] : [myMetric(env, args.myMetric)]),
    ];
    const variables = [{ name: "service", prefix: "service", defaults: ["*"], availableValues: [...services] }];

    this.path = declareDashboard(name, widgets, args, this, variables).url;
    this.registerOutputs({ path: this.path });
  }
}
