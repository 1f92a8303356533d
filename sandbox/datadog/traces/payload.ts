import { z } from "zod";

/**
 * What the Agent sends of traces. Datadog's own models of it are protobuf; these are its names and structure as JSON,
 * with 64-bit ids as strings.
 */
const idSchema = z.string().regex(/^\d{1,20}$/, "expected a 64-bit number in a string");

const spanSchema = z.strictObject({
  service: z.string(),
  name: z.string().min(1),
  resource: z.string(),
  traceID: idSchema,
  spanID: idSchema,
  parentID: idSchema,
  /** Nanoseconds since 1970: more digits than a number has here, to some hundred of them. */
  start: z.number(),
  /** Nanoseconds. */
  duration: z.number(),
  error: z.number().int(),
  meta: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), z.number()),
  type: z.string(),
});
export type Span = z.infer<typeof spanSchema>;

/** Body of `POST /api/v0.2/traces`. */
export const agentPayloadSchema = z.looseObject({
  hostName: z.string().min(1),
  env: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  tracerPayloads: z.array(
    z.looseObject({
      languageName: z.string(),
      tracerVersion: z.string(),
      env: z.string(),
      appVersion: z.string(),
      chunks: z.array(z.looseObject({ priority: z.number().int(), spans: z.array(spanSchema).min(1) })),
    }),
  ),
});

/** A DDSketch of durations in nanoseconds: protobuf in base64. */
const sketchSchema = z.string().regex(/^[A-Za-z0-9+/]*=*$/, "expected base64");

/** Body of `POST /api/v0.2/stats`. */
export const statsPayloadSchema = z.looseObject({
  agentHostname: z.string().min(1),
  stats: z.array(
    z.looseObject({
      hostname: z.string().min(1),
      env: z.string(),
      version: z.string(),
      stats: z.array(
        z.looseObject({
          /** Nanoseconds since 1970, and nanoseconds. */
          start: z.number(),
          duration: z.number(),
          stats: z.array(
            z.looseObject({
              service: z.string(),
              name: z.string().min(1),
              resource: z.string(),
              type: z.string(),
              HTTPStatusCode: z.number().int(),
              hits: z.number().int().nonnegative(),
              errors: z.number().int().nonnegative(),
              duration: z.number(),
              topLevelHits: z.number().int().nonnegative(),
              okSummary: sketchSchema,
              errorSummary: sketchSchema,
            }),
          ),
        }),
      ),
    }),
  ),
});
export type StatsPayload = z.infer<typeof statsPayloadSchema>;
