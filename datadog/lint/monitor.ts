import type { Finding } from "../finding";
import { anomalyRules } from "./anomaly";
import { compositeRules } from "./composite";
import { monitorFormulaRules } from "./formula";
import { forecastRules } from "./forecast";
import { groupRules } from "./groups";
import { type MonitorDefinition, type MonitorRule, type MonitorSubject, readMonitor } from "./monitor-definition";
import { typeRules } from "./monitor-type";
import { noDataRules } from "./no-data";
import { lintMessage } from "./message";
import { lintMetrics } from "./metrics-in-query";
import { lintSearches } from "./monitor-searches";
import { notifiedStates, watchedBy } from "./monitor-message";
import { notificationRules } from "./notifications";
import { optionRules } from "./options";
import { outlierRules } from "./outlier";
import { queryRules } from "./query";
import { quotientRules } from "./quotient";
import { lint } from "./rule";
import { scheduleRules } from "./schedule";
import { searchRules } from "./search";
import { serviceCheckRules } from "./service-check";
import { thresholdRules } from "./thresholds";
import { windowRules } from "./windows";

export const monitorRules: readonly MonitorRule[] = [
  ...typeRules,
  ...thresholdRules,
  ...windowRules,
  ...quotientRules,
  ...noDataRules,
  ...notificationRules,
  ...anomalyRules,
  ...forecastRules,
  ...outlierRules,
  ...serviceCheckRules,
  ...compositeRules,
  ...searchRules,
  ...monitorFormulaRules,
  ...groupRules,
  ...scheduleRules,
  ...optionRules,
];

/** What Datadog would refuse, or accept and then not do: of the monitor, its query, its messages. */
export function lintMonitor(definition: MonitorDefinition): Finding[] {
  const subject = readMonitor(definition);
  if (!("definition" in subject)) return [subject];
  return [...lint(monitorRules, subject), ...lintQueries(subject), ...lintSearches(subject), ...lintMessages(subject)];
}

function lintQueries({ metricQuery, query, kind }: MonitorSubject): Finding[] {
  if (metricQuery === undefined || query.kind !== "metric") return [];
  // A change's threshold, an anomaly's, a sum's, are in other units than the metric's.
  const isInUnit =
    (kind === "metric" || kind === "forecast") && query.over.method !== "sum" && query.over.method !== "count";
  const compared = isInUnit ? query : undefined;
  const over = kind === "metric" ? query.over.method : undefined;
  return [...lint(queryRules, { queries: [metricQuery], in: "monitor" }), ...lintMetrics(metricQuery, compared, over)];
}

/** A message that is unknown at preview can't be read beforehand; the title is a template, too. */
function lintMessages(subject: MonitorSubject): Finding[] {
  const { name, message, escalationMessage, notifyBies } = subject.definition;
  if (message === undefined && name === undefined) return [];
  return lintMessage({
    text: message ?? "",
    isLater: message === undefined,
    ...(name !== undefined && { title: name }),
    groups: subject.groups,
    ...(notifyBies !== undefined && notifyBies.length > 0 && { notifiesBy: notifyBies.filter((key) => key !== "*") }),
    watches: watchedBy(subject),
    notifies: notifiedStates(subject),
    ...(escalationMessage !== undefined && escalationMessage !== "" && { escalation: escalationMessage }),
  });
}
