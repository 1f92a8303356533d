import type { Finding } from "../finding";
import type { AnomalyCondition } from "./anomaly";
import { type Alerting, groupsApart, rollups, warningPastCritical } from "./lint";

/**
 * What Datadog would refuse, or accept and then not do.
 *
 * @see https://docs.datadoghq.com/monitors/types/anomaly/#api
 */
export function lintAnomaly(condition: AnomalyCondition, alerting: Pick<Alerting, "warning">): Finding[] {
  return [
    ...noShare(condition, alerting),
    ...warningPastCritical({ comparator: ">=", critical: condition.critical }, alerting),
    ...groupsApart(condition),
    ...rollups(condition),
    ...shortGraph(condition),
    ...coarseInterval(condition),
    ...recoveryBesideAlert(condition),
  ];
}

/** The thresholds are shares of the window's points. */
function* noShare({ critical }: AnomalyCondition, { warning }: Pick<Alerting, "warning">): Generator<Finding> {
  for (const [name, share] of [
    ["alert", critical],
    ["warning", warning],
  ] as const) {
    if (share === undefined || (share > 0 && share <= 1)) continue;
    yield {
      rule: "anomaly/no-share",
      severity: "error",
      problem: `the ${name} at ${share} is no share of the window's points`,
      remedy: "choose one above 0 and up to 1, which is all of them",
    };
  }
}

/** Datadog refuses a query's window that is shorter than the one that alerts. */
function* shortGraph({ graphMinutes, alertMinutes }: AnomalyCondition): Generator<Finding> {
  if (graphMinutes >= alertMinutes) return;
  yield {
    rule: "anomaly/short-graph",
    severity: "error",
    problem: `the graph's ${graphMinutes} minutes are less than the alert window's ${alertMinutes}`,
    remedy: `show at least ${alertMinutes} minutes; ${5 * alertMinutes} tell what came before`,
  };
}

/** Fewer than five points tell no share of a window. */
function* coarseInterval({ intervalSeconds, alertMinutes }: AnomalyCondition): Generator<Finding> {
  const longest = (alertMinutes * 60) / 5;
  if (intervalSeconds <= longest) return;
  yield {
    rule: "anomaly/coarse-interval",
    severity: "error",
    problem: `a point for every ${intervalSeconds} s leaves fewer than five in the alert window of ${alertMinutes} minutes`,
    remedy: `take at most ${longest} s`,
  };
}

/** A shorter recovery window can be quiet while enough of the alert window is not: both would hold at once. */
function* recoveryBesideAlert({ recoveryMinutes, alertMinutes, critical }: AnomalyCondition): Generator<Finding> {
  const least = Math.floor(alertMinutes * (1 - critical)) + 1;
  if (recoveryMinutes >= least && recoveryMinutes <= alertMinutes) return;
  yield {
    rule: "anomaly/recovery-beside-alert",
    severity: "error",
    problem: `a recovery window of ${recoveryMinutes} minutes does not fit an alert at ${critical} of ${alertMinutes} minutes`,
    remedy: `choose ${least} to ${alertMinutes} minutes; the alert window's own ${alertMinutes} always fit`,
  };
}
