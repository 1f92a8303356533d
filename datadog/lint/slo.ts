import type { Finding } from "../finding";
import { queriesNamed } from "../formula/formula";
import { FormulaSyntaxError, parseFormula } from "../formula/parse";
import { parseQuery, QuerySyntaxError } from "../query/parse";
import type { Query } from "../query/query";
import { callsOf, groupsOf, metricsOf } from "../query/walk";
import { TIMEFRAMES } from "../slo/burn-rate";
import { lint } from "./rule";
import { queriesOf, type SloDefinition, type SloRule, type SloThreshold } from "./slo-definition";

const API = "https://docs.datadoghq.com/api/latest/service-level-objectives/#create-an-slo-object";
const NPM = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/service_level_objective";
const METRIC = "https://docs.datadoghq.com/service_level_objectives/metric/";
const MONITOR = "https://docs.datadoghq.com/service_level_objectives/monitor/";
const TIME_SLICE = "https://docs.datadoghq.com/service_level_objectives/time_slice/";

const GOOD = "sum:shop.orders{env:prod,!status:failed}.as_count()";
const TOTAL = "sum:shop.orders{env:prod}.as_count()";
const OVER_A_MONTH: SloThreshold = { timeframe: "30d", target: 99.9 };
const slo = (threshold: Partial<SloThreshold>, more: Partial<SloDefinition> = {}): SloDefinition => ({
  type: "metric",
  query: { numerator: GOOD, denominator: TOTAL },
  thresholds: [{ ...OVER_A_MONTH, ...threshold }],
  ...more,
});
const asking = (numerator: string, denominator = TOTAL) => slo({}, { query: { numerator, denominator } });
const ofMonitors = (more: Partial<SloDefinition>): SloDefinition => ({
  type: "monitor",
  thresholds: [OVER_A_MONTH],
  ...more,
});
const sliced = (formulaExpression: string, comparator = "<", queryIntervalSeconds = 300): SloDefinition => ({
  type: "time_slice",
  thresholds: [OVER_A_MONTH],
  sliSpecification: {
    timeSlice: {
      comparator,
      threshold: 2,
      queryIntervalSeconds,
      query: {
        formula: { formulaExpression },
        queries: [{ metricQuery: { name: "a", query: "avg:shop.latency{env:prod}" } }],
      },
    },
  },
});

const target: SloRule = {
  id: "slo/target",
  verdict: "refused",
  because: "A target is a percentage above 0 and below 100: at 100 there is no error budget.",
  source: NPM,
  passes: slo({ target: 99.9 }),
  fails: slo({ target: 100 }),
  *check({ thresholds }) {
    for (const { target: percent, timeframe } of thresholds) {
      if (percent > 0 && percent < 100) continue;
      yield { problem: `the target over ${timeframe} is ${percent}`, remedy: "write a percentage such as 99.9" };
    }
  },
};

const warning: SloRule = {
  id: "slo/warning",
  verdict: "refused",
  because: "A warning is above the target, and below 100: it comes before the target is missed.",
  source: NPM,
  passes: slo({ target: 99.9, warning: 99.95 }),
  fails: slo({ target: 99.9, warning: 99.5 }),
  *check({ thresholds }) {
    for (const { target: percent, warning: early, timeframe } of thresholds) {
      if (early === undefined || (early > percent && early < 100)) continue;
      yield {
        problem: `the warning over ${timeframe} is ${early}, and the target ${percent}`,
        remedy: `choose a warning above ${percent} and below 100`,
      };
    }
  },
};

const timeframe: SloRule = {
  id: "slo/timeframe",
  verdict: "refused",
  because: "An SLO is over 7d, 30d or 90d, over each once; custom is for its history alone.",
  source: API,
  passes: slo({ timeframe: "30d" }),
  fails: slo({ timeframe: "28d" }),
  *check({ thresholds }) {
    const known: readonly string[] = TIMEFRAMES;
    const all = thresholds.map((one) => one.timeframe);
    if (all.length === 0) yield { problem: "the SLO has no target", remedy: "give it one, over 7d, 30d or 90d" };
    for (const over of new Set(all)) {
      if (!known.includes(over)) {
        yield { problem: `an SLO is not over "${over}"`, remedy: `choose from ${known.join(", ")}` };
      } else if (all.filter((one) => one === over).length > 1) {
        yield { problem: `there are two targets over ${over}`, remedy: "keep one" };
      }
    }
  },
};

const primary: SloRule = {
  id: "slo/primary-timeframe",
  verdict: "refused",
  because: "The primary timeframe is one of the thresholds', and its target and warning are the same in both places.",
  source: NPM,
  passes: slo({}, { timeframe: "30d", targetThreshold: 99.9 }),
  fails: slo({}, { timeframe: "30d", targetThreshold: 99 }),
  *check({ thresholds, timeframe: over, targetThreshold, warningThreshold }) {
    if (over === undefined) return;
    const own = thresholds.find((one) => one.timeframe === over);
    if (own === undefined) {
      yield { problem: `the primary timeframe ${over} has no target`, remedy: "add it to the thresholds" };
      return;
    }
    const twice = [
      ["target", own.target, targetThreshold],
      ["warning", own.warning, warningThreshold],
    ] as const;
    for (const [name, one, other] of twice) {
      if (other === undefined || one === other) continue;
      yield {
        problem: `the ${name} over ${over} is ${one}, and ${name}Threshold ${other}`,
        remedy: "write one number",
      };
    }
  },
};

const ofType: SloRule = {
  id: "slo/indicator-unlike-type",
  verdict: "refused",
  because:
    "An SLO of type metric has a query or a count, one of type monitor has monitors, one of type time_slice has a time slice; and nothing else.",
  source: API,
  passes: ofMonitors({ monitorIds: [1001] }),
  fails: ofMonitors({ query: { numerator: GOOD, denominator: TOTAL } }),
  *check({ type, query, monitorIds = [], sliSpecification: { count, timeSlice } = {} }) {
    const has = {
      metric: query !== undefined || count !== undefined,
      monitor: monitorIds.length > 0,
      time_slice: timeSlice !== undefined,
    };
    if (!(type in has)) {
      yield { problem: `there is no SLO of type "${type}"`, remedy: `choose from ${Object.keys(has).join(", ")}` };
    } else if (!has[type as keyof typeof has] || Object.values(has).filter(Boolean).length !== 1) {
      const said = Object.entries(has).flatMap(([of, isThere]) => (isThere ? [of] : []));
      yield {
        problem: `an SLO of type ${type} has ${said.length === 0 ? "no indicator" : `that of ${said.join(" and ")}`}`,
        remedy: `give it what its type has, and no other`,
      };
    }
  },
};

const syntax: SloRule = {
  id: "slo/query-syntax",
  verdict: "refused",
  because: "An SLO's queries are metric queries; one that can't be read has no value.",
  source: METRIC,
  passes: asking(GOOD),
  fails: asking("sum:shop.orders{env:prod.as_count()"),
  *check(definition) {
    for (const [name, text] of queriesOf(definition)) {
      const read = readQuery(text);
      if (!(read instanceof QuerySyntaxError)) continue;
      yield { offset: read.offset, problem: `the ${name} can't be read: ${read.message}`, remedy: "mend it there" };
    }
  },
};

const notCounted: SloRule = {
  id: "slo/not-counted",
  verdict: "may-be-meant",
  because: "A metric SLO counts events: its queries are sums, or counts of a distribution, as_count().",
  source: METRIC,
  passes: asking(GOOD),
  fails: asking("avg:shop.orders{env:prod,!status:failed}.as_count()"),
  *check({ query }) {
    for (const [name, text] of Object.entries(query ?? {})) {
      const read = readQuery(text);
      if (read instanceof QuerySyntaxError) continue;
      const odd = metricsOf(read).find(({ aggregator = "avg" }) => !["sum", "count"].includes(aggregator));
      if (odd !== undefined) {
        yield { problem: `the ${name} is the ${odd.aggregator ?? "avg"} of ${odd.metric}`, remedy: "write sum:" };
      } else if (metricsOf(read).length > 0 && !callsOf(read).some((call) => call.name === "as_count")) {
        yield { problem: `the ${name} is no count`, remedy: "add .as_count()" };
      }
    }
  },
};

const always: SloRule = {
  id: "slo/always-met",
  verdict: "never-works",
  because: "Where the good events are all events the SLO is at 100 % whatever happens.",
  source: METRIC,
  passes: asking(GOOD),
  fails: asking(TOTAL),
  *check({ query }) {
    if (query === undefined || query.numerator.replace(/\s/g, "") !== query.denominator.replace(/\s/g, "")) return;
    yield { problem: "the numerator is the denominator", remedy: "narrow the numerator to what is good" };
  },
};

const otherGroups: SloRule = {
  id: "slo/groups-differ",
  verdict: "may-be-meant",
  because: "A grouped SLO divides group by group: what only one of its queries is grouped by has no counterpart.",
  source: METRIC,
  passes: asking(GOOD.replace("}", "} by {region}"), TOTAL.replace("}", "} by {region}")),
  fails: asking(GOOD.replace("}", "} by {region}")),
  *check({ query }) {
    if (query === undefined) return;
    const [above, below] = [readQuery(query.numerator), readQuery(query.denominator)];
    if (above instanceof QuerySyntaxError || below instanceof QuerySyntaxError) return;
    const [by, other] = [above, below].map((one) => [...groupsOf(one)].sort().join(","));
    if (by === other) return;
    const named = (keys: string | undefined) => (keys === undefined || keys === "" ? "nothing" : keys);
    yield {
      problem: `the numerator is grouped by ${named(by)}, the denominator by ${named(other)}`,
      remedy: "group both alike",
    };
  },
};

const MOST_MONITORS = 20;

const monitors: SloRule = {
  id: "slo/monitors",
  verdict: "refused",
  because: "An SLO is of 20 monitors at most; groups are chosen of a single one.",
  source: MONITOR,
  passes: ofMonitors({ monitorIds: [1001], groups: ["host:db1"] }),
  fails: ofMonitors({ monitorIds: [1001, 1002], groups: ["host:db1"] }),
  *check({ monitorIds = [], groups = [] }) {
    if (monitorIds.length > MOST_MONITORS) {
      yield { problem: `the SLO is of ${monitorIds.length} monitors`, remedy: `choose ${MOST_MONITORS} at most` };
    }
    if (groups.length > 0 && monitorIds.length > 1) {
      yield { problem: `groups are chosen of ${monitorIds.length} monitors`, remedy: "drop them, or keep one monitor" };
    }
  },
};

const slice: SloRule = {
  id: "slo/time-slice",
  verdict: "refused",
  because:
    "A time slice of 60 or 300 seconds is good where its formula, of its own queries, compares (<, <=, > or >=) with the threshold.",
  source: TIME_SLICE,
  passes: sliced("a"),
  fails: sliced("b"),
  *check(definition) {
    const { timeSlice } = definition.sliSpecification ?? {};
    if (timeSlice === undefined) return;
    const { comparator, queryIntervalSeconds: seconds = 300 } = timeSlice;
    if (!["<", "<=", ">", ">="].includes(comparator)) {
      yield { problem: `a time slice is not compared with "${comparator}"`, remedy: "write <, <=, > or >=" };
    }
    if (seconds !== 60 && seconds !== 300) {
      yield { problem: `no time slice has ${seconds} seconds`, remedy: "write 60 or 300" };
    }
    const queries = queriesOf(definition).map(([name]) => name);
    const unknown = namesIn(timeSlice.query.formula.formulaExpression).filter((name) => !queries.includes(name));
    for (const name of unknown) {
      yield { problem: `the formula names ${name}, which is no query`, remedy: `name ${queries.join(" or ")}` };
    }
  },
};

function readQuery(text: string): Query | QuerySyntaxError {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof QuerySyntaxError) return error;
    throw error;
  }
}

/** Of a formula that can't be read, all of it. */
function namesIn(formula: string): string[] {
  try {
    return queriesNamed(parseFormula(formula)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof FormulaSyntaxError) return [formula];
    throw error;
  }
}

export const sloRules: readonly SloRule[] = [
  target,
  warning,
  timeframe,
  primary,
  ofType,
  syntax,
  notCounted,
  always,
  otherGroups,
  monitors,
  slice,
];

/** What Datadog would refuse of an SLO, or accept and then not do. */
export function lintSlo(definition: SloDefinition): Finding[] {
  return lint(sloRules, definition);
}
