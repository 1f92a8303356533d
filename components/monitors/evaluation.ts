import type * as datadog from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../defined";

/**
 * How a monitor is evaluated and how it notifies, whatever it watches. What is left out is as Datadog has it, or as the
 * component says; what does not suit the monitor's type is a mistake.
 *
 * @see https://docs.datadoghq.com/monitors/guide/monitor_api_options/
 */
export interface Evaluation {
  /** Minutes without a point after which "no data" is notified. @default never */
  noDataAfterMinutes?: number | undefined;
  /** What a window without a point means, in place of `noDataAfterMinutes`. @default as Datadog has it for the query */
  onMissingData?: "default" | "show_no_data" | "show_and_notify_no_data" | "resolve" | undefined;
  /** How long a group that is new is left alone. @default Datadog's, a minute */
  newGroupDelaySeconds?: number | undefined;
  /** How long the newest points are left out, for metrics that come late. @default 0 */
  evaluationDelaySeconds?: number | undefined;
  /** Whether a window is judged only when it has points all along. @default the component's */
  requireFullWindow?: boolean | undefined;
  /** After so many hours without data an alert ends by itself, 24 at most. @default never */
  timeoutHours?: number | undefined;
  /** How long a group that has no data any more is kept: `60m` to `72h`. @default 24h */
  groupRetentionDuration?: string | undefined;
  /** Some of the query's groups, one notification for each; `["*"]`: one for all. @default each group */
  notifyBy?: readonly string[] | undefined;
  /** The tags that triggered stand in the title. @default true */
  includeTags?: boolean | undefined;
  /** What a notification shows beside the message. @default show_all */
  notificationPresetName?: NotificationPreset | undefined;
  /** When it is evaluated, and from when a window adds up. @default all the time */
  schedulingOptions?: pulumi.Input<datadog.types.input.MonitorSchedulingOptions> | undefined;
}

type NotificationPreset =
  | "show_all"
  | "hide_query"
  | "hide_handles"
  | "hide_all"
  | "hide_query_and_handles"
  | "show_only_snapshot"
  | "hide_handles_and_footer";

/** The provider's names of what is said; of nothing else is anything sent. */
export function evaluation(said: Evaluation): Partial<datadog.MonitorArgs> {
  const { noDataAfterMinutes, notifyBy, schedulingOptions, includeTags, notificationPresetName } = said;
  return defined({
    ...(noDataAfterMinutes !== undefined && { notifyNoData: true, noDataTimeframe: noDataAfterMinutes }),
    onMissingData: said.onMissingData,
    newGroupDelay: said.newGroupDelaySeconds,
    evaluationDelay: said.evaluationDelaySeconds,
    requireFullWindow: said.requireFullWindow,
    timeoutH: said.timeoutHours,
    groupRetentionDuration: said.groupRetentionDuration,
    notifyBies: notifyBy && [...notifyBy],
    ...{ includeTags, notificationPresetName, schedulingOptions },
  });
}
