import { closest, distance } from "fastest-levenshtein";
import type { MonitorKind } from "../query/kind";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

/** All that Datadog has, as its API client knows them. */
export const MONITOR_TYPES = [
  "audit alert",
  "ci-pipelines alert",
  "ci-tests alert",
  "composite",
  "cost alert",
  "data-jobs alert",
  "data-quality alert",
  "database-monitoring alert",
  "error-tracking alert",
  "event alert",
  "event-v2 alert",
  "llm-observability alert",
  "log alert",
  "metric alert",
  "network-path alert",
  "network-performance alert",
  "process alert",
  "query alert",
  "rum alert",
  "service check",
  "slo alert",
  "synthetics alert",
  "trace-analytics alert",
] as const;
export type MonitorType = (typeof MONITOR_TYPES)[number];

const API = "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor";

const METRIC = ["query alert", "metric alert"];

const TYPES: Readonly<Partial<Record<MonitorKind, readonly string[]>>> = {
  metric: METRIC,
  change: METRIC,
  anomaly: METRIC,
  outlier: METRIC,
  forecast: METRIC,
  check: ["service check"],
  composite: ["composite"],
  event: ["event-v2 alert", "event alert"],
  log: ["log alert"],
  process: ["process alert"],
  slo: ["slo alert"],
  synthetics: ["synthetics alert"],
};

/** By what a query searches. */
const OF_SOURCE: Readonly<Record<string, MonitorType>> = {
  audits: "audit alert",
  "ci-pipelines": "ci-pipelines alert",
  "ci-tests": "ci-tests alert",
  "database-monitoring": "database-monitoring alert",
  "error-tracking": "error-tracking alert",
  "error-tracking-logs": "error-tracking alert",
  "error-tracking-rum": "error-tracking alert",
  "error-tracking-traces": "error-tracking alert",
  "network-path": "network-path alert",
  "network-performance": "network-performance alert",
  rum: "rum alert",
  "trace-analytics": "trace-analytics alert",
};

/** How the queries of these types begin, and no other's. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  "query alert": "a window such as avg(last_5m):",
  "metric alert": "a window such as avg(last_5m):",
  "service check": "a check's name in quotes",
  composite: "a monitor's id",
  "event-v2 alert": "events(",
  "event alert": "events(",
  "log alert": "logs(",
  "process alert": "processes(",
  "slo alert": "error_budget( or burn_rate(",
  "rum alert": "rum( or formula(",
  "trace-analytics alert": "trace-analytics( or formula(",
  "ci-pipelines alert": "ci-pipelines( or formula(",
  "ci-tests alert": "ci-tests( or formula(",
  "audit alert": "audits( or formula(",
};

/** A formula calculates with searches and metrics: these have another query. */
const WITHOUT_FORMULA = ["composite", "service check", "process alert", "slo alert", "synthetics alert", "event alert"];

const typeUnlikeQuery: MonitorRule = {
  id: "monitor/type-unlike-query",
  verdict: "refused",
  because: "Each type of monitor has queries of its own; Datadog refuses another's.",
  source: API,
  passes: { type: "query alert", query: "avg(last_5m):avg:my_metric{*} > 800" },
  fails: { type: "service check", query: "avg(last_5m):avg:my_metric{*} > 800" },
  *check({ definition: { type }, kind, query }: MonitorSubject) {
    // A type that there is not is another mistake.
    if (!isMonitorType(type)) return;
    const problem = `the query is none of a "${type}"`;
    const types = TYPES[kind] ?? typesOfSource(query);
    const beginning = BEGINNINGS[type];
    if (types !== undefined) {
      if (types.includes(type)) return;
      const transform = METRIC.includes(type) && query.kind !== "metric" && query.kind !== "composite";
      const remedy = `its type is "${types[0]}"`;
      yield {
        problem,
        remedy: transform
          ? `${remedy}; a MetricMonitor takes it by transform: { monitor: { type: "${types[0]}" } }`
          : remedy,
      };
    } else if (kind === "search" ? beginning !== undefined : WITHOUT_FORMULA.includes(type)) {
      yield { problem, remedy: `begin it with ${beginning ?? "what its type has"}` };
    }
  },
};

function typesOfSource(query: MonitorSubject["query"]): readonly string[] | undefined {
  const type = query.kind === "search" ? OF_SOURCE[query.source] : undefined;
  return type && [type];
}

function isMonitorType(type: string): type is MonitorType {
  return (MONITOR_TYPES as readonly string[]).includes(type);
}

const unknownType: MonitorRule = {
  id: "monitor/type-unknown",
  verdict: "refused",
  because: "Datadog knows the types of its API alone; the names in its app are others.",
  source: API,
  passes: { type: "log alert", query: 'logs("status:error").index("*").rollup("count").last("5m") > 10' },
  fails: { type: "logs alert", query: 'logs("status:error").index("*").rollup("count").last("5m") > 10' },
  *check({ definition: { type } }) {
    if (isMonitorType(type)) return;
    const near = closest(type.slice(0, 60), [...MONITOR_TYPES]);
    yield {
      problem: `there is no type "${type}"`,
      remedy: distance(type, near) <= 6 ? `write "${near}"` : `choose one of ${MONITOR_TYPES.join(", ")}`,
    };
  },
};

const oldEventAlert: MonitorRule = {
  id: "monitor/event-alert-replaced",
  verdict: "may-be-meant",
  because: "The type event alert has been replaced by event-v2 alert.",
  source: API,
  passes: { type: "event-v2 alert", query: 'events("source:nagios").rollup("count").last("1h") > 10' },
  fails: { type: "event alert", query: "events('source:nagios').rollup('count').last('1h') > 10" },
  *check({ definition: { type } }) {
    if (type !== "event alert") return;
    yield { problem: "Datadog makes no more monitors of the type event alert", remedy: "write event-v2 alert" };
  },
};

const ofSyntheticTest: MonitorRule = {
  id: "monitor/of-synthetic-test",
  verdict: "may-be-meant",
  because:
    "The monitor of a Synthetic test is made with the test, and its query is no_query: what it judges is the test's.",
  source: "https://github.com/DataDog/datadog-sync-cli/tree/main/tests/integration/resources/cassettes/test_monitors",
  passes: { type: "query alert", query: "avg(last_5m):avg:my_metric{*} > 800" },
  fails: { type: "synthetics alert", query: "no_query" },
  *check({ definition: { type } }) {
    if (type !== "synthetics alert") return;
    yield {
      problem: "this monitor belongs to a Synthetic test",
      remedy: "change it in the test, whose declaration has its message, its tags and its options",
    };
  },
};

export const typeRules: readonly MonitorRule[] = [unknownType, typeUnlikeQuery, oldEventAlert, ofSyntheticTest];
