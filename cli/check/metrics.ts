import { queriesOf } from "../../datadog/lint/slo-definition";
import { readableQueries, type TemplateVariable } from "../../datadog/lint/dashboard/definition";
import { nearest } from "../../datadog/message/names";
import { parseQuery } from "../../datadog/query/parse";
import type { Filter, Metric, Query } from "../../datadog/query/query";
import { metricsOf } from "../../datadog/query/walk";
import type { Registration } from "../stack/program";
import { dashboardsIn, monitorsIn, readable, slosIn } from "./declared";
import type { Finding } from "./finding";
import { gathered, type Need } from "./need";

/** A metric that is asked for, and the tags that its series must have: `env:dev`; `host:*` where any value will do. */
export interface MetricNeed extends Need {
  readonly tags: readonly Need[];
}

/** The tags of all series of a metric, as Datadog lists them. */
export interface MetricTags {
  readonly indexed: readonly string[];
  /** Sent, but left out of the metric's configuration: no query finds them. */
  readonly ingested: readonly string[];
}

/** Tag keys by the template variables that stand for them; of one without a key, undefined. */
type Keys = ReadonlyMap<string, string | undefined>;

interface Use {
  readonly by: string;
  readonly metric: Metric;
  readonly keys: Keys;
}

/** Every metric that a monitor, a widget or an SLO asks for, each once. */
export function metricNeeds(registrations: readonly Registration[]): MetricNeed[] {
  const uses = [...usesIn(registrations)];
  return gathered(uses.map(({ metric, by }) => [metric.metric, by])).map((need) => ({
    ...need,
    tags: gathered(
      uses
        .filter(({ metric }) => metric.metric === need.of)
        .flatMap(({ by, metric, keys }) => [...tagsIn(metric, keys)].map((tag) => [tag, by] as const)),
    ),
  }));
}

function* usesIn(registrations: readonly Registration[]): Generator<Use> {
  const none: Keys = new Map();
  for (const { place, query } of monitorsIn(registrations)) {
    if (query?.kind === "metric") yield* usesOf(query.query, place, none);
  }
  for (const { place, subject } of dashboardsIn(registrations)) {
    const keys = keysOf(subject.definition.templateVariables ?? []);
    for (const widget of subject.widgets) {
      for (const query of readableQueries(widget)) yield* usesOf(query, `${place} ${widget.name}`, keys);
    }
  }
  for (const { place, definition } of slosIn(registrations)) {
    for (const [, text] of queriesOf(definition)) {
      const query = readable(() => parseQuery(text));
      if (query !== undefined) yield* usesOf(query, place, none);
    }
  }
}

function* usesOf(query: Query, by: string, keys: Keys): Generator<Use> {
  for (const metric of metricsOf(query)) yield { by, metric, keys };
}

function keysOf(variables: readonly TemplateVariable[]): Keys {
  return new Map(variables.map(({ name, prefix }) => [name, prefix]));
}

function* tagsIn({ scope, by }: Metric, keys: Keys): Generator<string> {
  for (const tag of required(scope)) {
    const wanted = withoutVariables(tag, keys);
    if (wanted !== undefined) yield wanted.toLowerCase();
  }
  for (const key of by) yield `${key.replace(/^\$/, "").toLowerCase()}:*`;
}

/** The tags of which there must be series; what is left out, `!env:dev`, need not be there. */
function* required(filter: Filter): Generator<string> {
  switch (filter.kind) {
    case "tag":
      yield filter.text;
      break;
    case "in":
      if (!filter.negated) for (const value of filter.values) yield `${filter.key}:${value}`;
      break;
    case "all":
    case "any":
      for (const one of filter.filters) yield* required(one);
  }
}

/** `host:*` of `$host`, which stands for `host:` and a value, and of `host:$host.value`. */
function withoutVariables(tag: string, keys: Keys): string | undefined {
  const [, variable] = /^\$([\w.-]+)$/.exec(tag) ?? [];
  if (variable !== undefined) {
    const key = keys.get(variable);
    return key === undefined || key === "" ? undefined : `${key}:*`;
  }
  const [key, value] = keyAndValue(tag);
  if (key.includes("$")) return undefined;
  if (value === undefined) return tag;
  return value.includes("$") ? `${key}:*` : `${key}:${value.replace(/^(["'])(.*)\1$/, "$2")}`;
}

function keyAndValue(tag: string): [key: string, value: string | undefined] {
  const colon = tag.indexOf(":");
  return colon === -1 ? [tag, undefined] : [tag.slice(0, colon), tag.slice(colon + 1)];
}

/** What is sent only where something is so, and whose silence is well as long as others beside it are sent. */
const OCCASIONAL: readonly { readonly metric: RegExp; readonly beside: string }[] = [
  // Where nothing failed: https://docs.datadoghq.com/tracing/metrics/metrics_namespace/
  { metric: /^(trace\..+\.)errors(\.by_http_status)?$/, beside: "$1hits" },
  // A standby's: https://docs.datadoghq.com/integrations/postgres/#metrics
  { metric: /^(postgresql\.)replication_delay(_bytes)?$/, beside: "$1" },
];

/**
 * That nobody sends it.
 *
 * @param active the metrics that were reported.
 * @param since `24h`.
 * @returns undefined of one that may well be silent.
 */
export function unreported({ of, by }: Need, active: ReadonlySet<string>, since: string): Finding | undefined {
  const names = [...active];
  const occasional = OCCASIONAL.find(({ metric }) => metric.test(of));
  const beside = occasional && of.replace(occasional.metric, occasional.beside);
  if (beside !== undefined && names.some((name) => name.startsWith(beside))) return undefined;
  const near = nearest(of, names);
  return {
    ...{ about: "metric", verdict: "wrong", by, asked: `metric ${of}` },
    found: `was not reported in the last ${since}`,
    remedy: near === undefined ? "see that what sends it runs" : `write ${near}, or see that what sends it runs`,
  };
}

/** What no series of the metric is tagged with. */
export function missingTags({ of: metric, tags }: MetricNeed, known: MetricTags): Finding[] {
  const indexed = known.indexed.map((tag) => tag.toLowerCase());
  const keys = new Set(tags.map(({ of }) => keyAndValue(of)[0]));
  return [...keys].flatMap((key) => {
    const wanted = tags.filter(({ of }) => keyAndValue(of)[0] === key);
    const values = valuesOf(key, indexed);
    if (values.length > 0) return wanted.flatMap((need) => missingValue(need, metric, values) ?? []);
    // A tag without a value is a word of its own.
    const bare = wanted.filter(({ of }) => !of.includes(":"));
    if (bare.length === wanted.length && indexed.includes(key)) return [];
    return [missingKey(key, wanted, metric, { ...known, indexed })];
  });
}

function valuesOf(key: string, tags: readonly string[]): string[] {
  return tags.filter((tag) => tag.startsWith(`${key}:`)).map((tag) => tag.slice(key.length + 1));
}

function missingKey(key: string, wanted: readonly Need[], metric: string, { indexed, ingested }: MetricTags): Finding {
  const finding = {
    ...({ about: "tag", verdict: "wrong" } as const),
    by: [...new Set(wanted.flatMap(({ by }) => by))],
    asked: `tag ${key} of ${metric}`,
  };
  if (ingested.some((tag) => tag === key || tag.toLowerCase().startsWith(`${key}:`))) {
    return {
      ...finding,
      found: "is sent but not indexed: no query finds it",
      remedy: `add ${key} to the tags of the metric (Metrics Summary, Manage Tags)`,
    };
  }
  const keys = [...new Set(indexed.map((tag) => keyAndValue(tag)[0]))];
  const near = nearest(key, keys);
  return {
    ...finding,
    found: `is on none of its series, which have ${some(keys)}`,
    remedy: near === undefined ? "write a key that they have" : `write ${near} if that is meant`,
  };
}

/** The first of them. */
function some(names: readonly string[]): string {
  return names.length === 0 ? "none" : [...names.slice(0, 5), ...(names.length > 5 ? ["…"] : [])].join(", ");
}

function missingValue({ of: tag, by }: Need, metric: string, values: readonly string[]): Finding | undefined {
  const [key, value = "*"] = keyAndValue(tag);
  if (values.some((one) => pattern(value).test(one))) return undefined;
  const near = nearest(value, values);
  return {
    ...{ about: "tag", verdict: "wrong", by, asked: `tag ${tag} of ${metric}` },
    found: `is on none of its series, whose ${key} is ${some(values)}`,
    remedy: near === undefined ? `write a value that ${key} has` : `write ${key}:${near} if that is meant`,
  };
}

/** `web-*` with its wildcards. */
function pattern(value: string): RegExp {
  return new RegExp(`^${value.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
}
