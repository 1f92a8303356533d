import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as panels from "./panels";

export interface HostDashboardArgs {
  title: string;
  /** Whose hosts are shown: the tag `env`. */
  env: string;
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
        description:
          "Declared with Lookout: change it there. The next deployment that touches it undoes what is changed here.",
        layoutType: "ordered",
        reflowType: "auto",
        templateVariables: [{ name: "host", prefix: "host", defaults: ["*"], availableValues: [...args.hosts] }],
        notifyLists: [...args.notify],
        widgets: [
          ...(args.myMetric === undefined
            ? []
            : [
                panels.introduction(args.myMetric),
                panels.myMetric(args.env, args.myMetric),
                panels.myMetricHourly(args.env),
              ]),
          panels.postgresConnections(args.env),
        ],
      },
      { parent: this },
    );

    this.path = dashboard.url;
    this.registerOutputs({ path: this.path });
  }
}
