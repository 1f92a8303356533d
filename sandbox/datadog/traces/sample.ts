import { DDSketch } from "@datadog/sketches-js";

/** Requests of one service to one resource, as tests think of them. */
export interface SampleRequests {
  /** Seconds that each took. */
  readonly seconds: readonly number[];
  /** Of them, those that ended with an error, in seconds too. */
  readonly failed?: readonly number[];
  readonly resource?: string;
  readonly service?: string;
  readonly name?: string;
  readonly type?: string;
  readonly status?: number;
  readonly env?: string;
  readonly host?: string;
  readonly secondsAgo?: number;
}

/** Body of `POST /api/v0.2/stats`. @param now milliseconds since 1970 */
export function sampleStats(now: number, requests: SampleRequests): object {
  const { seconds, failed = [], env = "dev", host = "web1", secondsAgo = 0 } = requests;
  const all = [...seconds, ...failed];
  const start = Math.floor((now / 1000 - secondsAgo) / 10) * 10;
  return {
    agentHostname: host,
    stats: [
      {
        hostname: host,
        env,
        version: "1.2",
        stats: [
          {
            start: start * 1e9,
            duration: 10e9,
            stats: [
              {
                service: requests.service ?? "shop",
                name: requests.name ?? "flask.request",
                resource: requests.resource ?? "GET /api/trace",
                type: requests.type ?? "web",
                HTTPStatusCode: requests.status ?? 200,
                hits: all.length,
                errors: failed.length,
                duration: all.reduce((sum, one) => sum + one * 1e9, 0),
                topLevelHits: all.length,
                okSummary: sketchOf(seconds),
                errorSummary: sketchOf(failed),
              },
            ],
          },
        ],
      },
    ],
  };
}

/** Body of `POST /api/v0.2/traces`: one request with a query to a database. @param now milliseconds since 1970 */
export function sampleTrace(now: number, id: string, changes: { env?: string; host?: string; error?: number } = {}) {
  const { env = "dev", host = "web1", error = 0 } = changes;
  const start = now * 1e6;
  const common = { traceID: id, error, meta: { env }, metrics: { _top_level: 1 } };
  return {
    hostName: host,
    env,
    tracerPayloads: [
      {
        languageName: "python",
        tracerVersion: "4.16.0",
        env,
        appVersion: "1.2",
        chunks: [
          {
            priority: 1,
            spans: [
              {
                ...common,
                service: "shop",
                name: "flask.request",
                resource: "GET /api/trace",
                spanID: `1${id}`,
                parentID: "0",
                start,
                duration: 20_000_000,
                meta: { env, "_dd.p.tid": "6b09f31a00000000", "http.status_code": "200" },
                type: "web",
              },
              {
                ...common,
                service: "postgres",
                name: "postgres.query",
                resource: "SELECT 1",
                spanID: `2${id}`,
                parentID: `1${id}`,
                start: start + 5_000_000,
                duration: 10_000_000,
                type: "sql",
              },
            ],
          },
        ],
      },
    ],
  };
}

function sketchOf(seconds: readonly number[]): string {
  const sketch = new DDSketch();
  for (const one of seconds) sketch.accept(one * 1e9);
  return Buffer.from(sketch.toProto()).toString("base64");
}
