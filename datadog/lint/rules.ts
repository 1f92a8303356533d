import { Temporal } from "@js-temporal/polyfill";
import type { Finding } from "../finding";
import { anomalyRules } from "./anomaly";
import { compositeRules } from "./composite";
import { dashboardRules, lintDashboard } from "./dashboard";
import type { DashboardDefinition } from "./dashboard/definition";
import { downtimeRules, lintDowntime } from "./downtime";
import type { Downtime } from "./downtime-definition";
import { expressionRules, type FormulaExample, lintFormula, monitorFormulaRules } from "./formula";
import { forecastRules } from "./forecast";
import { groupRules } from "./groups";
import { lintMessage, type MessageExample, messageRules } from "./message";
import { METRIC_RULES, type MetricUse } from "./metric";
import { lintMonitor } from "./monitor";
import type { MonitorDefinition } from "./monitor-definition";
import { typeRules } from "./monitor-type";
import { noDataRules } from "./no-data";
import { notificationRules } from "./notifications";
import { optionRules } from "./options";
import { outlierRules } from "./outlier";
import { lintQuery, type QueryExample, queryRules } from "./query";
import { quotientRules } from "./quotient";
import { lintExample, type NearMissExample, nearMissRules } from "./near-miss/rules";
import { lint, type Rule } from "./rule";
import { scheduleRules } from "./schedule";
import { searchRules } from "./search";
import { lintSearch, searchTextRules } from "./search-text";
import type { SearchExample } from "./search-text/subject";
import { serviceCheckRules } from "./service-check";
import { lintSlo, sloRules } from "./slo";
import { lintSloCorrection, type SloCorrection, sloCorrectionRules } from "./slo-correction";
import type { SloDefinition } from "./slo-definition";
import { thresholdRules } from "./thresholds";
import { windowRules } from "./windows";

/** Rules about one thing, and all that would be said of an example of theirs. */
export interface Family<Example = unknown> {
  readonly title: string;
  readonly rules: readonly Omit<Rule<never, Example>, "check">[];
  lint(example: Example): Finding[];
}

/** The examples of downtimes are of a week after it. */
const ANY_MOMENT = Temporal.Instant.from("2027-01-03T12:00:00Z");

/** Every rule, for docs/lint.md and for the test of their examples. */
export const FAMILIES: readonly Family[] = [
  { title: "Queries", rules: queryRules, lint: lintQuery } satisfies Family<QueryExample>,
  {
    title: "Metrics",
    rules: METRIC_RULES,
    lint: (use) => lint(METRIC_RULES, use),
  } satisfies Family<MetricUse>,
  ofMonitors("Types of monitors", typeRules),
  ofMonitors("Thresholds", thresholdRules),
  ofMonitors("Windows and functions", windowRules),
  ofMonitors("Quotients", quotientRules),
  ofMonitors("Groups", groupRules),
  ofMonitors("Missing data", noDataRules),
  ofMonitors("Notifications", notificationRules),
  ofMonitors("Schedules of monitors", scheduleRules),
  ofMonitors("Options of some types", optionRules),
  ofMonitors("Anomalies", anomalyRules),
  ofMonitors("Forecasts", forecastRules),
  ofMonitors("Outliers", outlierRules),
  ofMonitors("Service checks", serviceCheckRules),
  ofMonitors("Composites", compositeRules),
  ofMonitors("Logs, events, processes, errors and SLOs", searchRules),
  { title: "Searches", rules: searchTextRules, lint: lintSearch } satisfies Family<SearchExample>,
  { title: "Formulas", rules: expressionRules, lint: lintFormula } satisfies Family<FormulaExample>,
  ofMonitors("Formulas of monitors", monitorFormulaRules),
  { title: "Messages", rules: messageRules, lint: lintMessage } satisfies Family<MessageExample>,
  { title: "Dashboards", rules: dashboardRules, lint: lintDashboard } satisfies Family<DashboardDefinition>,
  { title: "Downtimes", rules: downtimeRules, lint: (one) => lintDowntime(one, ANY_MOMENT) } satisfies Family<Downtime>,
  { title: "SLOs", rules: sloRules, lint: lintSlo } satisfies Family<SloDefinition>,
  {
    title: "Corrections of SLOs",
    rules: sloCorrectionRules,
    lint: lintSloCorrection,
  } satisfies Family<SloCorrection>,
  { title: "Near misses", rules: nearMissRules, lint: lintExample } satisfies Family<NearMissExample>,
];

function ofMonitors(title: string, rules: Family<MonitorDefinition>["rules"]): Family<MonitorDefinition> {
  return { title, rules, lint: lintMonitor };
}
