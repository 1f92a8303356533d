import { listInWords } from "../../list-words";
import { aggregateInWords } from "./phrase";

/** A query of what has facets, as widgets' and formulas' declare it, in whichever of its notations. */
export interface EventQueryWords {
  /** `logs`, `rum`, `ci_pipelines`. */
  readonly source: string;
  /** As it is written. */
  readonly search: string;
  /** `count`, `pc95`. */
  readonly aggregation?: string | undefined;
  /** What it is of: `@duration`. */
  readonly measure?: string | undefined;
  /** Facets. */
  readonly by?: readonly string[];
}

const SOURCES: Readonly<Record<string, string>> = {
  logs: "logs",
  spans: "spans",
  rum: "user events",
  events: "events",
  network: "connections",
  audit: "audit events",
  security_signals: "security signals",
  profiles: "profiles",
  ci_pipelines: "events of pipelines",
  ci_tests: "runs of tests",
  database_queries: "queries of databases",
  incident_analytics: "incidents",
  product_analytics: "user events",
  llm_observability: "spans of language models",
  errors: "errors",
};

/** `logs that match "status:error"`; of an empty search, `all logs`. */
export function foundInWords(source: string, search: string): string {
  const key = source.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const things = SOURCES[key] ?? key.replaceAll("_", " ");
  const written = search.trim();
  return written === "" || written === "*" ? `all ${things}` : `${things} that match "${written}"`;
}

/** `the number of logs that match "status:error" of each service`. */
export function eventQueryInWords({
  source,
  search,
  aggregation = "count",
  measure,
  by = [],
}: EventQueryWords): string {
  const each = by.length === 0 ? "" : `, of each ${listInWords(by)}`;
  return `${computed(aggregation, measure)} ${foundInWords(source, search)}${each}`;
}

function computed(aggregation: string, measure: string | undefined): string {
  if (aggregation === "count") return "the number of";
  if (aggregation === "cardinality") return `the number of different ${measure ?? "values"} of`;
  const name = aggregation === "median" ? "p50" : aggregation.replace(/^pc(?=\d)/, "p");
  return `${aggregateInWords(name, measure ?? "all")} of`;
}
