import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { type Page, page } from "./page";
import * as panels from "./panels";
import { servicePanels, type ServicePages } from "./services";

export interface ServiceDashboardArgs extends Page {
  /** Whose services and hosts are shown: the tag `env`. */
  env: string;
  /** The services that the variable `service` offers, and where their own pages are. */
  services: ServicePages;
  /** The name of the span with which a request begins: `flask.request`. */
  span: string;
  /** Some host has a PostgreSQL server. @default false */
  postgres?: boolean;
  /** How `my_metric` is sent and watched. @default no panel of it */
  myMetric?: panels.MyMetricPanels | undefined;
}

/** Traced applications and what they run on, in one view: for one host or all, one service or all. */
export class ServiceDashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: ServiceDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:dashboards:ServiceDashboard", name, {}, opts);
    const { env, span, services } = args;

    const dashboard = new datadog.Dashboard(
      name,
      page(
        args,
        [
          ...servicePanels(env, span, services),
          ...(args.postgres === true ? [panels.postgresConnections(env)] : []),
          panels.cpu(env),
          panels.memory(env),
          ...(args.myMetric === undefined ? [] : [panels.myMetric(env, args.myMetric)]),
        ],
        [{ name: "service", prefix: "service", defaults: ["*"], availableValues: Object.keys(services) }],
      ),
      { parent: this },
    );

    this.path = dashboard.url;
    this.registerOutputs({ path: this.path });
  }
}
