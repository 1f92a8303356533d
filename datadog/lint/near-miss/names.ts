import { parseGraph, parseMonitorQuery, QuerySyntaxError } from "../../query/parse";
import type { MonitorQuery, SearchCall } from "../../query/monitor-query";
import type { Filter, Query } from "../../query/query";
import { filtersOf, metricsOf } from "../../query/walk";
import { parseScope, parts, ScopeSyntaxError } from "../../schedule/scope";
import { searchIn } from "../../search/in-monitor";
import { type DashboardDefinition, readDashboard } from "../dashboard/definition";
import { searchesOf } from "../dashboard/searches";
import type { Downtime } from "../downtime-definition";
import type { MonitorDefinition } from "../monitor-definition";
import { searchOf, variableQueries } from "../monitor-variables";
import { readSearch, valuesOf } from "../search-text/subject";
import { queriesOf, type SloDefinition } from "../slo-definition";

/** What has names of things outside of it. */
export type Naming =
  | readonly [kind: "monitor", definition: MonitorDefinition]
  | readonly [kind: "dashboard", definition: DashboardDefinition]
  | readonly [kind: "downtime", definition: Downtime]
  | readonly [kind: "slo", definition: SloDefinition];

/** What an object calls something outside of it, that a slip of the finger makes another. */
export interface Name {
  readonly kind: "metric" | "key" | "value";
  readonly text: string;
  /** Of a value, its tag's. */
  readonly key?: string;
  /** Where in the object: `"CPU" (timeseries)`. @default it is all one */
  readonly within?: string;
}

/** Metrics, keys and values of tags that it names; of what can't be read, which is a finding of its own, none. */
export function namesIn(naming: Naming): Name[] {
  // A part of a name, or what a reader chooses, is none that could be looked up.
  return [...allIn(naming)].filter(({ text }) => text !== "" && !/[*?$"'\s{}]/.test(text));
}

function* allIn([kind, definition]: Naming): Generator<Name> {
  switch (kind) {
    case "monitor":
      yield* inMonitor(definition);
      break;
    case "dashboard":
      yield* inDashboard(definition);
      break;
    case "downtime":
      yield* inDowntimeScope(definition.scope ?? "");
      break;
    case "slo":
      for (const [, query] of queriesOf(definition)) yield* inGraph(query);
      for (const group of definition.groups ?? []) for (const tag of group.split(",")) yield* inTag(tag);
  }
}

function* inMonitor({ query: text, variables }: MonitorDefinition): Generator<Name> {
  const query = readable(() => parseMonitorQuery(text));
  if (query !== undefined) yield* inMonitorQuery(text, query);
  for (const one of variableQueries(variables)) {
    const search = searchOf(one);
    if (search !== undefined) yield* inSearch(search);
  }
}

function* inMonitorQuery(text: string, query: MonitorQuery): Generator<Name> {
  if (query.kind === "composite") return;
  if (query.kind === "metric") {
    yield* inQuery(query.query);
    for (const key of query.by ?? []) yield { kind: "key", text: key };
    return;
  }
  if (query.kind === "search" && SEARCHES.includes(query.source)) yield* inSearch(searchIn(text, query).text);
  if (query.kind === "check") for (const tag of textsOf(query.calls, "over")) yield* inTag(tag);
  const isOfTags = query.kind === "check" || SEARCHES.includes(query.source);
  if (isOfTags) for (const keys of textsOf(query.calls, "by")) for (const key of keys.split(",")) yield* inKey(key);
}

/** Sources of whose searches a term is a tag. */
const SEARCHES = ["logs", "events", "rum", "trace-analytics", "error-tracking-logs", "ci-pipelines", "ci-tests"];

function textsOf(calls: readonly SearchCall[], called: string): string[] {
  return calls
    .filter(({ name }) => name === called)
    .flatMap(({ args }) => args.flatMap((arg) => (arg.kind === "text" ? [arg.value] : [])));
}

function* inDashboard(definition: DashboardDefinition): Generator<Name> {
  for (const widget of readDashboard(definition).widgets) {
    const names = [
      ...widget.queries.flatMap((query) => [...inGraph(query)]),
      ...searchesOf(widget).flatMap((one) => [...inSearch(one)]),
    ];
    for (const name of names) yield { ...name, within: widget.name };
  }
  const prefixes = new Map<string, string>();
  for (const { name, prefix = "", defaults = [], default: one, availableValues = [] } of definition.templateVariables ??
    []) {
    prefixes.set(name, prefix);
    yield* inKey(prefix, `$${name}`);
    for (const value of [...defaults, ...(one === undefined ? [] : [one]), ...availableValues])
      yield* inValue(prefix, value, `$${name}`);
  }
  for (const { templateVariables = [] } of definition.templateVariablePresets ?? []) {
    for (const { name = "", values = [], value } of templateVariables) {
      for (const text of value === undefined ? values : [...values, value])
        yield* inValue(prefixes.get(name) ?? "", text, `$${name}`);
    }
  }
}

function* inDowntimeScope(text: string): Generator<Name> {
  try {
    if (text.trim() === "") return;
    for (const { part } of parts(parseScope(text))) {
      if (part.kind !== "tag" || part.key === undefined) continue;
      yield* inKey(part.key);
      yield* inValue(part.key, part.value);
    }
  } catch (error) {
    if (!(error instanceof ScopeSyntaxError)) throw error;
  }
}

function* inGraph(text: string): Generator<Name> {
  for (const query of readable(() => parseGraph(text)) ?? []) yield* inQuery(query);
}

function* inQuery(query: Query): Generator<Name> {
  for (const { metric, scope, by } of metricsOf(query)) {
    yield { kind: "metric", text: metric };
    for (const filter of filtersOf(scope)) yield* inFilter(filter);
    for (const key of by) yield* inKey(key);
  }
}

function* inFilter(filter: Filter): Generator<Name> {
  if (filter.kind === "tag") yield* inTag(filter.text);
  if (filter.kind !== "in") return;
  yield* inKey(filter.key);
  for (const value of filter.values) yield* inValue(filter.key, value);
}

/** The fields of logs and spans are other keys than those of tags; their values are the same where the key is. */
function* inSearch(search: string): Generator<Name> {
  for (const attribute of readSearch({ search, in: "monitor" }).attributes) {
    for (const value of valuesOf(attribute)) if (value.kind === "text") yield* inValue(attribute.key, value.text);
  }
}

function* inTag(tag: string): Generator<Name> {
  const colon = tag.indexOf(":");
  if (colon === -1) return;
  yield* inKey(tag.slice(0, colon));
  yield* inValue(tag.slice(0, colon), tag.slice(colon + 1));
}

function* inKey(text: string, within?: string): Generator<Name> {
  if (!text.trim().startsWith("@")) yield { kind: "key", text: text.trim(), ...(within !== undefined && { within }) };
}

function* inValue(key: string, text: string, within?: string): Generator<Name> {
  if (key !== "") yield { kind: "value", key: key.trim(), text: text.trim(), ...(within !== undefined && { within }) };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof QuerySyntaxError) return undefined;
    throw error;
  }
}
