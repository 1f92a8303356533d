import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintMessage } from "../../datadog/message/lint";
import { type AnomalyCondition, anomalyQuery } from "../../datadog/query/anomaly";
import { groupsOf } from "../../datadog/query/arithmetic";
import { lintAnomaly } from "../../datadog/query/lint-anomaly";
import { lastWindow } from "../../datadog/query/window";
import { report } from "../findings";
import { declaration, type MonitorDeclaration, notifyingStates, thresholds } from "./declaration";

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
    report(
      [
        ...lintAnomaly(args.condition, args),
        ...lintMessage(args.message, groupsOf(args.condition.query), notifyingStates(args)),
      ],
      this,
    );

    const monitor = new datadog.Monitor(name, monitorArgs(args), { parent: this });

    this.id = monitor.id;
    this.registerOutputs({ id: this.id });
  }
}

/** Datadog wants both windows, and the one that triggers to be the query's own. */
function monitorArgs(args: AnomalyMonitorArgs): datadog.MonitorArgs {
  const { condition, warning } = args;
  return {
    ...declaration(args),
    type: "query alert",
    query: anomalyQuery(condition),
    monitorThresholds: thresholds({ critical: condition.critical, criticalRecovery: 0, warning }),
    monitorThresholdWindows: {
      triggerWindow: lastWindow(condition.alertMinutes),
      recoveryWindow: lastWindow(condition.recoveryMinutes),
    },
    // A full window is the graph's: a new host would not be watched for hours.
    requireFullWindow: false,
  };
}
