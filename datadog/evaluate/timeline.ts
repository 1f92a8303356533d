import type { Downtime } from "../lint/downtime-definition";
import type { MonitorDefinition } from "../lint/monitor-definition";
import type { SloDefinition } from "../lint/slo-definition";
import type { History, Span } from "./history";
import type { Line } from "./line";

/** A monitor as a stack declares it. */
export interface RehearsedMonitor {
  /** Its name in the stack, unique: what a composite's query and a downtime name it by. */
  readonly name: string;
  readonly definition: MonitorDefinition;
}

export interface RehearsedDowntime {
  readonly name: string;
  readonly definition: Downtime;
  /** The names of the monitors that `monitorIdentifier.monitorId` stands for; with tags, none. */
  readonly monitors?: readonly string[];
  readonly notifyEndStates?: readonly string[];
  readonly notifyEndTypes?: readonly string[];
  readonly muteFirstRecoveryNotification?: boolean;
}

/** "Unknown" is a service check's: that it could not tell. */
export type GroupStatus = "OK" | "Warn" | "Alert" | "No Data" | "Unknown";

export type Transition =
  "alert" | "warning" | "no data" | "unknown" | "recovery" | "warning recovery" | "no data recovery";

/** A group that came into a state, and stays in it until its next change. */
export interface StateChange {
  /** Seconds since 1970. */
  readonly time: number;
  readonly group: string;
  /** Undefined where it had none. */
  readonly from?: GroupStatus;
  readonly to: GroupStatus;
  readonly value?: number;
}

/** Something that is said, or that a downtime swallowed. */
export interface Notification {
  /** Seconds since 1970. */
  readonly time: number;
  /** `host:db1`, several joined by commas, `*` without a grouping. */
  readonly group: string;
  readonly transition: Transition;
  readonly isRenotification: boolean;
  readonly value?: number;
  /** `[Triggered on {host:db1}] my_metric is high`. */
  readonly title: string;
  /** The message as it reads, without the handles' parameters taken out. */
  readonly body: string;
  /** `@oncall@example.com`, each once. */
  readonly recipients: readonly string[];
  /** The names of the downtimes that swallowed it; nobody was told then. */
  readonly mutedBy: readonly string[];
}

/** What one monitor did in a span. */
export interface Timeline {
  readonly monitor: RehearsedMonitor;
  readonly span: Span;
  /** What is judged, for a graph: one for each group. Of a composite and a check, and where they are not wanted, none. */
  readonly lines: readonly Line[];
  /** In their order of time. */
  readonly changes: readonly StateChange[];
  /** Groups that were forgotten, because they had long been silent: until they come back they have no state. */
  readonly dropped: readonly { readonly group: string; readonly time: number }[];
  readonly notifications: readonly Notification[];
  /** What stands in for what Datadog does not publish, where that was asked for: `the band of anomalies() is …`. */
  readonly approximations: readonly string[];
  /** When a downtime covers a group: stretches by group, each with the downtime's name. */
  readonly muted: readonly {
    readonly group: string;
    readonly from: number;
    readonly to: number;
    readonly by: string;
  }[];
}

/** A monitor that can't be played, with what is not done and where it stands. */
export interface Refused {
  readonly monitor: RehearsedMonitor;
  /** `holt-winters with seasonality='monthly' is not evaluated here: Datadog does not publish how`. */
  readonly because: string;
}

export interface Rehearsed {
  readonly timelines: readonly Timeline[];
  readonly refused: readonly Refused[];
}

/** An SLO that alerts are of. */
export interface RehearsedSlo {
  /** What the alerts' queries name it by: `burn_rate("checkout").over("30d")…`. */
  readonly name: string;
  readonly definition: SloDefinition;
}

export interface RehearsalInput {
  /** With those that its composites are made of. */
  readonly monitors: readonly RehearsedMonitor[];
  readonly downtimes: readonly RehearsedDowntime[];
  /** @default none: their alerts are refused */
  readonly slos?: readonly RehearsedSlo[];
  readonly history: History;
  /** What is played: each minute from its first on. History before it is read where a window reaches back. */
  readonly span: Span;
  /** Whether timelines hold the lines that were judged: of a thousand groups over a month a third of a gigabyte. @default true */
  readonly withLines?: boolean;
}
