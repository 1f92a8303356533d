import type { OfCheck } from "../query/monitor-query";
import type { MonitorRule, MonitorSubject } from "./monitor-definition";

const API = "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor";
const QUERY = '"postgres.can_connect".over("env:dev").by("host","port").last(3).count_by_status()';
const check = (query: string, monitorThresholds: Record<string, string> = { critical: "2", ok: "2" }) => ({
  type: "service check",
  query,
  monitorThresholds,
});

/** Datadog keeps no more of a service check's runs for a monitor. */
const MOST_RUNS = 100;

const form: MonitorRule = {
  id: "check/form",
  verdict: "refused",
  because: "A check's query has .last(runs) and .count_by_status(), or .pct_by_status() of a cluster.",
  source: API,
  passes: check(QUERY),
  fails: check(QUERY.replace(".last(3)", "")),
  *check({ query }) {
    if (query.kind !== "check") return;
    const names = query.calls.map(({ name }) => name);
    if (names.includes("pct_by_status")) return;
    for (const name of ["last", "count_by_status"].filter((one) => !names.includes(one))) {
      yield { problem: `the query of ${query.check} has no .${name}()`, remedy: `add it; the whole is ${QUERY}` };
    }
  },
};

const blankScope: MonitorRule = {
  id: "check/blank-scope",
  verdict: "refused",
  because: '.over() is never blank: it has tags in quotes, or "*".',
  source: API,
  passes: check(QUERY.replace('"env:dev"', '"*"')),
  fails: check(QUERY.replace('"env:dev"', "")),
  *check({ query }) {
    if (query.kind !== "check") return;
    const over = query.calls.find(({ name }) => name === "over");
    if (over === undefined || over.args.some((arg) => arg.kind === "text" && arg.value !== "")) return;
    yield {
      ...(over.offset !== undefined && { offset: over.offset }),
      problem: ".over() is blank",
      remedy: 'write tags in quotes, or .over("*")',
    };
  },
};

const noRuns: MonitorRule = {
  id: "check/no-runs",
  verdict: "may-be-meant",
  because: "A service check's thresholds are numbers of runs in a row.",
  source: "https://docs.datadoghq.com/monitors/types/service_check/",
  passes: check(QUERY),
  fails: check(QUERY, { critical: "0.5", ok: "2" }),
  *check({ query, thresholds }) {
    if (query.kind !== "check" || isOfCluster(query)) return;
    for (const [name, count] of Object.entries(thresholds)) {
      if (Number.isInteger(count) && count >= 1) continue;
      yield {
        problem: `the threshold ${name} of ${count} is no number of runs`,
        remedy: "count whole runs, from 1 on",
      };
    }
  },
};

const fewRuns: MonitorRule = {
  id: "check/few-runs",
  verdict: "refused",
  because: ".last() reaches as far as the largest threshold, 100 runs at most.",
  source: API,
  passes: check(QUERY),
  fails: check(QUERY, { critical: "4", ok: "2" }),
  *check({ query, thresholds }) {
    if (query.kind !== "check" || isOfCluster(query)) return;
    const runs = runsOf(query);
    if (runs === undefined) return;
    const largest = largestOf(thresholds);
    if (runs >= largest && runs <= MOST_RUNS) return;
    yield runs > MOST_RUNS
      ? { problem: `Datadog keeps no more than ${MOST_RUNS} runs, not ${runs}`, remedy: `look at ${MOST_RUNS} at most` }
      : {
          problem: `the last ${runs} runs can't show thresholds of up to ${largest}`,
          remedy: `look at ${Math.min(largest + 1, MOST_RUNS)}`,
        };
  },
};

const noRunToSpare: MonitorRule = {
  id: "check/no-run-to-spare",
  verdict: "may-be-meant",
  because: "Datadog's editor looks at one run more than the largest threshold: else a change is not seen as one.",
  source: "https://docs.datadoghq.com/monitors/types/service_check/",
  passes: check(QUERY),
  fails: check(QUERY.replace("last(3)", "last(2)")),
  *check({ query, thresholds }) {
    if (query.kind !== "check" || isOfCluster(query)) return;
    const largest = largestOf(thresholds);
    if (runsOf(query) !== largest) return;
    yield {
      problem: `the last ${largest} runs are no more than the largest threshold`,
      remedy: `look at ${largest + 1}`,
    };
  },
};

const noGroups: MonitorRule = {
  id: "check/no-groups",
  verdict: "refused",
  because:
    "The runs of a check that is not grouped are one row: one host's good run ends another's failures. Datadog refuses it.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1321",
  passes: check(QUERY),
  fails: check(QUERY.replace('.by("host","port")', "")),
  *check({ query, groups }) {
    if (query.kind !== "check" || isOfCluster(query) || groups.length > 0) return;
    const by = query.calls.find(({ name }) => name === "by");
    if (by?.args.some((arg) => arg.kind === "text" && arg.value === "*") === true) return;
    yield {
      problem: `the runs of ${query.check} are not grouped: those of one host would end another's row`,
      remedy: 'group by host and by what tells the host\'s servers apart, or by "*"',
    };
  },
};

function isOfCluster({ calls }: OfCheck): boolean {
  return calls.some(({ name }) => name === "pct_by_status");
}

function runsOf({ calls }: OfCheck): number | undefined {
  const runs = calls.find(({ name }) => name === "last")?.args[0];
  return runs?.kind === "number" ? runs.value : undefined;
}

function largestOf(thresholds: MonitorSubject["thresholds"]): number {
  return Math.max(1, ...Object.values(thresholds).filter((count) => Number.isInteger(count)));
}

export const serviceCheckRules: readonly MonitorRule[] = [form, blankScope, noRuns, fewRuns, noRunToSpare, noGroups];
