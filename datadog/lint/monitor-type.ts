import type { MonitorKind } from "../query/kind";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

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
};

const typeUnlikeQuery: MonitorRule = {
  id: "monitor/type-unlike-query",
  verdict: "refused",
  because: "Each type of monitor has queries of its own; Datadog refuses another's.",
  source: "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor",
  passes: { type: "query alert", query: "avg(last_5m):avg:my_metric{*} > 800" },
  fails: { type: "service check", query: "avg(last_5m):avg:my_metric{*} > 800" },
  *check({ definition: { type }, kind, query }: MonitorSubject) {
    const problem = `the query is none of a "${type}"`;
    const types = TYPES[kind];
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
    } else if (kind === "search" && beginning !== undefined) {
      yield { problem, remedy: `begin it with ${beginning}` };
    }
  },
};

const oldEventAlert: MonitorRule = {
  id: "monitor/event-alert-replaced",
  verdict: "may-be-meant",
  because: "The type event alert has been replaced by event-v2 alert.",
  source: "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor",
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

export const typeRules: readonly MonitorRule[] = [typeUnlikeQuery, oldEventAlert, ofSyntheticTest];
