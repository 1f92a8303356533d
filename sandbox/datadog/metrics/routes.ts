import { type Context, Hono } from "hono";

import { type Clock, seconds } from "../clock.js";
import { Refusal } from "../refusal.js";
import type { HostStore } from "../state/hosts.js";
import type { Series, SeriesStore } from "../state/series.js";
import { isDistribution, traceDistributions, traceMetricNames, traceSeries } from "../traces/metrics.js";
import type { TraceStatsStore } from "../traces/stats-store.js";

export interface MetricStores {
  readonly series: SeriesStore;
  readonly traceStats: TraceStatsStore;
  readonly hosts: HostStore;
}

/** The least, and what holds where none is said. */
const TAGS_WINDOW_SECONDS = 14_400;

/** Which metrics were reported, `/api/v1/metrics`, and with which tags, `/api/v2/metrics/{name}/all-tags`. */
export function metricRoutes(stores: MetricStores, clock: Clock): Hono {
  const app = new Hono();

  app.get("/api/v1/metrics", (context) => {
    const { from, host } = context.req.query();
    if (from === undefined || !/^\d+$/.test(from)) {
      throw new Refusal(400, ["`from` has to be seconds since 1970"]);
    }
    const isWanted = (one: Reported) => one.latest >= Number(from) && (host === undefined || one.host === host);
    const metrics = namesIn(stores).filter((name) => reported(name, stores).some(isWanted));
    return context.json({ from, metrics });
  });

  app.get("/api/v2/metrics/:name/all-tags", (context) => {
    const name = context.req.param("name");
    const since = seconds(clock) - windowOf(context);
    const found = reported(name, stores).filter(({ latest }) => latest >= since);
    if (found.length === 0) throw new Refusal(404, ["Metric not found"]);
    // A host's own tags are those of all that it sends.
    const tags = new Set(found.flatMap(({ host, tags: own }) => [...own, ...stores.hosts.tagsOf(host)]));
    const attributes = { tags: [...tags].sort(), ingested_tags: [] };
    return context.json({ data: { type: "metrics", id: name, attributes } });
  });

  return app;
}

interface Reported {
  readonly host: string;
  readonly tags: readonly string[];
  /** Seconds since 1970. */
  readonly latest: number;
}

function namesIn({ series, traceStats }: MetricStores): string[] {
  const distributions = traceMetricNames(traceStats).flatMap((name) =>
    name.endsWith(".hits") ? [name.slice(0, -".hits".length)] : [],
  );
  return [...series.metrics(), ...traceMetricNames(traceStats), ...distributions].sort();
}

function reported(name: string, { series, traceStats }: MetricStores): Reported[] {
  if (isDistribution(name)) {
    return traceDistributions(name, traceStats).map(({ host, tags, buckets }) => ({
      ...{ host, tags, latest: buckets.at(-1)?.start ?? 0 },
    }));
  }
  const all: Series[] = [...series.of(name), ...traceSeries(name, traceStats)];
  return all.map(({ host, tags, latest }) => ({ host, tags, latest }));
}

function windowOf(context: Context): number {
  const window = Number(context.req.query("window[seconds]") ?? TAGS_WINDOW_SECONDS);
  if (window >= TAGS_WINDOW_SECONDS) return window;
  throw new Refusal(400, [`window[seconds] must be at least ${TAGS_WINDOW_SECONDS}`]);
}
