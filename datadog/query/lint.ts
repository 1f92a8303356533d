import type { Finding } from "../finding";
import { groupsOf, metricsOf } from "./arithmetic";
import type { MetricCondition } from "./monitor";

/** What a metric monitor says beside its condition. */
export interface Alerting {
  /** On the milder side of the critical threshold, in the query's unit. */
  readonly warning?: number;
  /** Minutes without a point after which "no data" is notified. */
  readonly noDataAfterMinutes?: number;
}

export function lintMonitor(condition: MetricCondition, alerting: Alerting): Finding[] {
  return [
    ...warningPastCritical(condition, alerting),
    ...groupsApart(condition),
    ...rollups(condition),
    ...hastyNoData(condition, alerting),
  ];
}

/** Datadog refuses a warning threshold that is reached after the critical one. */
export function* warningPastCritical(
  { comparator, critical }: Pick<MetricCondition, "comparator" | "critical">,
  { warning }: Alerting,
): Generator<Finding> {
  if (warning === undefined) return;
  const milder = comparator.startsWith(">") ? warning < critical : warning > critical;
  if (milder) return;
  yield {
    rule: "monitor/warning-past-critical",
    severity: "error",
    problem: `the warning at ${warning} is not reached before the alert at ${comparator} ${critical}`,
    remedy: `choose a warning ${comparator.startsWith(">") ? "below" : "above"} ${critical}`,
  };
}

/** Sides that are grouped otherwise have no groups in common: such a monitor never has a value. */
export function* groupsApart({ query }: Pick<MetricCondition, "query">): Generator<Finding> {
  const groups = [...groupsOf(query)].sort().join(", ");
  for (const { metric, by } of metricsOf(query)) {
    if ([...by].sort().join(", ") === groups) continue;
    yield {
      rule: "monitor/groups-apart",
      severity: "error",
      problem: `${metric} is grouped by {${by.join(", ")}}, the query's first metric by {${groups}}`,
      remedy: "group every metric of the query by the same keys",
    };
  }
}

/** A rollup shifts the points a monitor sees: the current interval is never whole. */
export function* rollups({ query }: Pick<MetricCondition, "query">): Generator<Finding> {
  for (const { rollup } of metricsOf(query)) {
    if (rollup === undefined) continue;
    yield {
      rule: "monitor/rollup",
      severity: "warning",
      problem: `a rollup of ${rollup.seconds} s makes the monitor evaluate intervals that are not whole yet`,
      remedy: "drop the rollup; the window is what the monitor aggregates over",
    };
  }
}

/**
 * Datadog recommends at least twice the window: otherwise one late batch of points reads as silence.
 *
 * @see https://docs.datadoghq.com/monitors/configuration/#no-data
 */
function* hastyNoData({ over }: MetricCondition, { noDataAfterMinutes }: Alerting): Generator<Finding> {
  if (noDataAfterMinutes === undefined || noDataAfterMinutes >= 2 * over.minutes) return;
  yield {
    rule: "monitor/hasty-no-data",
    severity: "error",
    problem: `no data after ${noDataAfterMinutes} minutes is less than twice the window of ${over.minutes} minutes`,
    remedy: `wait at least ${2 * over.minutes} minutes, or shorten the window`,
  };
}
