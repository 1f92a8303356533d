import { parse } from "yaml";
import { billed, type Sent, type Submission } from "../../datadog/metrics/billed";
import { isObject, type Json, objectOf, objectsIn } from "../../datadog/json/value";
import { numberInWords } from "../../datadog/metrics/value-words";
import { listInWords } from "../../datadog/list-words";
import type { Registration } from "../stack/program";

/** What of a stack is billed as custom metrics. */
export interface CustomMetrics {
  /** By metric name. */
  readonly counts: ReadonlyMap<string, number>;
  /** What sends more, that nobody can count from what is declared: a clause each. */
  readonly uncounted: readonly string[];
}

/**
 * From the checks of each host's Agent: of a check in Python the metrics that its source names, of a database the columns of
 * its own queries, each on each host and with the tags of each instance; and what Datadog itself makes of logs and spans.
 * An integration's own metrics are none.
 */
export function customMetrics(registrations: readonly Registration[]): CustomMetrics {
  const found = registrations.flatMap((one) => [...foundIn(one)]);
  const configured = new Map(
    registrations
      .filter(({ type }) => type === TAG_CONFIGURATION)
      .map(({ inputs }) => [String(inputs.metricName), inputs] as const),
  );
  return {
    counts: billed(found.flatMap((one) => (typeof one === "string" ? [] : [asConfigured(one, configured)]))),
    uncounted: [...new Set(found.filter((one) => typeof one === "string"))].sort(),
  };
}

const TAG_CONFIGURATION = "datadog:index/metricTagConfiguration:MetricTagConfiguration";
const MADE_BY_DATADOG: Readonly<Record<string, string>> = {
  // Both "are considered custom metrics": https://docs.datadoghq.com/logs/log_configuration/logs_to_metrics/,
  // https://docs.datadoghq.com/tracing/trace_pipeline/generate_metrics/
  "datadog:index/logsMetric:LogsMetric": "logs",
  "datadog:index/spansMetric:SpansMetric": "spans",
};

/** With as many as its endpoint, its file or its peer has: https://docs.datadoghq.com/account_management/billing/custom_metrics/#standard-integrations */
const AS_MANY_AS_THERE_ARE = ["activemq_xml", "directory", "go_expvar", "nagios", "openmetrics", "prometheus", "snmp"];

function* foundIn({ type, name, inputs }: Registration): Generator<Sent | string> {
  const what = MADE_BY_DATADOG[type];
  if (what !== undefined) yield* ofDatadog(what, name, inputs);
  if (type !== "lookout:agent:HostAgent") return;
  const files = objectOf(inputs.files);
  for (const [file, body] of Object.entries(files)) {
    const [, check] = /^conf\.d\/(.+)\.d\/[^/]+\.ya?ml$/.exec(file) ?? [];
    if (check === undefined || typeof body !== "string") continue;
    const source = files[`checks.d/${check}.py`];
    const isUncounted = AS_MANY_AS_THERE_ARE.includes(check);
    // Of a thousand hosts' files most have nothing of it, and need not be read.
    if (typeof source !== "string" && !isUncounted && !body.includes("custom_queries")) continue;
    const { instances, init_config: shared } = objectOf(parse(body) as unknown);
    for (const instance of objectsIn(instances)) {
      const host = { host: name, check, instance };
      if (typeof source === "string") yield* ofSource(source, host);
      yield* ofQueries([...objectsIn(instance.custom_queries), ...globalQueries(shared, instance)], host);
      if (isUncounted) yield `${check} sends as many as it finds`;
    }
  }
}

interface Instance {
  readonly host: string;
  readonly check: string;
  readonly instance: Json;
}

/** As datadog_checks.base has them: https://docs.datadoghq.com/metrics/custom_metrics/agent_metrics_submission/ */
const METHODS: Readonly<Record<string, Submission>> = {
  gauge: "gauge",
  rate: "rate",
  count: "count",
  increment: "count",
  decrement: "count",
  monotonic_count: "count",
  histogram: "histogram",
  historate: "histogram",
  distribution: "distribution",
};

function* ofSource(source: string, { host, check, instance }: Instance): Generator<Sent | string> {
  const calls = source.matchAll(/\bself\.(\w+)\(\s*(?:name\s*=\s*)?(?:[rbu]?(["'])([\w.-]+)\2\s*[,)]|([^\s)]))/g);
  for (const [, method = "", , metric, other] of calls) {
    const submission = METHODS[method];
    if (submission === undefined) continue;
    if (metric === undefined) {
      if (other !== undefined) yield `${check} names metrics only where it runs`;
      continue;
    }
    yield { metric, submission, tags: tagsOf(instance, host), interval: intervalOf(instance) };
  }
}

function* ofQueries(queries: readonly Json[], { host, check, instance }: Instance): Generator<Sent | string> {
  for (const query of queries) {
    const columns = objectsIn(query.columns);
    const tags = [...tagsOf(instance, host), ...textsIn(query.tags)];
    const interval = typeof query.collection_interval === "number" ? query.collection_interval : intervalOf(instance);
    const rows = columns.filter(({ type }) => String(type).startsWith("tag")).map(({ name }) => String(name));
    for (const { name, type } of columns) {
      const submission = METHODS[String(type)];
      if (submission === undefined) continue;
      const metric = `${textOr(query.metric_prefix, check)}.${String(name)}`;
      yield { metric, submission, tags, interval };
      if (rows.length > 0) yield `${metric} is one for each ${listInWords(rows)} that its query finds`;
    }
  }
}

/** Of all instances of a check, unless one says otherwise. */
function globalQueries(shared: unknown, { use_global_custom_queries: use }: Json): readonly Json[] {
  if (use === false || use === "false") return [];
  return isObject(shared) ? objectsIn(shared.global_custom_queries) : [];
}

function* ofDatadog(what: string, resource: string, inputs: Json): Generator<Sent | string> {
  const { aggregationType, includePercentiles } = objectOf(inputs.compute);
  const metric = textOr(inputs.name, resource);
  const groups = objectsIn(inputs.groupBies).map(({ tagName, path }) => textOr(tagName, textOr(path, "tag")));
  const distribution = includePercentiles === true ? "distribution with percentiles" : "distribution";
  yield { metric, submission: aggregationType === "distribution" ? distribution : "count", tags: [], interval: 1 };
  if (groups.length > 0) yield `${metric} is one for each ${listInWords(groups)} in its ${what}`;
}

/** With the tags alone by which it may be asked for, and with the percentiles that it is to have. */
function asConfigured(sent: Sent, configured: ReadonlyMap<string, Json>): Sent {
  const configuration = configured.get(sent.metric);
  if (configuration === undefined) return sent;
  const { tags, excludeTagsMode, includePercentiles } = configuration;
  const named = textsIn(tags);
  const isKept = (tag: string) => named.includes(tag.split(":")[0] ?? "") !== (excludeTagsMode === true);
  return {
    ...sent,
    tags: sent.tags.filter(isKept),
    ...(includePercentiles === true &&
      sent.submission === "distribution" && { submission: "distribution with percentiles" }),
  };
}

/** Those of the host itself are the same on all that it sends. */
function tagsOf(
  { tags, empty_default_hostname: isOfNoHost, reported_hostname: reported }: Json,
  host: string,
): string[] {
  return [...(isOfNoHost === true ? [] : [`host:${textOr(reported, host)}`]), ...textsIn(tags)];
}

/** Seconds; the Agent's own where an instance has none. */
function intervalOf({ min_collection_interval: interval }: Json): number {
  return typeof interval === "number" ? interval : 15;
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function textOr(value: unknown, other: string): string {
  return typeof value === "string" && value !== "" ? value : other;
}

export function total({ counts }: CustomMetrics): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** `15, of which my_metric 12 and orders.open 3`; nothing where there is none. */
export function customMetricsInWords(metrics: CustomMetrics): string[] {
  const { counts, uncounted } = metrics;
  const each = [...counts].sort(([one], [other]) => one.localeCompare(other));
  return [
    ...(each.length === 0
      ? []
      : [`${countText(total(metrics))}: ${listInWords(each.map(([name, count]) => `${name} ${countText(count)}`))}`]),
    ...uncounted.map((one) => `not counted: ${one}`),
  ];
}

/** A count that may be a part of one. */
export function countText(count: number): string {
  return numberInWords(Math.round(count * 100) / 100);
}
