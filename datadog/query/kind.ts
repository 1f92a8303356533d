import type { MonitorQuery } from "./monitor-query";
import { applies } from "./functions";

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
      if (query.over.change !== undefined) return "change";
      if (applies(query.query, "anomalies")) return "anomaly";
      if (applies(query.query, "outliers")) return "outlier";
      return applies(query.query, "forecast") ? "forecast" : "metric";
  }
}
