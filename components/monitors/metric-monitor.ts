import * as pulumi from "@pulumi/pulumi";
import type { MetricCondition } from "../../datadog/query/metric-condition";
import { queryAndThreshold } from "./condition";
import { type Condition, declareMonitor, type MonitorDeclaration, thresholds } from "./declaration";

export interface MetricMonitorArgs extends MonitorDeclaration {
  /** In parts, or as Datadog writes it: `avg(last_5m):avg:my_metric{env:dev} by {host} > 800`. */
  condition: MetricCondition | string;
  /** In the query's unit, on the milder side of the critical threshold. @default no warning */
  warning?: number;
  /** Where the alert ends, on the milder side of it. @default the critical threshold itself */
  criticalRecovery?: number;
  /** Where the warning ends. @default the warning threshold itself */
  warningRecovery?: number;
}

/**
 * A metric monitor whose query, thresholds and message were checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class MetricMonitor extends pulumi.ComponentResource {
  /** Datadog's id, a number in a string. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: MetricMonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:MetricMonitor", name, {}, opts);

    this.id = declareMonitor(name, monitorArgs(args), args, this).id;
    this.registerOutputs({ id: this.id });
  }
}

function monitorArgs(args: MetricMonitorArgs): Condition {
  const { condition, warning, criticalRecovery, warningRecovery } = args;
  const { query, critical } = queryAndThreshold(condition);
  return {
    type: "query alert",
    query,
    monitorThresholds: thresholds({ critical, criticalRecovery, warning, warningRecovery }),
    // A check's points are sparse: a full window would wait for points that never come.
    requireFullWindow: false,
  };
}
