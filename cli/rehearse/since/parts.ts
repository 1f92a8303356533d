import type { Series } from "../../../datadog/evaluate/history";
import type { Refused, RehearsedMonitor } from "../../../datadog/evaluate/timeline";
import { readMonitor } from "../../../datadog/lint/monitor-definition";
import type { MonitorKind } from "../../../datadog/query/kind";
import type { MonitorQuery } from "../../../datadog/query/monitor-query";
import { monitorQueryText, queryText } from "../../../datadog/query/print";
import type { Argument, Call, Metric, Query } from "../../../datadog/query/query";
import { monitorsOf } from "../../../datadog/query/walk";
import { leadOf } from "./lead";
import { satisfying } from "./satisfying";

/** Seconds between two points of what is asked: the shortest that a day may be asked in. */
export const STEP = 60;

/** An inner part of a query, as Datadog is asked for it: filtered, grouped, and a point a minute. */
export interface Part {
  /** As what the evaluator knows its points. */
  readonly metric: string;
  /** `avg:my_metric{env:dev} by {host}.rollup(avg, 60)`. */
  readonly query: string;
  readonly type: Series["type"];
  /** What the points have in common, so that the query's own filter finds them. */
  readonly tags: readonly string[];
  /** Of what it is grouped by. */
  readonly by: readonly string[];
}

/** By its query, each part once, with the seconds before a span that it is read from. */
export type Registry = Map<string, { readonly part: Part; readonly lead: number }>;

/** Monitors as they judge the answers. */
export interface Judging {
  readonly monitors: readonly RehearsedMonitor[];
  readonly refused: readonly Refused[];
  /** By monitor, why its result may differ from Datadog's. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
}

/**
 * The metrics that monitors are made of, each as a query of its own: Datadog filters and groups, and the evaluator does the
 * rest, which is what a changed definition changes. Each part has a metric's name of its own: two monitors may ask for one
 * metric in two ways.
 *
 * @param monitors with those that composites are made of.
 * @param registry takes the parts.
 */
export function judging(monitors: readonly RehearsedMonitor[], registry: Registry): Judging {
  const read = monitors.map((monitor) => ofMonitor(monitor, registry));
  const played = read.flatMap((one) => ("because" in one ? [] : [one]));
  return withoutRefused(
    {
      monitors: played.map(({ monitor }) => monitor),
      refused: [],
      doubts: new Map(played.map(({ monitor, doubts }) => [monitor.name, doubts])),
    },
    read.flatMap((one) => ("because" in one ? [one] : [])),
  );
}

/** The same where Datadog has refused parts. @param parts what it said, by the part's metric. */
export function withoutParts(judging: Judging, parts: ReadonlyMap<string, string>): Judging {
  const refused = judging.monitors.flatMap((monitor): Refused[] => {
    const subject = readMonitor(monitor.definition);
    const said = "definition" in subject ? subject.metrics.flatMap(({ metric }) => parts.get(metric) ?? []) : [];
    return said.slice(0, 1).map((because) => ({ monitor, because }));
  });
  return withoutRefused(judging, refused);
}

/** A composite is refused with what it is made of. */
function withoutRefused(judging: Judging, more: readonly Refused[]): Judging {
  const because = new Map(more.map((one) => [one.monitor.name, one.because]));
  const composites = judging.monitors.flatMap((monitor): Refused[] => {
    const missing = madeOf(monitor).find((name) => because.has(name));
    if (missing === undefined) return [];
    return [{ monitor, because: `it is made of ${missing}: ${because.get(missing) ?? ""}` }];
  });
  const refused = [...more, ...composites];
  const names = new Set(refused.map(({ monitor }) => monitor.name));
  return {
    ...judging,
    monitors: judging.monitors.filter(({ name }) => !names.has(name)),
    refused: [...judging.refused, ...refused],
  };
}

interface Played {
  readonly monitor: RehearsedMonitor;
  readonly doubts: readonly string[];
}

/** Of each kind, what stands against it; the others are made of metrics. */
const REFUSED: Readonly<Partial<Record<MonitorKind, string>>> = {
  // https://docs.datadoghq.com/api/latest/service-checks/ has one call, which submits.
  check: "Datadog's API takes the runs of service checks and gives none back",
  slo: "an SLO's alert is not played from Datadog's history; a rehearsal in a file plays it",
  synthetics: "the results of its test are not metrics",
  event: "it counts events, not metrics",
  log: "it counts logs, not metrics",
  process: "it counts processes, not metrics",
  formula: "the queries of its formula are not all metrics",
  search: "what it searches are not metrics",
};

function ofMonitor(monitor: RehearsedMonitor, registry: Registry): Played | Refused {
  const subject = readMonitor(monitor.definition);
  if (!("definition" in subject)) return { monitor, because: subject.problem };
  const because = REFUSED[subject.kind];
  if (because !== undefined) return { monitor, because };
  const { query } = subject;
  if (query.kind !== "metric") return { monitor, doubts: [] };
  const [doubts, mistakes] = [
    new Set<string>([...sumOfGauge(query), ...ofEachSeries(subject.calls)]),
    new Set<string>(),
  ];
  const lead = leadOf(subject);
  const inner = withMetrics(query.query, [], (metric, methods) => {
    const asked = askedFor(metric, methods, registry.size);
    if ("because" in asked) {
      mistakes.add(asked.because);
      return metric;
    }
    if (asked.doubt !== undefined) doubts.add(asked.doubt);
    const known = registry.get(asked.part.query) ?? { part: asked.part, lead };
    registry.set(asked.part.query, { ...known, lead: Math.max(known.lead, lead) });
    return { ...asked.of, metric: known.part.metric };
  });
  const [mistake] = mistakes;
  if (mistake !== undefined) return { monitor, because: mistake };
  const definition = { ...monitor.definition, query: monitorQueryText({ ...query, query: inner }) };
  return { monitor: { ...monitor, definition }, doubts: [...doubts] };
}

/** A query with its metrics replaced; `methods` are those that follow one, the outer first. */
function withMetrics(
  query: Query,
  methods: readonly Call[],
  replaced: (metric: Metric, methods: readonly Call[]) => Metric,
): Query {
  switch (query.kind) {
    case "metric":
      return replaced(query, methods);
    case "call": {
      const around = query.notation === "method" ? [...methods, query] : [];
      const args = query.args.map((one) => (isQuery(one) ? withMetrics(one, around, replaced) : one));
      return { ...query, args };
    }
    case "negative":
      return { ...query, of: withMetrics(query.of, [], replaced) };
    case "arithmetic":
      return {
        ...query,
        left: withMetrics(query.left, [], replaced),
        right: withMetrics(query.right, [], replaced),
      };
    case "number":
      return query;
  }
}

function isQuery(argument: Argument): argument is Query {
  return argument.kind !== "text" && argument.kind !== "word" && argument.kind !== "named";
}

/**
 * Over time, where a query says nothing else, whatever its aggregator over series.
 *
 * @see https://docs.datadoghq.com/dashboards/functions/rollup/#rollup-interval-enforced-vs-custom
 */
const DEFAULT = "avg";

interface Asked {
  readonly part: Part;
  /** The metric as the query has it now, but for its name. */
  readonly of: Metric;
  readonly doubt?: string;
}

function askedFor(metric: Metric, methods: readonly Call[], count: number): Asked | Pick<Refused, "because"> {
  const rollup = methods.find(({ name }) => name === "rollup");
  const [, method, interval] = rollup?.args ?? [];
  const own = method?.kind === "word" ? method.value : undefined;
  if (own === "count") {
    return { because: "rollup(count, …) counts points, of which the history has one a minute, whatever was sent" };
  }
  const isCount = methods.some(({ name }) => name === "as_count" || name === "as_rate");
  // A percentile and a count of values is what a minute's points are already; of one series each sum is that series.
  const { aggregator = "avg", condition, ...rest } = metric;
  const isPercentile = /^p\d/.test(aggregator);
  const isOfValues = aggregator === "count" || condition !== undefined;
  const of: Metric = { ...rest, aggregator: isPercentile ? "avg" : isOfValues ? "sum" : aggregator };
  const byTime = own ?? (isCount || isOfValues ? "sum" : DEFAULT);
  const counted = isCount ? ".as_count()" : "";
  const doubt = doubtOf({ isPercentile, seconds: interval?.kind === "number" ? interval.value : undefined });
  return {
    part: {
      metric: `history.${count + 1}`,
      query: `${queryText(metric)}${counted}.rollup(${byTime}, ${STEP})`,
      type: isCount || isOfValues ? "count" : "gauge",
      tags: satisfying(metric.scope, metric.by),
      by: metric.by,
    },
    of,
    ...(doubt !== undefined && { doubt }),
  };
}

function doubtOf({
  isPercentile,
  seconds,
}: {
  isPercentile: boolean;
  seconds: number | undefined;
}): string | undefined {
  if (isPercentile) return "a percentile is of each minute, where Datadog takes it of longer steps whole";
  return seconds !== undefined && seconds < STEP
    ? `rollup(…, ${seconds}) has more points than the one a minute that Datadog gives for a day`
    : undefined;
}

/** A sum over a window is of as many points as Datadog takes there, which it does not publish. */
function sumOfGauge({ over, query }: MonitorQuery & { kind: "metric" }): string[] {
  if (over.method !== "sum" || /\.as_(count|rate)\(\)/.test(queryText(query))) return [];
  return [
    "sum(…) adds up points: one a minute here, while Datadog does not publish how many it takes; .as_count() would say",
  ];
}

/** What Datadog reckons of each series before they are one: https://docs.datadoghq.com/dashboards/functions/rate/ */
const OF_EACH_SERIES = ["diff", "monotonic_diff", "derivative", "dt", "per_second", "per_minute", "per_hour"];

function ofEachSeries(calls: readonly Call[]): string[] {
  return calls
    .filter(({ name }) => OF_EACH_SERIES.includes(name))
    .map(({ name }) => `${name}() is of a group's series together, where Datadog takes it of each`);
}

/** The names of the monitors that a composite judges; of another, none. */
export function madeOf({ definition }: RehearsedMonitor): readonly string[] {
  const subject = readMonitor(definition);
  if (!("definition" in subject) || subject.query.kind !== "composite" || subject.kind !== "composite") return [];
  return [...new Set(monitorsOf(subject.query.expression))];
}
