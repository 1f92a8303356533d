import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintMessage } from "../../datadog/message/lint";
import { lintServiceCheck } from "../../datadog/query/lint-service-check";
import { type ServiceCheckCondition, serviceCheckQuery } from "../../datadog/query/service-check";
import { report } from "../findings";
import { declaration, type MonitorDeclaration, noData, notifyingStates, thresholds } from "./declaration";

export interface ServiceCheckMonitorArgs extends MonitorDeclaration {
  condition: ServiceCheckCondition;
  /** Minutes without a run after which "no data" is notified. @default never */
  noDataAfterMinutes?: number;
}

/**
 * A monitor of what an Agent's check says of a service, checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class ServiceCheckMonitor extends pulumi.ComponentResource {
  /** Datadog's id, a number in a string. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: ServiceCheckMonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:ServiceCheckMonitor", name, {}, opts);
    const { condition } = args;
    report(
      [
        ...lintServiceCheck(condition, args),
        ...lintMessage(args.message, condition.by, notifyingStates({ ...condition, ...args }), "check"),
      ],
      this,
    );

    const monitor = new datadog.Monitor(name, monitorArgs(args), { parent: this });

    this.id = monitor.id;
    this.registerOutputs({ id: this.id });
  }
}

/** Its thresholds are numbers of runs in a row. */
function monitorArgs(args: ServiceCheckMonitorArgs): datadog.MonitorArgs {
  const { critical, warning, ok } = args.condition;
  return {
    ...declaration(args),
    type: "service check",
    query: serviceCheckQuery(args.condition),
    monitorThresholds: thresholds({ critical, warning, ok }),
    ...noData(args),
  };
}
