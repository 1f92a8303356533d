import type { Filter, In, Metric, Tag } from "../query/query";
import { filtersOf, metricsOf, variablesOf } from "../query/walk";
import type { QueryRule, QuerySubject } from "./query-subject";

const FILTERING = "https://docs.datadoghq.com/metrics/advanced-filtering/";
const VARIABLES = "https://docs.datadoghq.com/dashboards/template_variables/";

/** Of these a series has one value; of other keys it may have several: a host's roles, an `env` of its own and the host's. */
const SINGLE_VALUED = /^(host|device|pod_name|container_id|instance[-_]?id)$/;

const neverMatches: QueryRule = {
  id: "query/scope-never-matches",
  verdict: "never-works",
  because: "All tags of a scope have to be there at once, and no series has two hosts, pods or devices.",
  source: `${FILTERING}#include`,
  passes: { query: "avg:my_metric{host IN (a,b)}", in: "graph" },
  fails: { query: "avg:my_metric{host:a,host:b}", in: "graph" },
  *check(subject) {
    for (const { metric, key, values, offset } of twoValues(subject)) {
      if (!SINGLE_VALUED.test(key)) continue;
      yield {
        ...at(offset),
        problem: `no series of ${metric} has both ${values.map((value) => `${key}:${value}`).join(" and ")}`,
        remedy: `write ${key} IN (${values.join(", ")})`,
      };
    }
  },
};

const severalValues: QueryRule = {
  id: "query/scope-two-values",
  verdict: "may-be-meant",
  because: "All tags of a scope have to be there at once: of one key with two values, both. Either of them is IN.",
  source: `${FILTERING}#include`,
  passes: { query: "avg:my_metric{role IN (a,b)}", in: "graph" },
  fails: { query: "avg:my_metric{role:a,role:b}", in: "graph" },
  *check(subject) {
    for (const { metric, key, values, offset } of twoValues(subject)) {
      if (SINGLE_VALUED.test(key)) continue;
      yield {
        ...at(offset),
        problem: `the scope of ${metric} wants ${values.map((value) => `${key}:${value}`).join(" and ")} at once`,
        remedy: `write ${key} IN (${values.join(", ")}) if either will do`,
      };
    }
  },
};

/** Keys that a scope wants with two values, side by side, wildcards and variables aside. */
function* twoValues({ queries }: QuerySubject) {
  for (const { metric, scope } of queries.flatMap(metricsOf)) {
    for (const conjunction of conjunctionsIn(scope)) {
      const values = new Map<string, Set<string>>();
      for (const { text } of requiredTags(conjunction)) {
        const [key, value] = keyAndValue(text);
        if (value === undefined || value === "" || /[*$]/.test(text)) continue;
        values.set(key, (values.get(key) ?? new Set()).add(value));
      }
      for (const [key, several] of values) {
        if (several.size > 1) yield { metric, key, values: [...several], offset: conjunction.offset };
      }
    }
  }
}

/** The outermost ANDs; one within another is a part of it. */
function* conjunctionsIn(filter: Filter): Generator<Filter> {
  if (filter.kind === "all") yield filter;
  const alternatives = filter.kind === "all" ? filter.filters.flatMap(alternativesIn) : alternativesIn(filter);
  for (const one of alternatives) yield* conjunctionsIn(one);
}

function alternativesIn(filter: Filter): readonly Filter[] {
  if (filter.kind === "any") return filter.filters;
  return filter.kind === "all" ? filter.filters.flatMap(alternativesIn) : [];
}

function requiredTags(filter: Filter): readonly Tag[] {
  if (filter.kind === "tag") return [filter];
  return filter.kind === "all" ? filter.filters.flatMap(requiredTags) : [];
}

const emptyValue: QueryRule = {
  id: "query/scope-empty-value",
  verdict: "may-be-meant",
  because:
    "Of a tag with an empty value, such as from a setting that nobody filled, there is mostly no series; only labels that Prometheus has empty make one.",
  source:
    "https://github.com/DataDog/integrations-extras/blob/master/upbound_uxp/assets/dashboards/upbound_uxp_min_set.json",
  passes: { query: "avg:my_metric{env:prod}", in: "graph" },
  fails: { query: "avg:my_metric{env:,service:shop}", in: "graph" },
  *check({ queries }) {
    for (const tag of queries.flatMap(tagsOf)) {
      if (!/^[^:$]+:("\s*"|'\s*')?$/.test(tag.text)) continue;
      const [key] = keyAndValue(tag.text);
      yield { ...at(tag.offset), problem: `${key} has no value in the scope`, remedy: `fill it in, or drop ${key}` };
    }
  },
};

/** What people write who come from another notation, and what it is here. */
const NOTATIONS: readonly (readonly [pattern: RegExp, mended: (text: string) => string])[] = [
  [/^[A-Za-z][\w.-]*(=~|!=|=)/, (text) => text.replace(/^([^=!]*)(!=)/, "!$1:").replace(/=~?/, ":")],
  [/^-[A-Za-z][\w.-]*:/, (text) => `!${text.slice(1)}`],
  [/^\+[A-Za-z][\w.-]*:/, (text) => text.slice(1)],
  [/^[\w.-]+:[^|$]*\|\|?[A-Za-z][\w.-]*:/, (text) => text.split(/\|\|?/).join(" OR ")],
  [
    /^([\w.-]+):[^|:$]+(\|[^|:$]+)+$/,
    (text) =>
      text.replace(/^([^:]*):(.*)$/, (_, key: string, values: string) => `${key} IN (${values.split("|").join(", ")})`),
  ],
  [/[;&]+[A-Za-z][\w.-]*:/, (text) => text.split(/[;&]+/).join(" AND ")],
];

const notation: QueryRule = {
  id: "query/scope-notation",
  verdict: "never-works",
  because:
    "A scope's tags are key:value, negated by ! or NOT, joined by a comma, AND or OR. Tags have no =, | or ; in them.",
  source: `${FILTERING}#boolean-filtered-queries`,
  passes: { query: "avg:my_metric{env:prod,!region:eu}", in: "graph" },
  fails: { query: "avg:my_metric{env=prod}", in: "graph" },
  *check({ queries }) {
    for (const tag of queries.flatMap(tagsOf)) {
      const mended = NOTATIONS.find(([pattern]) => pattern.test(tag.text))?.[1];
      if (mended === undefined) continue;
      yield { ...at(tag.offset), problem: `no series is tagged ${tag.text}`, remedy: `write ${mended(tag.text)}` };
    }
  },
};

const behindKey: QueryRule = {
  id: "query/variable-behind-key",
  verdict: "never-works",
  because:
    "A template variable with a tag's key stands for key:value. Behind a key it makes key:key:value, and nothing is drawn as soon as somebody chooses a value.",
  source: `${VARIABLES}#using-template-variables`,
  passes: {
    query: "avg:my_metric{cluster:$cluster.value}",
    in: "graph",
    variables: ["cluster"],
    keys: { cluster: "cluster" },
  },
  fails: {
    query: "avg:my_metric{cluster:$cluster}",
    in: "graph",
    variables: ["cluster"],
    keys: { cluster: "cluster" },
  },
  *check({ queries, keys = {} }) {
    for (const { key, value, offset } of queries.flatMap(valuesOf)) {
      const [, variable = "", rest = ""] = /\$([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)(.*)$/.exec(value) ?? [];
      const own = Object.hasOwn(keys, variable) ? keys[variable] : undefined;
      if (key === "" || own === undefined || own === "") continue;
      const alone = own === key && value === `$${variable}` ? `$${variable}, or ` : "";
      yield {
        ...at(offset),
        problem: `$${variable} is ${own}:value already: ${key}:${value} matches nothing`,
        remedy: `write ${alone}${key}:${value.slice(0, value.indexOf("$"))}$${variable}.value${rest}`,
      };
    }
  },
};

const wildcardBehind: QueryRule = {
  id: "query/wildcard-behind-variable",
  verdict: "never-works",
  because: "A wildcard is not supported behind a template variable: the query draws nothing.",
  source: "https://github.com/DataDog/documentation/issues/18910",
  passes: { query: "avg:my_metric{pod_name:$env.value}", in: "graph", variables: ["env"] },
  fails: { query: "avg:my_metric{pod_name:$env.value-*}", in: "graph", variables: ["env"] },
  *check({ queries }) {
    for (const { key, value, offset } of queries.flatMap(valuesOf)) {
      if (!/\$[A-Za-z_][^*]*\*/.test(value)) continue;
      yield {
        ...at(offset),
        problem: `${key === "" ? "" : `${key}:`}${value} has a wildcard behind a variable`,
        remedy: "name the value whole, or let the variable's own values have the wildcard",
      };
    }
  },
};

interface Value {
  /** Empty where the tag has none. */
  readonly key: string;
  readonly value: string;
  readonly offset: number | undefined;
}

/** The values that a query's scopes name, those of lists as well. */
function valuesOf(query: Parameters<typeof metricsOf>[0]): Value[] {
  return filtersIn(query).flatMap((filter): Value[] => {
    if (filter.kind === "in") return filter.values.map((value) => ({ key: filter.key, value, offset: filter.offset }));
    if (filter.kind !== "tag") return [];
    const [key, value] = keyAndValue(filter.text);
    return [
      value === undefined ? { key: "", value: key, offset: filter.offset } : { key, value, offset: filter.offset },
    ];
  });
}

/** The template variables that a filter names: a tag's, or those of a list's values. */
export function variablesIn(filter: Filter): string[] {
  if (filter.kind === "tag") return variablesOf(filter);
  return filter.kind === "in" ? filter.values.flatMap((text) => variablesOf({ text })) : [];
}

function filtersIn(query: Parameters<typeof metricsOf>[0]): (Filter | In)[] {
  return metricsOf(query).flatMap(({ scope }: Metric) => [...filtersOf(scope)]);
}

function tagsOf(query: Parameters<typeof metricsOf>[0]): Tag[] {
  return filtersIn(query).filter((filter) => filter.kind === "tag");
}

function keyAndValue(text: string): [key: string, value: string | undefined] {
  const colon = text.indexOf(":");
  return colon === -1 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}

function at(offset: number | undefined) {
  return offset === undefined ? {} : { offset };
}

/** Of what a query's scopes name. */
export const queryScopeRules: readonly QueryRule[] = [
  neverMatches,
  severalValues,
  emptyValue,
  notation,
  behindKey,
  wildcardBehind,
];
