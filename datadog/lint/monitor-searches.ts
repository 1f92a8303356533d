import type { Finding } from "../finding";
import { searchIn } from "../search/in-monitor";
import { lintFormula } from "./formula";
import { isFormulaShown } from "./formula/monitor-rules";
import type { MonitorSubject } from "./monitor-definition";
import { searchOf, variableQueries } from "./monitor-variables";
import { lintSearch } from "./search-text";

/** What these are given is no search: an id, a formula, the names of processes with a notation of their own. */
const NO_SEARCH = ["error_budget", "burn_rate", "formula", "processes", "cost", "network-path"];

/** What is wrong with a monitor's search, with its formula, and with the searches of the formula's queries. */
export function lintSearches({ query, definition }: MonitorSubject): Finding[] {
  if (query.kind !== "search") return [];
  const { text, placeOf } = searchIn(definition.query, query);
  const isSearch = !NO_SEARCH.includes(query.source) && !isFormulaShown(text);
  return [
    ...(isSearch ? moved(lintSearch({ search: text, in: "monitor" }), placeOf) : []),
    ...(query.source === "formula" ? moved(lintFormula({ formula: text }), placeOf) : []),
    ...variableQueries(definition.variables).flatMap((one) => {
      const search = searchOf(one);
      if (search === undefined) return [];
      return lintSearch({ search, in: "monitor" }).map((finding) => ({
        ...finding,
        problem: `query ${one.name}: ${finding.problem}`,
      }));
    }),
  ];
}

/** A finding's place is then in the whole query. */
function moved(findings: readonly Finding[], placeOf: (offset: number) => number): Finding[] {
  return findings.map((finding) =>
    finding.offset === undefined ? finding : { ...finding, offset: placeOf(finding.offset) },
  );
}
