import type * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import type { Threshold } from "../../datadog/lint/monitor-definition";
import type { MonitorType } from "../../datadog/lint/monitor-type";
import { defined } from "../defined";
import { queryAndThreshold } from "./condition";
import { type Condition, declareMonitor, type MonitorDeclaration, thresholds } from "./declaration";

export interface MonitorArgs extends MonitorDeclaration {
  /** What of Datadog's it watches; a Synthetic test's monitor is made with the test. */
  type: MonitorType;
  /** As Datadog writes it: `logs("status:error").index("*").rollup("count").last("5m") > 10`. */
  query: pulumi.Input<string>;
  /** In the query's unit; of a service check, runs in a row. @default the query's own number alone */
  thresholds?: Readonly<Partial<Record<Threshold, number | undefined>>>;
  /** Of an anomaly: `{ triggerWindow: "last_15m", recoveryWindow: "last_15m" }`. */
  thresholdWindows?: datadog.types.input.MonitorMonitorThresholdWindows;
  /** What the names of a query `formula("a / b").last("5m") > 1` stand for. */
  variables?: datadog.types.input.MonitorVariables;
  /** The groups that all monitors of a composite have: its query does not tell. @default none */
  commonGroups?: readonly string[];
  /** Some of the logs that triggered stand in the notification. Of logs alone. @default false */
  enableLogsSample?: boolean;
  /** Some of the runs that triggered stand in the notification. Of CI pipelines and CI tests alone. @default false */
  enableSamples?: boolean;
  /** One alert where any group is over. Of logs alone. @default false */
  groupbySimpleMonitor?: boolean;
  /** A draft notifies nobody. @default published */
  draftStatus?: "draft" | "published";
  /** It may be deleted though an SLO or a composite is of it. @default false */
  forceDelete?: boolean;
  /** Whoever its message names is notified of changes to it. @default false */
  notifyAudit?: boolean;
}

/**
 * A monitor of any type that Datadog has, its condition as Datadog writes it, checked before it ships.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class Monitor extends pulumi.ComponentResource {
  /** Datadog's id, a number in a string. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: MonitorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:Monitor", name, {}, opts);
    const { commonGroups } = args;

    this.id = declareMonitor(name, monitorArgs(args), args, this, commonGroups && { commonGroups }).id;
    this.registerOutputs({ id: this.id });
  }
}

function monitorArgs(args: MonitorArgs): Condition {
  const { type, query, thresholdWindows, variables } = args;
  const { enableLogsSample, enableSamples, groupbySimpleMonitor, draftStatus, forceDelete, notifyAudit } = args;
  const numbers = thresholds({ critical: criticalIn(query), ...args.thresholds });
  const asSaid = { enableLogsSample, enableSamples, groupbySimpleMonitor, draftStatus, forceDelete, notifyAudit };
  return {
    type,
    query,
    ...(Object.keys(numbers).length > 0 && { monitorThresholds: numbers }),
    ...(thresholdWindows !== undefined && { monitorThresholdWindows: thresholdWindows }),
    ...(variables !== undefined && { variables }),
    ...defined(asSaid),
  };
}

/** Datadog wants the query's number a second time. */
function criticalIn(query: pulumi.Input<string>): number | undefined {
  return typeof query === "string" ? queryAndThreshold(query).critical : undefined;
}
