import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as panels from "./panels";

export interface HostDashboardArgs {
  title: string;
  /** The hosts that the variable `host` offers. */
  hosts: readonly string[];
  /** How `my_metric` is sent and watched. @default no panels of it */
  myMetric?: panels.MyMetricPanels | undefined;
  /** Who is told of changes to the dashboard: e-mail addresses of Datadog's users. */
  notify: readonly string[];
}

/** An environment's hosts and their databases on one page. */
export class HostDashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  constructor(name: string, args: HostDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:dashboards:HostDashboard", name, {}, opts);

    const dashboard = new datadog.Dashboard(
      name,
      {
        title: args.title,
        description: "Declared with Lookout: a change made here by hand is undone by the next deployment.",
        layoutType: "ordered",
        reflowType: "auto",
        templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: [...args.hosts] }],
        notifyLists: [...args.notify],
        widgets: [
          ...(args.myMetric === undefined
            ? []
            : [panels.introduction(args.myMetric), panels.myMetric(args.myMetric), panels.myMetricHourly()]),
          panels.postgresConnections(),
        ],
      },
      { parent: this },
    );

    this.path = dashboard.url;
    this.registerOutputs({ path: this.path });
  }
}
