import type { Finding } from "../finding";
import type { Alerting } from "./lint";
import type { ServiceCheckCondition } from "./service-check";

/** Datadog keeps no more of a service check's runs for a monitor. */
const MOST_RUNS = 100;

/** A check that is late once is not silent. */
const LEAST_NO_DATA_MINUTES = 2;

/** What Datadog would refuse, or accept and then not do. */
export function lintServiceCheck(
  condition: ServiceCheckCondition,
  alerting: Pick<Alerting, "noDataAfterMinutes">,
): Finding[] {
  return [...noRuns(condition), ...fewRuns(condition), ...noGroups(condition), ...hastyNoData(alerting)];
}

function* noRuns({ critical, warning, ok }: ServiceCheckCondition): Generator<Finding> {
  for (const [name, count] of Object.entries({ critical, warning, ok })) {
    if (count === undefined || (Number.isInteger(count) && count >= 1)) continue;
    yield {
      rule: "check/no-runs",
      severity: "error",
      problem: `the threshold ${name} of ${count} is no number of runs`,
      remedy: "count whole runs, from 1 on",
    };
  }
}

/** One run more than the largest threshold, as Datadog's own editor asks for: else a change is not seen as one. */
function* fewRuns({ last, critical, warning = 0, ok }: ServiceCheckCondition): Generator<Finding> {
  const least = Math.max(critical, warning, ok) + 1;
  if (last >= least && last <= MOST_RUNS) return;
  yield {
    rule: "check/few-runs",
    severity: "error",
    problem: `the last ${last} runs can't show thresholds of up to ${least - 1}`,
    remedy: `look at ${least} to ${MOST_RUNS}`,
  };
}

/** Datadog takes no check monitor without groups. */
function* noGroups({ by, check }: ServiceCheckCondition): Generator<Finding> {
  if (by.length > 0) return;
  yield {
    rule: "check/no-groups",
    severity: "error",
    problem: `the runs of ${check} are not grouped: those of one host would end another's row`,
    remedy: "group by host and by what tells the host's servers apart",
  };
}

function* hastyNoData({ noDataAfterMinutes }: Pick<Alerting, "noDataAfterMinutes">): Generator<Finding> {
  if (noDataAfterMinutes === undefined || noDataAfterMinutes >= LEAST_NO_DATA_MINUTES) return;
  yield {
    rule: "check/hasty-no-data",
    severity: "error",
    problem: `no data after ${noDataAfterMinutes} minutes is less than Datadog waits for a run`,
    remedy: `wait at least ${LEAST_NO_DATA_MINUTES} minutes`,
  };
}
