import { integrationOf, knownMetric, nearestMetric } from "../metrics/catalogue";
import type { Range } from "../metrics/metric";
import type { Rule } from "./rule";

/** A metric as a query or a monitor uses it. */
export interface MetricUse {
  readonly metric: string;
  /** How the series become one: `avg`, `sum`, `p95`. */
  readonly aggregator?: string;
  /** The keys that tell its series apart. */
  readonly by?: readonly string[];
  /** Of a monitor that judges it as it is, how the window's points become one: `avg`, `sum`. */
  readonly over?: string;
  /** Whether `.as_rate()` or `.as_count()` follows. */
  readonly asRate?: boolean;
  readonly comparator?: ">" | ">=" | "<" | "<=";
  /** In the metric's unit. */
  readonly threshold?: number;
}

type MetricRule = Rule<MetricUse, MetricUse>;

/** Nobody names a metric of their own by so few other letters. */
const SLIP_LETTERS = 2;

/** In a second. */
const NANOSECONDS = 1_000_000_000;

const misspelledName: MetricRule = {
  id: "metric/misspelled-name",
  verdict: "never-works",
  because: "Datadog accepts a monitor on a metric that nobody sends: it has no data, and never alerts.",
  source: "https://docs.datadoghq.com/monitors/types/metric/",
  passes: { metric: "postgresql.connections" },
  fails: { metric: "postgresql.conections" },
  *check({ metric }) {
    const near = slip(metric);
    if (near !== undefined) yield { problem: `nobody sends ${metric}`, remedy: `write ${near}` };
  },
};

const unknownName: MetricRule = {
  id: "metric/unknown-name",
  verdict: "may-be-meant",
  because: "The integration has no such metric; only a custom query or check of one's own can send it.",
  source: "https://docs.datadoghq.com/integrations/guide/use-custom-queries/",
  passes: { metric: "postgresql.replication_delay" },
  fails: { metric: "postgresql.replication.seconds" },
  *check({ metric }) {
    const integration = integrationOf(metric);
    if (integration === undefined || knownMetric(metric) !== undefined || slip(metric) !== undefined) return;
    yield {
      problem: `the ${integration} integration does not send ${metric}`,
      remedy: `see that a custom query or check sends it; the nearest that is known is ${nearestMetric(metric)}`,
    };
  },
};

const fractionAsPercent: MetricRule = {
  id: "metric/fraction-as-percent",
  verdict: "never-works",
  because: "A fraction is 0 to 1: a threshold in percent is never reached from below, and always from above.",
  source: "https://docs.datadoghq.com/metrics/units/",
  passes: { metric: "system.disk.in_use", comparator: ">", threshold: 0.9 },
  fails: { metric: "system.disk.in_use", comparator: ">", threshold: 90 },
  *check(use) {
    const { metric, threshold } = use;
    if (threshold === undefined || !isFractionInPercent(use)) return;
    yield {
      problem: `${metric} is a fraction, 0 to 1, and never ${threshold}`,
      remedy:
        threshold <= 100 ? `write ${threshold / 100} for ${threshold} percent` : "choose a threshold between 0 and 1",
    };
  },
};

const percentAsFraction: MetricRule = {
  id: "metric/percent-as-fraction",
  verdict: "may-be-meant",
  because: "A percentage is 0 to 100: a threshold below 1 is less than one percent.",
  source: "https://docs.datadoghq.com/metrics/units/",
  passes: { metric: "system.cpu.user", comparator: ">", threshold: 80 },
  fails: { metric: "system.cpu.user", comparator: ">", threshold: 0.8 },
  *check({ metric, threshold }) {
    const { unit, range } = knownMetric(metric) ?? {};
    if (unit !== "percent" || range === undefined || threshold === undefined) return;
    if (threshold <= 0 || threshold >= 1) return;
    yield {
      problem: `${metric} is in percent: ${threshold} is less than one percent`,
      remedy: `write ${Number((threshold * 100).toPrecision(12))} if a share of the whole is meant`,
    };
  },
};

const outOfRange: MetricRule = {
  id: "metric/out-of-range",
  verdict: "never-works",
  because: "A condition beyond what the metric can be never holds, or always.",
  source: "https://docs.datadoghq.com/metrics/units/",
  passes: { metric: "system.cpu.idle", comparator: "<", threshold: 5 },
  fails: { metric: "system.cpu.idle", comparator: "<", threshold: -5 },
  *check(use) {
    const { metric, comparator, threshold } = use;
    const range = boundsOf(use);
    if (range === undefined || comparator === undefined || threshold === undefined || isFractionInPercent(use)) return;
    const holds = whenHolds(comparator, threshold, range);
    if (holds === "sometimes") return;
    const { min, max = Infinity } = range;
    const bounds = max === Infinity ? `${min} or more` : `${min} to ${max}`;
    yield {
      problem: `${metric} ${comparator} ${threshold} holds ${holds}: the metric is ${bounds}`,
      remedy: `choose a threshold inside of ${bounds}`,
    };
  },
};

/** What each of a host's disks, cores or interfaces has of its own. */
const OF_PARTS = /^system\.(disk|fs|core|io)\./;

const sumOfShares: MetricRule = {
  id: "metric/sum-of-shares",
  verdict: "may-be-meant",
  because:
    "Shares and percentages don't add up: the sum over hosts, or over a window's points, grows with their number, and says nothing of any.",
  source: "https://docs.datadoghq.com/metrics/units/",
  passes: { metric: "system.cpu.user", aggregator: "avg", by: [], over: "avg" },
  fails: { metric: "system.cpu.user", aggregator: "sum", by: [], over: "avg" },
  *check({ metric, aggregator, by = [], over }) {
    const kind = shareKind(metric);
    if (over === undefined || kind === undefined) return;
    // Of one host there is one share, but of each of its parts one.
    const isOfOne = by.includes("host") && (!OF_PARTS.test(metric) || by.includes("device"));
    if (aggregator === "sum" && !isOfOne) {
      yield { problem: `${metric} is ${kind}: a sum of it over all series is none`, remedy: "take avg or max" };
    }
    if (over === "sum") {
      yield {
        problem: `${metric} is ${kind}: a sum of it over the window's points is none`,
        remedy: "write avg(…) or max(…) before the query",
      };
    }
  },
};

/** As the catalogue has it, or as its name says where nobody knows it. */
function shareKind(metric: string): "a percentage" | "a share" | undefined {
  const known = knownMetric(metric);
  if (known === undefined) return /(percent(age)?|pct|utili[sz]ation)$/i.test(metric) ? "a percentage" : undefined;
  if (known.unit === "percent") return "a percentage";
  return known.unit === "fraction" ? "a share" : undefined;
}

const bytesUnit: MetricRule = {
  id: "metric/bytes-unit",
  verdict: "may-be-meant",
  because: "Datadog compares a metric of bytes in bytes, also where a graph shows it in GiB.",
  source: "https://docs.datadoghq.com/metrics/units/",
  passes: { metric: "system.mem.usable", comparator: "<", threshold: 536870912 },
  fails: { metric: "system.mem.usable", comparator: "<", threshold: 512 },
  *check({ metric, threshold = 0 }) {
    const { unit, per } = knownMetric(metric) ?? {};
    if (unit !== "byte" || per !== undefined || threshold <= 0 || threshold >= 1024) return;
    yield {
      problem: `${metric} is in bytes: ${threshold} is less than one KiB`,
      remedy: `write ${threshold * 1024 ** 2} for ${threshold} MiB, ${threshold * 1024 ** 3} for ${threshold} GiB`,
    };
  },
};

const nanosecondsUnit: MetricRule = {
  id: "metric/nanoseconds-unit",
  verdict: "may-be-meant",
  because: "Database Monitoring times queries and transactions in nanoseconds, also where a graph shows seconds.",
  source: "https://docs.datadoghq.com/integrations/postgres/#data-collected",
  passes: { metric: "postgresql.queries.duration.max", comparator: ">", threshold: 60_000_000_000 },
  fails: { metric: "postgresql.queries.duration.max", comparator: ">", threshold: 60 },
  *check({ metric, threshold = 0 }) {
    const { unit, type } = knownMetric(metric) ?? {};
    if (unit !== "nanosecond" || type !== "gauge" || threshold <= 0 || threshold >= NANOSECONDS / 1000) return;
    yield {
      problem: `${metric} is in nanoseconds: ${threshold} is less than a millisecond`,
      remedy: `write ${threshold * NANOSECONDS} for ${threshold} s`,
    };
  },
};

const rateOfGauge: MetricRule = {
  id: "metric/rate-of-gauge",
  verdict: "may-be-meant",
  because: "as_count() and as_rate() have no effect on a gauge.",
  source: "https://docs.datadoghq.com/metrics/custom_metrics/type_modifiers/?tab=gauge",
  passes: { metric: "trace.flask.request.hits", asRate: true },
  fails: { metric: "mysql.performance.queries", asRate: true },
  *check({ metric, asRate = false }) {
    const { type, per } = knownMetric(metric) ?? {};
    if (!asRate || type !== "gauge") return;
    yield {
      problem: `${metric} is a gauge, on which as_count() and as_rate() have no effect`,
      remedy: per === "second" ? "drop it: the metric is a rate already" : "drop it",
    };
  },
};

/** What a metric's name, unit and type say against its use. */
export const METRIC_RULES: readonly MetricRule[] = [
  misspelledName,
  unknownName,
  fractionAsPercent,
  percentAsFraction,
  outOfRange,
  sumOfShares,
  bytesUnit,
  nanosecondsUnit,
  rateOfGauge,
];

/** Whether it is nobody's metric, and by its letters one that is known. */
export function isMisspelled(metric: string): boolean {
  return slip(metric) !== undefined;
}

/** The metric that was meant. */
function slip(metric: string): string | undefined {
  if (knownMetric(metric) !== undefined) return undefined;
  return nearestMetric(metric, SLIP_LETTERS);
}

function isFractionInPercent(use: MetricUse): boolean {
  return knownMetric(use.metric)?.unit === "fraction" && boundsOf(use)?.max === 1 && (use.threshold ?? 0) > 1;
}

/** A sum over many series has no bound above that the metric gives it. */
function boundsOf({ metric, aggregator }: MetricUse): Range | undefined {
  const range = knownMetric(metric)?.range;
  return range === undefined || aggregator !== "sum" ? range : { min: range.min };
}

/** A comparison that holds at both ends of the range holds in between, too. */
function whenHolds(
  comparator: NonNullable<MetricUse["comparator"]>,
  threshold: number,
  { min, max = Infinity }: Range,
): "never" | "sometimes" | "always" {
  const holds = COMPARISONS[comparator];
  if (holds(min, threshold) !== holds(max, threshold)) return "sometimes";
  return holds(min, threshold) ? "always" : "never";
}

const COMPARISONS = {
  ">": (value: number, threshold: number) => value > threshold,
  ">=": (value: number, threshold: number) => value >= threshold,
  "<": (value: number, threshold: number) => value < threshold,
  "<=": (value: number, threshold: number) => value <= threshold,
};
