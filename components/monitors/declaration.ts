import type * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import { type Message, messageTemplate, type State } from "../../datadog/message/message";

/** What every monitor says, whatever it watches. */
export interface MonitorDeclaration {
  /** What the on-call person reads first; plain words, no variables. */
  title: string;
  /** Every state that notifies needs words. */
  message: Message;
  /** Page that tells the on-call person what to do. @default none */
  runbookUrl?: pulumi.Input<string>;
  /** `key:value`. */
  tags: readonly string[];
}

/** The states beside alert and recovery in which a monitor can notify. */
export interface MilderStates {
  readonly warning?: number;
  readonly noDataAfterMinutes?: number;
}

export function notifyingStates({ warning, noDataAfterMinutes }: MilderStates): State[] {
  return [
    "alert",
    ...(warning === undefined ? [] : ["warning" as const]),
    ...(noDataAfterMinutes === undefined ? [] : ["noData" as const]),
    "recovery",
  ];
}

export function declaration({ title, message, runbookUrl, tags }: MonitorDeclaration) {
  return {
    name: title,
    message: messageTemplate(message),
    ...(runbookUrl !== undefined && { assets: [{ name: "Runbook", url: runbookUrl, category: "runbook" }] }),
    tags: [...tags].sort(),
  } satisfies Partial<datadog.MonitorArgs>;
}

export function noData({ noDataAfterMinutes }: MilderStates): Partial<datadog.MonitorArgs> {
  return noDataAfterMinutes === undefined ? {} : { notifyNoData: true, noDataTimeframe: noDataAfterMinutes };
}

/** The provider takes thresholds as strings; one that is not declared is left to Datadog. */
export function thresholds(
  numbers: Readonly<Partial<Record<"critical" | "criticalRecovery" | "warning" | "ok", number | undefined>>>,
): datadog.types.input.MonitorMonitorThresholds {
  return Object.fromEntries(
    Object.entries(numbers)
      .filter(([, number]) => number !== undefined)
      .map(([name, number]) => [name, String(number)]),
  );
}
