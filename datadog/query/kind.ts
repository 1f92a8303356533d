import type { MonitorQuery, OfMonitors } from "./monitor-query";
import type { Call } from "./query";
import { callsOf } from "./walk";

/** What a monitor judges, as its query says. */
export type MonitorKind =
  | "metric"
  | "change"
  | "anomaly"
  | "outlier"
  | "forecast"
  | "check"
  | "composite"
  | "synthetics"
  | "event"
  | "log"
  | "process"
  | "slo"
  | "formula"
  | "search";

const OF_SOURCE: Readonly<Record<string, MonitorKind>> = {
  events: "event",
  logs: "log",
  processes: "process",
  error_budget: "slo",
  burn_rate: "slo",
  formula: "formula",
};

export function kindOf(query: MonitorQuery): MonitorKind {
  switch (query.kind) {
    case "check":
      return "check";
    case "composite":
      return isOfTest(query) ? "synthetics" : "composite";
    case "search":
      return OF_SOURCE[query.source] ?? "search";
    case "metric":
      return query.over.change === undefined ? byFunctions(callsOf(query.query)) : "change";
  }
}

/** Datadog stores the monitor of a Synthetic test so: the test has what it judges. */
function isOfTest({ expression }: OfMonitors): boolean {
  return expression.kind === "monitor" && expression.name === "no_query";
}

const OF_FUNCTION = { anomalies: "anomaly", outliers: "outlier", forecast: "forecast" } as const;

function byFunctions(calls: readonly Call[]): MonitorKind {
  const names = new Set(calls.map(({ name }) => name));
  return Object.entries(OF_FUNCTION).find(([name]) => names.has(name))?.[1] ?? "metric";
}
