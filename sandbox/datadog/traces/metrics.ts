import type { Series } from "../state/series.js";
import { normalizeName, normalizeTag } from "./normalize.js";
import type { GroupStats, StatsBucket, StatsGroup, TraceStatsStore } from "./stats-store.js";

const NANOSECONDS = 1e9;
const APDEX = ".apdex";
const BY_HTTP_STATUS = ".by_http_status";
const WEB_TYPES = new Set(["web", "http"]);

/** What each metric has of a bucket. @see https://docs.datadoghq.com/tracing/metrics/metrics_namespace/ */
const COUNTS: Record<string, (bucket: StatsBucket) => number> = {
  ".hits": ({ hits }) => hits,
  ".errors": ({ errors }) => errors,
  // Datadog calls it a gauge; here a longer step holds the sum, so that by hit it is a mean at any step.
  ".duration": ({ duration }) => duration / NANOSECONDS,
};

/** Durations of a group of spans. */
export interface Distribution {
  readonly host: string;
  readonly tags: readonly string[];
  readonly buckets: readonly StatsBucket[];
}

/** A metric's name taken apart: `trace.flask.request.hits.by_http_status`. */
interface Name {
  /** The span's, normalised. */
  readonly span: string;
  /** `.hits`, `.apdex`, …; empty for the distribution. */
  readonly suffix: string;
  readonly byStatus: boolean;
}

/** `trace.flask.request` and no other: the one that has percentiles. */
export function isDistribution(metric: string): boolean {
  const name = nameOf(metric);
  return name?.suffix === "" && !name.byStatus;
}

export function isApdex(metric: string): boolean {
  return nameOf(metric)?.suffix === APDEX;
}

/** What a distribution's or an Apdex score's values are computed from. */
export function traceDistributions(metric: string, store: TraceStatsStore): Distribution[] {
  return groupsOf(nameOf(metric)?.span, store)
    .filter(({ group }) => !isApdex(metric) || isWeb(group))
    .map(({ group, buckets }) => ({ host: group.host, tags: tagsOf(group), buckets: inOrder(buckets) }));
}

/** `trace.<span name>.hits`, `.errors` and `.duration`, each also `.by_http_status`. */
export function traceSeries(metric: string, store: TraceStatsStore): Series[] {
  const { span, suffix = "", byStatus = false } = nameOf(metric) ?? {};
  const valueOf = COUNTS[suffix];
  if (!valueOf) return [];
  return groupsOf(span, store)
    .filter(({ group }) => !byStatus || group.statusCode > 0)
    .map(({ group, buckets }) => {
      const all = inOrder(buckets);
      return {
        metric,
        host: group.host,
        tags: byStatus
          ? [...tagsOf(group), `http.status_class:${Math.floor(group.statusCode / 100)}xx`]
          : tagsOf(group),
        type: "count",
        latest: all.at(-1)?.start ?? 0,
        visit: (from, to, see) => {
          for (const bucket of all) {
            const value = valueOf(bucket);
            if (bucket.start >= from && bucket.start <= to) see(bucket.start, value, 1, value, value);
          }
        },
      };
    });
}

/** Every metric that `traceSeries` knows. */
export function traceMetricNames(store: TraceStatsStore): string[] {
  return store.names().flatMap((name) => {
    const counts = Object.keys(COUNTS).map((suffix) => `trace.${normalizeName(name)}${suffix}`);
    const hasStatus = store.of(name).some(({ group }) => group.statusCode > 0);
    return hasStatus ? [...counts, ...counts.map((count) => count + BY_HTTP_STATUS)] : counts;
  });
}

function nameOf(metric: string): Name | undefined {
  const whole = /^trace\.(.+)$/.exec(metric)?.[1];
  if (whole === undefined) return undefined;
  const byStatus = whole.endsWith(BY_HTTP_STATUS);
  const rest = byStatus ? whole.slice(0, -BY_HTTP_STATUS.length) : whole;
  const suffix = [...Object.keys(COUNTS), ...(byStatus ? [] : [APDEX])].find((one) => rest.endsWith(one)) ?? "";
  return { span: rest.slice(0, rest.length - suffix.length), suffix, byStatus };
}

function groupsOf(span: string | undefined, store: TraceStatsStore): GroupStats[] {
  return store.names().flatMap((name) => (normalizeName(name) === span ? store.of(name) : []));
}

function isWeb({ type }: StatsGroup): boolean {
  return WEB_TYPES.has(type);
}

function tagsOf({ env, service, resource, version, statusCode }: StatsGroup): string[] {
  return [
    `env:${normalizeTag(env)}`,
    ...(statusCode > 0 ? [`http.status_code:${statusCode}`] : []),
    `resource_name:${normalizeTag(resource)}`,
    `service:${normalizeTag(service)}`,
    ...(version === "" ? [] : [`version:${normalizeTag(version)}`]),
  ];
}

function inOrder(buckets: GroupStats["buckets"]): StatsBucket[] {
  return [...buckets.values()].sort((a, b) => a.start - b.start);
}
