import type { State } from "../message/message";
import type { Watched } from "./message/subject";
import { type MonitorDefinition, type MonitorSubject, textsIn } from "./monitor-definition";

/** What searches look through. */
const SOURCES: Readonly<Record<string, Watched>> = {
  events: "event",
  logs: "log",
  processes: "process",
  rum: "rum",
  audits: "audit",
  "trace-analytics": "trace",
  "ci-pipelines": "ci",
  "ci-tests": "ci",
  "database-monitoring": "database",
  error_budget: "slo",
  burn_rate: "slo",
};

/** What fills the message's variables. */
export function watchedBy({ query, definition }: MonitorSubject): Watched {
  switch (query.kind) {
    case "check":
      return "check";
    case "composite":
      return definition.type === "synthetics alert" ? "synthetics" : "composite";
    case "metric":
      return "metric";
    case "search":
      if (query.source.startsWith("error-tracking")) return "error";
      if (definition.type === "synthetics alert") return "synthetics";
      return SOURCES[query.source] ?? ofFormula(definition) ?? "metric";
  }
}

const DATA_SOURCES: Readonly<Record<string, Watched>> = {
  logs: "log",
  rum: "rum",
  spans: "trace",
  events: "event",
  audit: "audit",
  ci_pipelines: "ci",
  ci_tests: "ci",
  data_quality_metrics: "quality",
};

/** By the first of its queries. */
function ofFormula({ variables }: MonitorDefinition): Watched | undefined {
  const [source = ""] = textsIn(variables, "dataSource");
  return DATA_SOURCES[source];
}

/** The states of which somebody is notified, as the monitor's settings say. */
export function notifiedStates({ definition, thresholds }: MonitorSubject): State[] {
  const { notifyNoData, onMissingData, renotifyInterval = 0 } = definition;
  const states: readonly (readonly [State, boolean])[] = [
    ["alert", true],
    ["warning", thresholds.warning !== undefined],
    ["noData", notifyNoData === true || onMissingData === "show_and_notify_no_data"],
    ["unknown", thresholds.unknown !== undefined],
    ["recovery", true],
    ["renotify", renotifyInterval > 0],
  ];
  return states.filter(([, isNotified]) => isNotified).map(([state]) => state);
}
