import { listInWords } from "../../list-words";
import { numberInWords } from "../../metrics/value-words";
import { filterText } from "../print";
import type { Arithmetic, Filter, Metric, Query } from "../query";
import { metricsOf } from "../walk";
import { comparatorInWords } from "./comparator";
import { filterInWords } from "./filter";
import { callInWords } from "./functions";
import { aggregateInWords, enclosed, type Phrase } from "./phrase";

/** What a sentence around the query says of all of its metrics, so that the phrase need not. */
export interface Said {
  readonly scope: boolean;
  readonly groups: boolean;
  /** What stands right behind each metric's name. */
  readonly behind?: string;
}

/**
 * A metric query in plain English, as the legend of a line: `the average of my_metric of each host, where env is dev`.
 *
 * @param understood a scope that the reader knows of already.
 */
export function queryInWords(query: Query, understood?: Filter): string {
  const scope = commonScope(query);
  const groups = commonGroups(query);
  const inside = metricsOf(query).length === 1;
  const each = groups === undefined || groups.length === 0 ? "" : ` of each ${listInWords(groups)}`;
  const { text, loose } = phraseOf(query, {
    scope: scope !== undefined,
    groups: groups !== undefined,
    ...(inside && { behind: each }),
  });
  const where = scope === undefined || isSame(scope, understood) ? undefined : filterInWords(scope);
  const outside = inside || each === "" ? "" : `${loose ? "," : ""}${each}`;
  return `${text}${outside}${where === undefined ? "" : `, where ${where}`}`;
}

/** The scope that all of the query's metrics have; nothing where they differ. */
export function commonScope(query: Query): Filter | undefined {
  const [first, ...others] = metricsOf(query);
  return others.every(({ scope }) => isSame(scope, first?.scope)) ? first?.scope : undefined;
}

/** The groups that all of its metrics have; nothing where they differ. */
export function commonGroups(query: Query): readonly string[] | undefined {
  const [first, ...others] = metricsOf(query);
  return others.every(({ by }) => by.join() === first?.by.join()) ? first?.by : undefined;
}

function isSame(one: Filter, other: Filter | undefined): boolean {
  return other !== undefined && filterText(one) === filterText(other);
}

/** Without what is said around it. */
export function phraseOf(query: Query, said: Said): Phrase {
  switch (query.kind) {
    case "number":
      return { text: numberInWords(query.value), loose: false };
    case "metric":
      return metricPhrase(query, said);
    case "negative":
      return { text: `the negative of ${enclosed(phraseOf(query.of, said))}`, loose: false };
    case "call":
      return callInWords(query, (of) => phraseOf(of, said));
    case "arithmetic":
      return calculation(query, said);
  }
}

function metricPhrase(metric: Metric, said: Said): Phrase {
  const own = [
    !said.groups && metric.by.length > 0 ? `of each ${listInWords(metric.by)}` : undefined,
    !said.scope && filterInWords(metric.scope) !== undefined ? `where ${filterInWords(metric.scope)}` : undefined,
  ].filter((part) => part !== undefined);
  const text = `${aggregated(metric)}${said.behind ?? ""}`;
  return { text: own.length === 0 ? text : `${text} (${own.join(", ")})`, loose: false };
}

function aggregated({ aggregator, condition, metric }: Metric): string {
  if (condition !== undefined) {
    return `the number of values of ${metric} ${comparatorInWords(condition.comparator)} ${numberInWords(condition.value)}`;
  }
  return aggregator === undefined ? metric : aggregateInWords(aggregator, metric);
}

const OPERATORS = { "+": "plus", "-": "minus", "*": "times", "/": "divided by" } as const;

/** A sum of thousands is nested to the left as deep: what it begins with is said in a loop. */
function calculation(query: Arithmetic, said: Said): Phrase {
  const words: string[] = [];
  let left: Query = query;
  while (left.kind === "arithmetic" && isProduct(left) === isProduct(query)) {
    words.push(`${OPERATORS[left.operator]} ${enclosed(phraseOf(left.right, said))}`);
    left = left.left;
  }
  return { text: [enclosed(phraseOf(left, said)), ...words.reverse()].join(" "), loose: true };
}

function isProduct({ operator }: Arithmetic): boolean {
  return operator === "*" || operator === "/";
}
