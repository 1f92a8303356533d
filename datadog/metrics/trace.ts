import type { KnownMetric } from "./metric";

const SUFFIXES: ReadonlyMap<string, Omit<KnownMetric, "name" | "interval">> = new Map([
  ["hits", { type: "count", unit: "hit" }],
  ["errors", { type: "count", unit: "error" }],
  ["duration", { type: "gauge", unit: "second" }],
  ["apdex", { type: "gauge", unit: "apdex", range: { min: 0, max: 1 } }],
]);

/**
 * What APM makes of an application's spans: `trace.<span>` is the distribution of their latency, `trace.<span>.hits`
 * their count. A span can have any name, so that no name in the namespace is unknown.
 *
 * @see https://docs.datadoghq.com/tracing/metrics/metrics_namespace/
 */
export function traceMetric(name: string): KnownMetric | undefined {
  const [namespace, ...span] = name.split(".");
  if (namespace !== "trace" || span.length === 0 || span.includes("")) return undefined;
  const suffix = span.at(-1) === "by_http_status" ? span.at(-2) : span.at(-1);
  const what = span.length > 1 && suffix !== undefined ? SUFFIXES.get(suffix) : undefined;
  return { name, ...(what ?? { type: "distribution", unit: "second" }), interval: "event" };
}
