import * as pulumi from "@pulumi/pulumi";
import { type ForecastCondition, forecastMonitorQuery } from "../../datadog/query/forecast";
import { monitorQueryText } from "../../datadog/query/print";
import { type Condition, declareMonitor, type MonitorDeclaration, thresholds } from "./declaration";

export interface ForecastMonitorArgs extends MonitorDeclaration {
  condition: ForecastCondition;
  /** Where the forecast ends the alert, on the milder side of the critical threshold. @default that threshold itself */
  criticalRecovery?: number;
}

/**
 * A monitor of where a metric is heading, checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class ForecastMonitor extends pulumi.ComponentResource {
  /** Datadog's id, a number in a string. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: ForecastMonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:ForecastMonitor", name, {}, opts);

    this.id = declareMonitor(name, monitorArgs(args), args, this).id;
    this.registerOutputs({ id: this.id });
  }
}

function monitorArgs({ condition, criticalRecovery }: ForecastMonitorArgs): Condition {
  return {
    type: "query alert",
    query: monitorQueryText(forecastMonitorQuery(condition)),
    monitorThresholds: thresholds({ critical: condition.critical, criticalRecovery }),
    requireFullWindow: false,
  };
}
