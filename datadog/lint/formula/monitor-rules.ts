import { closest } from "fastest-levenshtein";
import { queriesNamed } from "../../formula/formula";
import { parseFormula, FormulaSyntaxError } from "../../formula/parse";
import { searchIn } from "../../search/in-monitor";
import type { MonitorDefinition, MonitorRule, MonitorSubject } from "../monitor-definition";
import { variableQueries } from "../monitor-variables";
import { namesInWords } from "./expression-rules";

const VARIABLES =
  "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor#nested-schema-for-variables";
const IN_SEARCH = "https://github.com/DataDog/terraform-provider-datadog/issues/1846";

const query = (name: string, search: string) => ({
  name,
  dataSource: "logs",
  computes: [{ aggregation: "count" }],
  search: { query: search },
});
const monitor = (formula: string, ...eventQueries: ReturnType<typeof query>[]): MonitorDefinition => ({
  type: "log alert",
  query: `formula("${formula}").last("15m") > 30`,
  monitorThresholds: { critical: "30" },
  ...(eventQueries.length > 0 && { variables: { eventQueries } }),
});
const ERRORS = query("a", "status:error");
const ALL = query("b", "*");

const noQueries: MonitorRule = {
  id: "formula/no-queries",
  verdict: "refused",
  because: "A formula calculates with the queries of the monitor's variables: without them its names mean nothing.",
  source: VARIABLES,
  passes: monitor("a", ERRORS),
  fails: monitor("a"),
  *check(subject) {
    const { named, queries } = namesIn(subject);
    if (named.length === 0 || queries.length > 0) return;
    const names = named.map(({ name }) => name).join(" and ");
    yield {
      problem: `the formula calculates with ${names}, and the monitor has no queries`,
      remedy: `add variables: { eventQueries: [{ name: "${named[0]?.name ?? ""}", … }] }`,
    };
  },
};

const unknownQuery: MonitorRule = {
  id: "formula/unknown-query",
  verdict: "refused",
  because: "A formula calculates with the queries of the monitor's variables, by their names.",
  source: VARIABLES,
  passes: monitor("a / b * 100", ERRORS, ALL),
  fails: monitor("a / b * 100", ERRORS),
  *check(subject) {
    const { named, queries, placeOf } = namesIn(subject);
    if (queries.length === 0) return;
    for (const { name, offset } of named.filter((one) => !queries.includes(one.name))) {
      yield {
        offset: placeOf(offset),
        problem: `${name} is no query of the monitor: ${namesInWords(queries)}`,
        remedy: `add it to the monitor's variables, or write ${closest(name.slice(0, 60), queries)}`,
      };
    }
  },
};

const unusedQuery: MonitorRule = {
  id: "formula/unused-query",
  verdict: "may-be-meant",
  because: "A query that the formula does not name changes nothing: who reads the monitor is misled.",
  source: VARIABLES,
  passes: monitor("a / b * 100", ERRORS, ALL),
  fails: monitor("a * 100", ERRORS, ALL),
  *check(subject) {
    const { named, queries } = namesIn(subject);
    const used = named.map(({ name }) => name);
    // That one alone is another mistake.
    if (named.length === 0 || used.some((name) => !queries.includes(name))) return;
    for (const name of queries.filter((one) => !used.includes(one))) {
      yield { problem: `the formula does not calculate with ${name}`, remedy: `name ${name} in it, or drop the query` };
    }
  },
};

const queryTwice: MonitorRule = {
  id: "formula/query-twice",
  verdict: "may-be-meant",
  because: "A formula names a query by its name alone: of two, one is never meant.",
  source: VARIABLES,
  passes: monitor("a / b * 100", ERRORS, ALL),
  fails: monitor("a * 100", ERRORS, query("a", "*")),
  *check(subject) {
    const { queries } = namesIn(subject);
    for (const name of new Set(queries.filter((one, index) => queries.indexOf(one) < index))) {
      yield { problem: `two queries are named ${name}`, remedy: "name one of them otherwise" };
    }
  },
};

/** `count[status:error]`, `cardinality:@session[service:a]`, `count(status:error)` within arithmetic: how a page shows it. */
const SHOWN = /\b(?:count|cardinality|sum|avg|min|max|median|pc?\d\d)(?::[@\w.]+)?\[/;

const inSearch: MonitorRule = {
  id: "formula/in-search",
  verdict: "refused",
  because:
    "A monitor's page shows its formula within the search. Datadog takes it as formula(…), with the queries beside it.",
  source: IN_SEARCH,
  passes: monitor("a / b * 100", ERRORS, ALL),
  fails: {
    type: "ci-pipelines alert",
    query: 'ci-pipelines("(count[ci_level:job @ci.status:error] / count[ci_level:job]) * 100").last("5m") > 5',
    monitorThresholds: { critical: "5" },
  },
  *check(subject) {
    const { query: read } = subject;
    // What begins with log( is told first that there is nothing of that name.
    if (read.kind !== "search" || read.source === "log" || !isFormulaShown(read.search)) return;
    const { placeOf } = searchIn(subject.definition.query, read);
    yield {
      offset: placeOf(0),
      problem: `${read.source}(…) has a formula in it, as the monitor's page shows it`,
      remedy: `write formula("${asFormula(read.search)}") and variables: { eventQueries: [{ name: "a", … }] }`,
    };
  },
};

/** Whether a search is a formula as a monitor's page shows it, and no search. */
export function isFormulaShown(search: string): boolean {
  return SHOWN.test(search);
}

/** The same with a name for each query: `(a / b) * 100`. */
function asFormula(shown: string): string {
  const names = new Map<string, string>();
  const named = shown.replace(/\b[a-z]+\d*(?::[@\w.]+)?\[[^\]]*\]/g, (query) => {
    const name = names.get(query) ?? String.fromCharCode(97 + (names.size % 26));
    names.set(query, name);
    return name;
  });
  return named.length > 60 ? "a / b * 100" : named;
}

/** The formula's names, and those of the monitor's queries; of another monitor none. */
function namesIn({ query: read, definition }: MonitorSubject) {
  const nothing = { named: [], queries: [], placeOf: (offset: number) => offset };
  if (read.kind !== "search" || read.source !== "formula") return nothing;
  const { text, placeOf } = searchIn(definition.query, read);
  const queries = variableQueries(definition.variables).map(({ name }) => name);
  try {
    return { named: queriesNamed(parseFormula(text)), queries, placeOf };
  } catch (error) {
    if (error instanceof FormulaSyntaxError) return nothing;
    throw error;
  }
}

export const monitorFormulaRules: readonly MonitorRule[] = [noQueries, unknownQuery, unusedQuery, queryTwice, inSearch];
