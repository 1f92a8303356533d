import * as pulumi from "@pulumi/pulumi";
import { type DashboardDeclaration, declareDashboard, type Variable, type Widget } from "./declaration";

export interface DashboardArgs extends DashboardDeclaration {
  /** In their order. */
  widgets: readonly Widget[];
  /** What a reader may choose beside the host. @default nothing */
  variables?: readonly Variable[];
}

/**
 * A dashboard of widgets that fill the width by themselves, for one host or all, checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class Dashboard extends pulumi.ComponentResource {
  /** Below the app's URL: `/dashboard/abc-def-ghi/title`. */
  readonly path: pulumi.Output<string>;

  /** @param type under which states know it. */
  constructor(
    name: string,
    args: DashboardArgs,
    opts?: pulumi.ComponentResourceOptions,
    type = "lookout:dashboards:Dashboard",
  ) {
    super(type, name, {}, opts);
    this.path = declareDashboard(name, args.widgets, args, this, args.variables).url;
    this.registerOutputs({ path: this.path });
  }
}
