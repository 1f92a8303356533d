import type { MonitorQuery } from "./monitor-query";
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
      return "composite";
    case "search":
      return OF_SOURCE[query.source] ?? "search";
    case "metric":
      return query.over.change === undefined ? byFunctions(callsOf(query.query)) : "change";
  }
}

const OF_FUNCTION = { anomalies: "anomaly", outliers: "outlier", forecast: "forecast" } as const;

function byFunctions(calls: readonly Call[]): MonitorKind {
  const names = new Set(calls.map(({ name }) => name));
  return Object.entries(OF_FUNCTION).find(([name]) => names.has(name))?.[1] ?? "metric";
}
