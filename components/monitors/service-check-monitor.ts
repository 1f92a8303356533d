import * as pulumi from "@pulumi/pulumi";
import { monitorQueryText } from "../../datadog/query/print";
import { type ServiceCheckCondition, serviceCheckMonitorQuery } from "../../datadog/query/service-check";
import { type Condition, declareMonitor, type MonitorDeclaration, thresholds } from "./declaration";

export interface ServiceCheckMonitorArgs extends MonitorDeclaration {
  condition: ServiceCheckCondition;
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

    this.id = declareMonitor(name, monitorArgs(args), args, this).id;
    this.registerOutputs({ id: this.id });
  }
}

/** Its thresholds are numbers of runs in a row. */
function monitorArgs(args: ServiceCheckMonitorArgs): Condition {
  const { critical, warning, ok } = args.condition;
  return {
    type: "service check",
    query: monitorQueryText(serviceCheckMonitorQuery(args.condition)),
    monitorThresholds: thresholds({ critical, warning, ok }),
  };
}
