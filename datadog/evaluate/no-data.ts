import type { MonitorDefinition, MonitorSubject } from "../lint/monitor-definition";
import type { History } from "./history";
import { durationSeconds } from "./duration";
import { noDataMinutes } from "./provider-defaults";
import type { Judge } from "./thresholds";
import type { GroupStatus } from "./timeline";

const HOUR = 3600;
/** "By default, a group keeps the status for 24 hours before it is dropped", and "48 hours for host monitors". */
const KEPT_SECONDS = 24 * HOUR;
const CHECK_KEPT_SECONDS = 48 * HOUR;

/** What a group's silence means, and when it is forgotten. */
export interface Silence {
  /**
   * The state that silence leads to; undefined where it leaves the group as it is.
   *
   * @param absent seconds since the query first returned nothing.
   * @param silent seconds since the last point.
   */
  readonly means: (absent: number, silent: number, before: GroupStatus) => GroupStatus | undefined;
  /** Seconds after which a group that is one of several is dropped. */
  readonly keptSeconds: number;
  /** What silence is compared as: a count's is zero. */
  readonly value?: number;
}

/**
 * Both notations: `on_missing_data` acts as soon as the query returns nothing, `notify_no_data` after its own time, and
 * never while the window still holds points. Where neither is set, an evaluation without data is skipped and the state
 * stays. A group that has long been silent resolves, if it was set to, whatever else silence means.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/#no-data
 * @see https://docs.datadoghq.com/monitors/configuration/#auto-resolve
 * @see https://docs.datadoghq.com/monitors/guide/on_missing_data/
 * @see https://docs.datadoghq.com/monitors/guide/troubleshooting-monitor-alerts/#sparse-metrics "the evaluation may be skipped"
 * @see https://docs.datadoghq.com/monitors/guide/troubleshooting-no-data/ for how long groups are kept
 * @param isCount whether nothing is a count of zero.
 */
export function silenceOf({ definition, kind }: MonitorSubject, judge: Judge, isCount: boolean): Silence {
  const { timeoutH = 0, groupRetentionDuration = "", onMissingData } = definition;
  const kept = kind === "check" ? CHECK_KEPT_SECONDS - checkSilenceSeconds(definition) : KEPT_SECONDS;
  const missing = missingMeans(definition, judge, isCount);
  return {
    means: (absent, silent, before) => (timeoutH > 0 && absent >= timeoutH * HOUR ? "OK" : missing(silent, before)),
    keptSeconds: durationSeconds(groupRetentionDuration) ?? kept,
    ...(isCount && onMissingData === "default" && { value: 0 }),
  };
}

/** After how long without a run a check is silent: "24 hours is used for service checks" where nothing is said. */
export function checkSilenceSeconds(definition: MonitorDefinition): number {
  return definition.notifyNoData === true ? noDataMinutes(definition) * 60 : 24 * HOUR;
}

/**
 * Whether nothing is a count of zero: "for monitors using `Count` queries, an empty monitor evaluation is treated as 0".
 * Such are queries `as_count()`, counts of a distribution's values, and those of nothing but metrics of that type.
 */
export function countsFromZero({ calls, metrics }: MonitorSubject, { series }: History): boolean {
  const names = new Set(calls.map(({ name }) => name));
  if (names.has("default_zero") || names.has("as_rate")) return false;
  if (names.has("as_count") || metrics.some(({ aggregator }) => aggregator === "count")) return true;
  const types = new Set(metrics.flatMap(({ metric }) => series.find((one) => one.metric === metric)?.type ?? []));
  return types.size === 1 && types.has("count");
}

function missingMeans(
  definition: MonitorDefinition,
  judge: Judge,
  isCount: boolean,
): (silent: number, before: GroupStatus) => GroupStatus | undefined {
  switch (definition.onMissingData) {
    case "show_no_data":
    case "show_and_notify_no_data":
      return () => "No Data";
    case "resolve":
      return () => "OK";
    case "default":
      // "For monitors using Count queries, an empty monitor evaluation is treated as 0."
      return (_, before) => (isCount ? judge(0, 0, before) : undefined);
    default: {
      if (definition.notifyNoData !== true) return () => undefined;
      const late = noDataMinutes(definition) * 60;
      return (silent) => (silent >= late ? "No Data" : undefined);
    }
  }
}
