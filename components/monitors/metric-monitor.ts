import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintMessage } from "../../datadog/message/lint";
import { type Message, messageTemplate, type State } from "../../datadog/message/message";
import { lintMonitor } from "../../datadog/query/lint";
import { type MetricCondition, monitorQuery } from "../../datadog/query/monitor";
import { report } from "../findings";

export interface MetricMonitorArgs {
  /** What the on-call person reads first; plain words, no variables. */
  title: string;
  condition: MetricCondition;
  /** In the metric's unit, on the milder side of the critical threshold. @default no warning */
  warning?: number;
  /** Minutes without a point after which "no data" is notified. @default never */
  noDataAfterMinutes?: number;
  /** Every state that notifies needs words. */
  message: Message;
  /** Page that tells the on-call person what to do. @default none */
  runbookUrl?: pulumi.Input<string>;
  /** `key:value`. */
  tags: readonly string[];
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
        ...lintMessage(args.message, args.condition.query.by, notifyingStates(args)),
      ],
      this,
    );

    const monitor = new datadog.Monitor(name, monitorArgs(args), { parent: this });

    this.id = monitor.id;
    this.registerOutputs({ id: this.id });
  }
}

function notifyingStates({ warning, noDataAfterMinutes }: MetricMonitorArgs): State[] {
  return [
    "alert",
    ...(warning === undefined ? [] : ["warning" as const]),
    ...(noDataAfterMinutes === undefined ? [] : ["noData" as const]),
    "recovery",
  ];
}

/** The provider takes thresholds as strings. */
function monitorArgs(args: MetricMonitorArgs): datadog.MonitorArgs {
  return {
    name: args.title,
    type: "query alert",
    query: monitorQuery(args.condition),
    message: messageTemplate(args.message),
    monitorThresholds: {
      critical: String(args.condition.critical),
      ...(args.warning !== undefined && { warning: String(args.warning) }),
    },
    ...(args.noDataAfterMinutes !== undefined && { notifyNoData: true, noDataTimeframe: args.noDataAfterMinutes }),
    // A custom check's points are sparse: a full window would wait for points that never come.
    requireFullWindow: false,
    ...(args.runbookUrl !== undefined && {
      assets: [{ name: "Runbook", url: args.runbookUrl, category: "runbook" }],
    }),
    tags: [...args.tags].sort(),
  };
}
