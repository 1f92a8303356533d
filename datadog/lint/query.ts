import { closest, distance } from "fastest-levenshtein";
import type { Finding } from "../finding";
import { ROLLUP_METHODS } from "../query/build";
import { FUNCTIONS, isFunction, METHODS, PERCENTILE, WANTED_ARGUMENTS } from "../query/functions";
import { parseGraph, QuerySyntaxError } from "../query/parse";
import type { Argument, Metric, Query } from "../query/query";
import { callsOf, filtersOf, leavesNoGroups, metricsOf, operandsOf, partsOf } from "../query/walk";
import { lintMetrics } from "./metrics-in-query";
import type { QueryExample, QueryRule } from "./query-subject";
import { lint } from "./rule";
import { queryScopeRules, variablesIn } from "./scope";

export type { QueryExample, QuerySubject } from "./query-subject";

/** What Datadog would refuse, or draw as nothing. */
export function lintQuery({ query, ...context }: QueryExample): Finding[] {
  try {
    const queries = parseGraph(query);
    return [...lint(queryRules, { ...context, queries }), ...queries.flatMap((one) => lintMetrics(one))];
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    return lint(queryRules, { ...context, queries: [], unreadable: error });
  }
}

const syntax: QueryRule = {
  id: "query/syntax",
  verdict: "refused",
  because: "Datadog refuses a monitor whose query it can't read, and draws nothing for a graph's.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1159",
  passes: { query: "avg:my_metric{env:dev} by {host}", in: "graph" },
  fails: { query: "avg:my_metric{env:dev}} by {host}", in: "graph" },
  *check({ unreadable }) {
    if (unreadable !== undefined) yield unreadableQuery(unreadable);
  },
};

export function unreadableQuery({ message, offset }: QuerySyntaxError) {
  return {
    offset,
    problem: `the query can't be read at column ${offset + 1}: ${message}`,
    remedy: "mend it there",
  };
}

const mixedOperators: QueryRule = {
  id: "query/mixed-boolean-operators",
  verdict: "refused",
  because: "The symbols `!` and `,` can't be used with the words AND, OR, NOT, IN in one scope.",
  source: "https://docs.datadoghq.com/metrics/advanced-filtering/#boolean-filtered-queries",
  passes: { query: "avg:my_metric{env:prod AND NOT region:us-east} by {host}", in: "graph" },
  fails: { query: "avg:my_metric{env:prod AND !region:us-east} by {host}", in: "graph" },
  *check({ queries }) {
    for (const { metric, scope, offset } of metrics(queries)) {
      const filters = [...filtersOf(scope)];
      const symbol = filters.find(
        (one) =>
          ((one.kind === "not" || one.kind === "all") && one.symbol) ||
          (one.kind === "in" && one.values.some((value) => value.startsWith("!"))),
      );
      const words = filters.some(
        (one) => one.kind === "in" || one.kind === "any" || ((one.kind === "not" || one.kind === "all") && !one.symbol),
      );
      if (symbol === undefined || !words) continue;
      yield {
        ...at(symbol.offset ?? offset),
        problem: `the scope of ${metric} has both the symbol "${symbol.kind === "all" ? "," : "!"}" and words such as AND`,
        remedy: "write NOT for !, and AND for the comma",
      };
    }
  },
};

const unknownFunction: QueryRule = {
  id: "query/unknown-function",
  verdict: "refused",
  because: "A function that Datadog does not have makes the whole query invalid.",
  source: "https://docs.datadoghq.com/dashboards/functions/",
  passes: { query: "ewma_5(avg:my_metric{*})", in: "graph" },
  fails: { query: "ewma_4(avg:my_metric{*})", in: "graph" },
  *check({ queries }) {
    for (const { name, offset } of queries.flatMap(callsOf)) {
      if (isFunction(name)) continue;
      yield {
        ...at(offset),
        problem: `${name}() is no function of metric queries`,
        remedy: `did you mean ${closest(name, [...FUNCTIONS])}()?`,
      };
    }
  },
};

const functionArguments: QueryRule = {
  id: "query/function-arguments",
  verdict: "refused",
  because: "A function is given what it works with: is_greater a threshold, is_between two, timeshift its seconds.",
  source: "https://docs.datadoghq.com/metrics/nested_queries/#boolean-threshold-remapping-functions",
  passes: { query: "avg:my_metric{*} * is_greater(avg:my_requests{*}, 15)", in: "graph" },
  fails: { query: "avg:my_metric{*} * is_greater(avg:my_requests{*})", in: "graph" },
  *check({ queries }) {
    for (const { name, args, offset } of queries.flatMap(callsOf)) {
      const wanted = WANTED_ARGUMENTS[name] ?? [];
      const missing = wanted.slice(Math.max(0, args.length - 1));
      if (missing.length === 0) continue;
      yield {
        ...at(offset),
        problem: `${name}() lacks its ${missing.join(" and its ")}`,
        remedy: `write ${name}(<query>, ${wanted.map((one) => `<${one}>`).join(", ")})`,
      };
    }
  },
};

const functionNotation: QueryRule = {
  id: "query/function-notation",
  verdict: "refused",
  because: "rollup, as_count and as_rate change how the metric itself is read: they are written after it.",
  source: "https://docs.datadoghq.com/dashboards/functions/rollup/",
  passes: { query: "sum:my_metric{*}.rollup(sum, 60)", in: "graph" },
  fails: { query: "rollup(sum:my_metric{*}, 'sum', 60)", in: "graph" },
  *check({ queries }) {
    for (const { name, notation, offset } of queries.flatMap(callsOf)) {
      if (notation === "method" || !METHODS.includes(name)) continue;
      yield {
        ...at(offset),
        problem: `${name}() is written before the query`,
        remedy: `write it after the metric: avg:…{…}.${name}(…)`,
      };
    }
  },
};

const rollupArguments: QueryRule = {
  id: "query/rollup-arguments",
  verdict: "refused",
  because: "rollup takes avg, sum, min, max or count, and an interval in whole seconds.",
  source: "https://docs.datadoghq.com/dashboards/functions/rollup/",
  passes: { query: "sum:my_metric{*}.rollup(sum, 3600)", in: "graph" },
  fails: { query: "sum:my_metric{*}.rollup(average, 3600)", in: "graph" },
  *check({ queries }) {
    for (const { name, args, offset } of queries.flatMap(callsOf)) {
      if (name !== "rollup") continue;
      const [method, interval] = args.slice(1);
      if (method?.kind === "word" && !rollupMethods(args[0]).some((one) => one.test(method.value))) {
        yield {
          ...at(method.offset ?? offset),
          problem: `rollup has no method ${method.value}`,
          remedy: `choose one of ${ROLLUP_METHODS.join(", ")}`,
        };
      }
      const seconds = interval ?? (method?.kind === "number" ? method : undefined);
      if (seconds?.kind === "number" && !(Number.isInteger(seconds.value) && seconds.value > 0)) {
        yield {
          ...at(seconds.offset ?? offset),
          problem: `rollup's interval of ${seconds.value} is no number of seconds`,
          remedy: "write whole seconds: 3600 is an hour",
        };
      }
    }
  },
};

/** A rollup of a rollup, as nested queries have it, may be a percentile or a deviation, too. */
function rollupMethods(of: Argument | undefined): readonly RegExp[] {
  const isNested = of?.kind === "call" && callsOf(of).some(({ name }) => name === "rollup");
  return [new RegExp(`^(${ROLLUP_METHODS.join("|")})$`), ...(isNested ? [PERCENTILE, /^stddev$/] : [])];
}

const timeshiftSign: QueryRule = {
  id: "query/timeshift-sign",
  verdict: "never-works",
  because: "timeshift takes seconds before now, a negative number: what comes is not there yet.",
  source: "https://docs.datadoghq.com/dashboards/functions/timeshift/",
  passes: { query: "timeshift(avg:my_metric{*}, -3600)", in: "graph" },
  fails: { query: "timeshift(avg:my_metric{*}, 3600)", in: "graph" },
  *check({ queries }) {
    for (const { name, args, offset } of queries.flatMap(callsOf)) {
      const seconds = args[1];
      if (name !== "timeshift" || seconds?.kind !== "number" || seconds.value < 0) continue;
      yield {
        ...at(seconds.offset ?? offset),
        problem: `timeshift by ${seconds.value} s is no time ago`,
        remedy: `write -${seconds.value}`,
      };
    }
  },
};

const AGGREGATORS = ["avg", "sum", "min", "max", "count", "last", "stddev", "histogram"];

const unknownAggregator: QueryRule = {
  id: "query/unknown-aggregator",
  verdict: "refused",
  because: "The points of many series become one by avg, sum, min, max, or a distribution's count or percentile.",
  source: "https://docs.datadoghq.com/metrics/#space-aggregation",
  passes: { query: "p95:trace.flask.request{*}", in: "graph" },
  fails: { query: "mean:my_metric{*}", in: "graph" },
  *check({ queries }) {
    for (const { aggregator, offset } of metrics(queries)) {
      if (aggregator === undefined || AGGREGATORS.includes(aggregator) || PERCENTILE.test(aggregator)) continue;
      const near = AGGREGATORS.find((one) => distance(one, aggregator.toLowerCase()) <= 1);
      yield {
        ...at(offset),
        problem: `${aggregator} is no aggregator`,
        remedy: near === undefined ? "choose avg, sum, min, max, count or p50 to p99" : `did you mean ${near}?`,
      };
    }
  },
};

const metricName: QueryRule = {
  id: "query/metric-name",
  verdict: "never-works",
  because: "Datadog keeps letters, digits, `_` and `.` of a metric's name, 200 at most, and writes `_` for all else.",
  source: "https://docs.datadoghq.com/metrics/custom_metrics/#naming-custom-metrics",
  passes: { query: "avg:my_metric{*}", in: "graph" },
  fails: { query: "avg:my-metric{*}", in: "graph" },
  *check({ queries }) {
    for (const { metric, offset } of metrics(queries)) {
      if (/^[A-Za-z][A-Za-z0-9_.]{0,199}$/.test(metric)) continue;
      yield {
        ...at(offset),
        problem: `no metric of Datadog is named ${metric}`,
        remedy: `write it as Datadog keeps it: ${metric.replace(/[^A-Za-z0-9_.]/g, "_").slice(0, 200)}`,
      };
    }
  },
};

const groupsApart: QueryRule = {
  id: "query/groups-apart",
  verdict: "never-works",
  because:
    "Arithmetic joins two queries group by group. Sides that are grouped by other keys have no groups in common, and no value.",
  source: "https://docs.datadoghq.com/dashboards/functions/#add-a-function",
  passes: { query: "avg:used{*} by {host} / avg:limit{*} by {host}", in: "monitor" },
  fails: { query: "avg:used{*} by {host} / avg:limit{*} by {device}", in: "monitor" },
  *check({ queries }) {
    const parts = queries.flatMap((query) => [...partsOf(query)]);
    const grouped = groupedIn(parts);
    for (const part of parts) {
      if (part.kind !== "arithmetic") continue;
      const [left, right] = [grouped.get(part.left), grouped.get(part.right)];
      if (left === undefined || right === undefined || areJoined(left, right)) continue;
      yield {
        ...at(right.offset),
        problem: `${left.metric} is grouped by {${left.by.join(", ")}}, ${right.metric} by {${right.by.join(", ")}}`,
        remedy: "group both by the same keys",
      };
    }
  },
};

/** Of each part the first metric that gives it groups; each is looked at once, however long the sum is. */
function groupedIn(parts: readonly Query[]): ReadonlyMap<Query, Metric> {
  const grouped = new Map<Query, Metric>();
  // What a part is made of comes after it.
  for (const part of [...parts].reverse()) {
    if (leavesNoGroups(part)) continue;
    const [first] = operandsOf(part).flatMap((operand) => grouped.get(operand) ?? []);
    if (first !== undefined) grouped.set(part, first);
    else if (part.kind === "metric" && part.by.length > 0) grouped.set(part, part);
  }
  return grouped;
}

/** One side may have more keys: its groups are then joined with the other's that they are part of. */
function areJoined({ by: left }: Metric, { by: right }: Metric): boolean {
  return left.every((key) => right.includes(key)) || right.every((key) => left.includes(key));
}

const undefinedVariable: QueryRule = {
  id: "query/undefined-template-variable",
  verdict: "never-works",
  because: "A variable that the dashboard does not define is an empty filter; monitors have none at all.",
  source: "https://docs.datadoghq.com/dashboards/template_variables/",
  passes: { query: "avg:my_metric{$host}", in: "graph", variables: ["host"] },
  fails: { query: "avg:my_metric{$hots}", in: "graph", variables: ["host"] },
  *check({ queries, variables = [], in: place }) {
    for (const { scope } of metrics(queries)) {
      for (const filter of filtersOf(scope)) {
        for (const name of variablesIn(filter).filter((one) => !variables.includes(one))) {
          yield place === "monitor"
            ? {
                ...at(filter.offset),
                problem: `$${name} is a dashboard's variable: a monitor has none`,
                remedy: "write the tag itself, such as env:dev",
              }
            : {
                ...at(filter.offset),
                problem: `$${name} is no template variable of this dashboard`,
                remedy: variables.length === 0 ? "define it" : `define it, or use $${closest(name, [...variables])}`,
              };
        }
      }
    }
  },
};

function metrics(queries: readonly Query[]): Metric[] {
  return queries.flatMap(metricsOf);
}

function at(offset: number | undefined) {
  return offset === undefined ? {} : { offset };
}

export const queryRules: readonly QueryRule[] = [
  syntax,
  mixedOperators,
  unknownFunction,
  functionArguments,
  functionNotation,
  rollupArguments,
  timeshiftSign,
  unknownAggregator,
  metricName,
  groupsApart,
  undefinedVariable,
  ...queryScopeRules,
];
