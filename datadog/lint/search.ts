import type { OfSearch } from "../query/monitor-query";
import { windowMinutes } from "../query/window";
import { highestBurnRate } from "../slo/burn-rate";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

const API = "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor";
const LOGS = 'logs("status:error").index("*").rollup("count").by("service").last("5m") > 10';
const logs = (query: string) => ({ type: "log alert", query });
const processes = (query: string) => ({ type: "process alert", query });
const errors = (query: string) => ({ type: "error-tracking alert", query });
const slo = (query: string) => ({ type: "slo alert", query });
const BURNING = 'burn_rate("a1b2").over("30d").long_window("1h").short_window("5m") > 14.4';

const LEAST_PROCESS_MINUTES = 5;

const noThreshold: MonitorRule = {
  id: "search/no-threshold",
  verdict: "refused",
  because: "What a search finds is compared with a number, at the query's end.",
  source: API,
  passes: logs(LOGS),
  fails: logs(LOGS.replace(" > 10", "")),
  *check({ query }) {
    if (query.kind !== "search" || query.threshold !== undefined) return;
    yield { problem: `${query.source}(…) is compared with nothing`, remedy: "add such as > 10" };
  },
};

const noWindow: MonitorRule = {
  id: "search/no-window",
  verdict: "refused",
  because:
    "A search looks back over .last(), of logs 2 days at most, or from the beginning of an hour or a day, .current().",
  source: API,
  passes: logs(LOGS),
  fails: logs(LOGS.replace("5m", "7d")),
  *check(subject) {
    const query = searchIn(subject, ["log", "event", "process", "search", "formula"]);
    if (query === undefined) return;
    const window = textOf(query, "last") ?? textOf(query, "current");
    const minutes = windowMinutes(window ?? "");
    if (window === undefined) {
      yield { problem: `${query.source}(…) has no .last()`, remedy: 'add such as .last("5m")' };
    } else if (minutes !== undefined && minutes > 2880 && isOfLogs(subject)) {
      yield { problem: `a search of logs does not look back ${window}`, remedy: 'write .last("1m") to .last("2d")' };
    }
  },
};

const singleQuotes: MonitorRule = {
  id: "search/single-quotes",
  verdict: "refused",
  because: "A query of logs is written with double quotes; with single ones Datadog finds no operator in it.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1125",
  passes: logs(LOGS),
  fails: logs(LOGS.replaceAll('"', "'")),
  *check({ definition, kind }) {
    const offset = definition.query.search(/(?<=^\s*logs\s*\(\s*)'/);
    if (kind !== "log" || offset < 0) return;
    yield { offset, problem: "the search of logs is in single quotes", remedy: "write double ones" };
  },
};

const shortWindow: MonitorRule = {
  id: "process/short-window",
  verdict: "may-be-meant",
  because: "In less than 5 minutes a network's hiccup or a clock that drifts looks like a process that is gone.",
  source: "https://docs.datadoghq.com/monitors/types/process/",
  passes: processes('processes("postgres").over("role:db").rollup("count").last("10m") < 1'),
  fails: processes('processes("postgres").over("role:db").rollup("count").last("1m") < 1'),
  *check(subject) {
    const query = searchIn(subject, ["process"]);
    const window = query === undefined ? undefined : textOf(query, "last");
    const minutes = windowMinutes(window ?? "");
    if (minutes === undefined || minutes >= LEAST_PROCESS_MINUTES) return;
    yield { problem: `${window} are too few for processes`, remedy: 'write .last("5m") or more' };
  },
};

const noIssue: MonitorRule = {
  id: "error-tracking/no-issue",
  verdict: "refused",
  because: "A monitor of error tracking is grouped by issue.id, at least.",
  source: API,
  passes: errors('error-tracking("service:shop").source("all").new().rollup("count").by("issue.id").last("1d") > 0'),
  fails: errors('error-tracking("service:shop").source("all").new().rollup("count").by("service").last("1d") > 0'),
  *check({ query, groups }) {
    if (query.kind !== "search" || !query.source.startsWith("error-tracking")) return;
    if (groups.includes("issue.id") || groups.includes("@issue.id")) return;
    yield { problem: `${query.source}(…) is not grouped by issue`, remedy: 'add issue.id: .by("issue.id")' };
  },
};

const noMeasure: MonitorRule = {
  id: "search/no-measure",
  verdict: "refused",
  because: "A count counts what is found; any other rollup is of a measure or a facet.",
  source: API,
  passes: logs(LOGS.replace('"count"', '"cardinality","@usr.id"')),
  fails: logs(LOGS.replace('"count"', '"cardinality"')),
  *check(subject) {
    const query = searchIn(subject, ["log"]);
    const rollup = query?.calls.find(({ name }) => name === "rollup");
    const method = rollup?.args[0];
    if (method?.kind !== "text" || method.value === "count" || rollup?.args[1] !== undefined) return;
    yield {
      problem: `the rollup ${method.value} is of no measure`,
      remedy: `write .rollup("${method.value}","@duration")`,
    };
  },
};

const tooManyGroups: MonitorRule = {
  id: "search/too-many-groups",
  verdict: "refused",
  because: "A log monitor groups by 4 facets at most.",
  source: "https://docs.datadoghq.com/monitors/types/log/",
  passes: logs(LOGS),
  fails: logs(LOGS.replace('"service"', '"a,b,c,d,e"')),
  *check(subject) {
    const { groups } = subject;
    if (!isOfLogs(subject) || groups.length <= 4) return;
    yield { problem: `the logs are grouped by ${groups.length} facets`, remedy: "group by 4 at most" };
  },
};

const sloWindow: MonitorRule = {
  id: "slo/window",
  verdict: "refused",
  because: "An SLO's budget is over 7d, 30d or 90d.",
  source: API,
  passes: slo('error_budget("a1b2").over("30d") > 75'),
  fails: slo('error_budget("a1b2").over("14d") > 75'),
  *check(subject) {
    const query = searchIn(subject, ["slo"]);
    const over = query === undefined ? undefined : textOf(query, "over");
    if (query === undefined || ["7d", "30d", "90d"].includes(over ?? "")) return;
    yield { problem: `an SLO's budget is not over ${over ?? "nothing"}`, remedy: 'write .over("7d"), "30d" or "90d"' };
  },
};

const sloOperator: MonitorRule = {
  id: "slo/operator",
  verdict: "refused",
  because: "An SLO's alert is at what has been spent, or is being spent, from a number on: > or >=.",
  source: API,
  passes: slo('error_budget("a1b2").over("30d") > 75'),
  fails: slo('error_budget("a1b2").over("30d") < 75'),
  *check(subject) {
    const query = searchIn(subject, ["slo"]);
    if (query?.comparator === undefined || query.comparator.startsWith(">")) return;
    yield { problem: `${query.source}(…) is compared with ${query.comparator}`, remedy: "write > or >=" };
  },
};

const burnWindows: MonitorRule = {
  id: "slo/burn-windows",
  verdict: "refused",
  because: "A burn rate's long window is 1 to 48 hours, its short one less than that: a twelfth is well.",
  source: "https://docs.datadoghq.com/service_level_objectives/burn_rate/",
  passes: slo(BURNING),
  fails: slo(BURNING.replace("5m", "2h")),
  *check(subject) {
    const query = searchIn(subject, ["slo"]);
    if (query?.source !== "burn_rate") return;
    const long = windowMinutes(textOf(query, "long_window") ?? "");
    const short = windowMinutes(textOf(query, "short_window") ?? "");
    if (long !== undefined && short !== undefined && short < long && long >= 60 && long <= 2880) return;
    yield {
      problem: "the burn rate's windows don't fit",
      remedy: 'write such as .long_window("1h").short_window("5m")',
    };
  },
};

const burnRate: MonitorRule = {
  id: "slo/burn-rate",
  verdict: "refused",
  because: "When everything fails the budget burns at 1 / (1 - target): Datadog refuses to wait for more.",
  source: "https://docs.datadoghq.com/service_level_objectives/burn_rate/",
  passes: { ...slo(BURNING), sloTarget: 99 },
  fails: { ...slo(BURNING), sloTarget: 90 },
  *check(subject) {
    const query = searchIn(subject, ["slo"]);
    const { sloTarget } = subject.definition;
    if (query?.source !== "burn_rate" || query.threshold === undefined) return;
    if (query.threshold <= 0) {
      yield { problem: `a burn rate of ${query.threshold} is none`, remedy: "write one above 0" };
    } else if (sloTarget !== undefined && query.threshold > highestBurnRate(sloTarget)) {
      yield {
        problem: `a burn rate of ${query.threshold} is never reached: of an SLO of ${sloTarget} % it is ${highestBurnRate(sloTarget)} at most`,
        remedy: "alert at less, or over a longer window",
      };
    }
  },
};

/** A search of logs, or a formula of several. */
function isOfLogs({ kind, definition: { type } }: MonitorSubject): boolean {
  return kind === "log" || (kind === "formula" && type === "log alert");
}

function searchIn({ query, kind }: MonitorSubject, kinds: readonly string[]): OfSearch | undefined {
  return query.kind === "search" && kinds.includes(kind) ? query : undefined;
}

function textOf({ calls }: OfSearch, name: string): string | undefined {
  const arg = calls.find((call) => call.name === name)?.args[0];
  return arg?.kind === "text" || arg?.kind === "word" ? arg.value : undefined;
}

export const searchRules: readonly MonitorRule[] = [
  noThreshold,
  noWindow,
  singleQuotes,
  shortWindow,
  noMeasure,
  tooManyGroups,
  noIssue,
  sloWindow,
  sloOperator,
  burnWindows,
  burnRate,
];
