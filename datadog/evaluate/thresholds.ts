import type { Threshold } from "../lint/monitor-definition";
import type { Comparator } from "../query/query";
import { compares } from "./compares";
import type { GroupStatus } from "./timeline";

/** What a value means to a group that is in a state already; undefined where it leaves the group as it is. */
export type Judge = (value: number, recovery: number, before: GroupStatus | undefined) => GroupStatus | undefined;

type Limits = Readonly<Partial<Record<Threshold, number>>> & { readonly critical: number };

/**
 * Beyond a threshold a group warns or alerts; where a recovery threshold is set, it recovers only past that one. A group
 * that comes down from an alert past the alert's recovery, and not past the warning's, warns: it has not recovered from
 * what lies below the alert.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/#thresholds
 * @see https://docs.datadoghq.com/monitors/guide/recovery-thresholds/#behavior
 */
export function thresholdJudge(comparator: Comparator, limits: Limits): Judge {
  const { critical, warning, criticalRecovery, warningRecovery } = limits;
  const isBeyond = beyond(comparator);
  // "> alert threshold: <= alert recovery threshold" and so on: where it does not hold, the alert's own comparison does.
  const isUnrecovered = (value: number, limit: number | undefined) => limit !== undefined && isBeyond(value, limit);
  return judgeBy(isBeyond, isUnrecovered, { critical, warning, criticalRecovery, warningRecovery });
}

/**
 * The share of points that are anomalous. "A `warning_recovery` value of 0 means that the monitor recovers from the
 * warning state only when 0% of the points in the `recovery_window` are anomalous": at its recovery threshold it has.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#options
 */
export function shareJudge(comparator: Comparator, limits: Limits): Judge {
  const { critical, warning, criticalRecovery, warningRecovery } = limits;
  const isUnrecovered = (share: number, limit: number | undefined) => limit !== undefined && share > limit;
  return judgeBy(beyond(comparator), isUnrecovered, { critical, warning, criticalRecovery, warningRecovery });
}

function judgeBy(
  isBeyond: (value: number, limit: number) => boolean,
  isUnrecovered: (value: number, limit: number | undefined) => boolean,
  limits: { readonly critical: number } & Record<
    "warning" | "criticalRecovery" | "warningRecovery",
    number | undefined
  >,
): Judge {
  const { critical, warning, criticalRecovery, warningRecovery } = limits;
  return (value, recovery, before) => {
    if (isBeyond(value, critical)) return "Alert";
    if (before === "Alert" && isUnrecovered(recovery, criticalRecovery)) return "Alert";
    if (warning !== undefined && isBeyond(value, warning)) return "Warn";
    const warned = before === "Warn" || before === "Alert";
    return warned && warning !== undefined && isUnrecovered(recovery, warningRecovery) ? "Warn" : "OK";
  };
}

function beyond(comparator: Comparator): (value: number, limit: number) => boolean {
  return (value, limit) => compares(value, comparator, limit);
}
