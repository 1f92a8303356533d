import * as pulumi from "@pulumi/pulumi";
import { type AnomalyCondition, anomalyMonitorQuery } from "../../datadog/query/anomaly";
import { monitorQueryText } from "../../datadog/query/print";
import { lastWindow } from "../../datadog/query/window";
import { type Condition, declareMonitor, type MonitorDeclaration, thresholds } from "./declaration";

export interface AnomalyMonitorArgs extends MonitorDeclaration {
  condition: AnomalyCondition;
  /** A share of the alert window's points, less than the one that alerts. @default no warning */
  warning?: number;
}

/**
 * A monitor of a metric that leaves the band in which its past lets it be expected, checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class AnomalyMonitor extends pulumi.ComponentResource {
  /** Datadog's id, a number in a string. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: AnomalyMonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:AnomalyMonitor", name, {}, opts);

    this.id = declareMonitor(name, monitorArgs(args), args, this).id;
    this.registerOutputs({ id: this.id });
  }
}

/** Datadog wants both windows, and the one that triggers to be the query's own. */
function monitorArgs({ condition, warning }: AnomalyMonitorArgs): Condition {
  return {
    type: "query alert",
    query: monitorQueryText(anomalyMonitorQuery(condition)),
    monitorThresholds: thresholds({ critical: condition.critical, criticalRecovery: 0, warning }),
    monitorThresholdWindows: {
      triggerWindow: lastWindow(condition.alertMinutes),
      recoveryWindow: lastWindow(condition.recoveryMinutes),
    },
    // A full window is the graph's: a new host would not be watched for hours.
    requireFullWindow: false,
  };
}
