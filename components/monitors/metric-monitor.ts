import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintMessage } from "../../datadog/message/lint";
import { groupsOf } from "../../datadog/query/arithmetic";
import { lintMonitor } from "../../datadog/query/lint";
import { type MetricCondition, monitorQuery } from "../../datadog/query/monitor";
import { report } from "../findings";
import { declaration, type MonitorDeclaration, noData, notifyingStates, thresholds } from "./declaration";

export interface MetricMonitorArgs extends MonitorDeclaration {
  condition: MetricCondition;
  /** In the query's unit, on the milder side of the critical threshold. @default no warning */
  warning?: number;
  /** Minutes without a point after which "no data" is notified. @default never */
  noDataAfterMinutes?: number;
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
    report(
      [
        ...lintMonitor(args.condition, args),
        ...lintMessage(args.message, groupsOf(args.condition.query), notifyingStates(args)),
      ],
      this,
    );

    const monitor = new datadog.Monitor(name, monitorArgs(args), { parent: this });

    this.id = monitor.id;
    this.registerOutputs({ id: this.id });
  }
}

function monitorArgs(args: MetricMonitorArgs): datadog.MonitorArgs {
  return {
    ...declaration(args),
    type: "query alert",
    query: monitorQuery(args.condition),
    monitorThresholds: thresholds({ critical: args.condition.critical, warning: args.warning }),
    ...noData(args),
    // A check's points are sparse: a full window would wait for points that never come.
    requireFullWindow: false,
  };
}
