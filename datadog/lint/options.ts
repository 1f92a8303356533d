import type { MonitorDefinition, MonitorRule } from "./monitor-definition";
import { variableQueries } from "./monitor-variables";

const NPM = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor";
const NOTIFICATIONS = "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor";

const LOGS = {
  type: "log alert",
  query: 'logs("status:error").index("*").rollup("count").by("service").last("5m") > 10',
};
const METRIC = { type: "query alert", query: "avg(last_5m):avg:my_metric{env:dev} by {host} > 800" };
const CHECK = { type: "service check", query: '"ntp.in_sync".over("env:dev").by("host").last(3).count_by_status()' };

/** Options that the API has for some types alone, and that another type's monitor is taken with. */
const OF_TYPES: Readonly<Record<string, { readonly types: readonly string[]; readonly of: string }>> = {
  enableLogsSample: { types: ["log alert"], of: "logs" },
  groupbySimpleMonitor: { types: ["log alert"], of: "logs" },
  enableSamples: { types: ["ci-pipelines alert", "ci-tests alert"], of: "CI pipelines and CI tests" },
};

const optionOfOthers: MonitorRule = {
  id: "monitor/option-of-other-type",
  verdict: "never-works",
  because:
    "enableLogsSample and groupbySimpleMonitor are used by monitors of logs alone, enableSamples by those of CI pipelines and CI tests.",
  source: NPM,
  passes: { ...LOGS, enableLogsSample: true },
  fails: { ...METRIC, enableLogsSample: true },
  *check({ definition }) {
    for (const [name, { types, of }] of Object.entries(OF_TYPES)) {
      if (definition[name as keyof MonitorDefinition] !== true || types.includes(definition.type)) continue;
      yield { problem: `${name} is of monitors of ${of}, and this is a "${definition.type}"`, remedy: "drop it" };
    }
  },
};

/** They judge runs, states or budgets: there are no points that come late. */
const WITHOUT_POINTS = ["service check", "composite", "slo alert", "synthetics alert"];

const delayOfOthers: MonitorRule = {
  id: "monitor/evaluation-delay-of-other-type",
  verdict: "may-be-meant",
  because: "An evaluation delay leaves out the newest points: it is for metrics, and what is searched, that come late.",
  source: `${NPM}#evaluation_delay-1`,
  passes: { ...METRIC, evaluationDelay: 300 },
  fails: { ...CHECK, evaluationDelay: 300 },
  *check({ definition: { type, evaluationDelay = 0 } }) {
    if (evaluationDelay === 0 || !WITHOUT_POINTS.includes(type)) return;
    yield { problem: `a "${type}" has no points that an evaluation delay leaves out`, remedy: "drop evaluationDelay" };
  },
};

const PRESETS =
  "show_all hide_query hide_handles hide_all hide_query_and_handles show_only_snapshot hide_handles_and_footer".split(
    " ",
  );

const preset: MonitorRule = {
  id: "monitor/notification-preset",
  verdict: "refused",
  because: "What a notification shows beside its message is chosen from Datadog's presets.",
  source: NOTIFICATIONS,
  passes: { ...METRIC, notificationPresetName: "hide_query" },
  fails: { ...METRIC, notificationPresetName: "hideQuery" },
  *check({ definition: { notificationPresetName: name = "" } }) {
    if (name === "" || PRESETS.includes(name)) return;
    yield { problem: `there is no notification preset "${name}"`, remedy: `choose one of ${PRESETS.join(", ")}` };
  },
};

const negativeDelay: MonitorRule = {
  id: "monitor/delay-in-seconds",
  verdict: "refused",
  because: "A delay is whole seconds, 0 or more: of the evaluation, of new groups, of new hosts.",
  source: `${NPM}#evaluation_delay-1`,
  passes: { ...METRIC, newGroupDelay: 300 },
  fails: { ...METRIC, newGroupDelay: -300 },
  *check({ definition }) {
    for (const name of ["evaluationDelay", "newGroupDelay", "newHostDelay"] as const) {
      const seconds = definition[name] ?? 0;
      if (Number.isInteger(seconds) && seconds >= 0) continue;
      yield { problem: `${name} is ${seconds}`, remedy: "write whole seconds, 0 or more" };
    }
  },
};

const unaskedVariables: MonitorRule = {
  id: "formula/variables-unasked",
  verdict: "never-works",
  because: "The queries of a monitor's variables are asked by its formula(…): another query does not name them.",
  source: `${NPM}#nested-schema-for-variables`,
  passes: {
    ...LOGS,
    query: 'formula("a").last("5m") > 10',
    variables: { eventQueries: [{ name: "a", dataSource: "logs", search: { query: "status:error" } }] },
  },
  fails: {
    ...LOGS,
    variables: { eventQueries: [{ name: "a", dataSource: "logs", search: { query: "status:error" } }] },
  },
  *check({ query, definition: { variables } }) {
    if (query.kind === "search" && query.source === "formula") return;
    const names = variableQueries(variables).map(({ name }) => name);
    if (names.length === 0) return;
    yield {
      problem: `the monitor's query does not ask ${names.join(" and ")} of its variables`,
      remedy: `write formula("${names[0] ?? ""}").last("5m") …, or drop the variables`,
    };
  },
};

export const optionRules: readonly MonitorRule[] = [
  optionOfOthers,
  delayOfOthers,
  negativeDelay,
  preset,
  unaskedVariables,
];
