import { Hono } from "hono";
import type { z } from "zod";

import { type Clock, seconds } from "../clock.js";
import { jsonBody } from "../json-body.js";
import { type Mistakes } from "../models.js";
import { refuseMistakes } from "../refusal.js";
import type { HostStore } from "../state/hosts.js";
import { agentPayloadSchema, type StatsPayload, statsPayloadSchema } from "./payload.js";
import { decodedSketch } from "./sketch.js";
import type { TraceStatsStore } from "./stats-store.js";
import type { TraceStore } from "./store.js";

const NANOSECONDS = 1e9;

export interface TraceStores {
  readonly traces: TraceStore;
  readonly traceStats: TraceStatsStore;
  readonly hosts: HostStore;
}

/** What an Agent sends of traces: those that were kept, and its counts of all. */
export function traceRoutes(stores: TraceStores, clock: Clock): Hono {
  const app = new Hono();

  app.post("/api/v0.2/traces", async (context) => {
    const { hostName: host, tracerPayloads } = checked(agentPayloadSchema, await jsonBody(context));
    stores.hosts.see(host, seconds(clock));
    stores.traces.add(
      tracerPayloads.flatMap(({ languageName: language, tracerVersion, env, appVersion: version, chunks }) =>
        chunks.map(({ priority, spans }) => ({ host, env, version, language, tracerVersion, priority, spans })),
      ),
    );
    return context.json({}, 202);
  });

  app.post("/api/v0.2/stats", async (context) => {
    const payload = checked(statsPayloadSchema, await jsonBody(context));
    refuseMistakes([...mistakesInSketches(payload)]);
    stores.hosts.see(payload.agentHostname, seconds(clock));
    stores.traceStats.add(entriesOf(payload));
    return context.json({}, 202);
  });

  return app;
}

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  refuseMistakes(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []);
  return parsed.data as T;
}

function* mistakesInSketches({ stats }: StatsPayload): Mistakes {
  for (const { service, name, okSummary, errorSummary } of groupsIn(stats)) {
    for (const [field, summary] of Object.entries({ okSummary, errorSummary })) {
      if (!decodedSketch(summary)) yield `${field} of ${service} ${name}: not a DDSketch of one hundredth's accuracy`;
    }
  }
}

function groupsIn(stats: StatsPayload["stats"]) {
  return stats.flatMap(({ stats: buckets }) => buckets.flatMap(({ stats: groups }) => groups));
}

function entriesOf({ stats }: StatsPayload) {
  return stats.flatMap(({ hostname: host, env, version, stats: buckets }) =>
    buckets.flatMap(({ start, stats: groups }) =>
      groups.map(({ service, name, resource, type, HTTPStatusCode: statusCode, ...counts }) => ({
        group: { service, name, resource, type, statusCode, env, version, host },
        bucket: {
          start: Math.floor(start / NANOSECONDS),
          hits: counts.hits,
          errors: counts.errors,
          duration: counts.duration,
          topLevelHits: counts.topLevelHits,
          ok: [counts.okSummary],
          failed: counts.errors > 0 ? [counts.errorSummary] : [],
        },
      })),
    ),
  );
}
