import { type Context, Hono } from "hono";
import { z } from "zod";

import { type Clock, seconds } from "./clock.js";
import { jsonBody } from "./json-body.js";
import { mistakesInBody } from "./models.js";
import { part } from "./paging.js";
import { refuseMistakes } from "./refusal.js";
import type { EventStore } from "./state/events.js";
import type { HostStore } from "./state/hosts.js";
import type { MadeUpPast } from "./state/made-up-past.js";
import type { MetricType, Point, SentPoints, SeriesStore } from "./state/series.js";
import type { CheckStatus, ServiceCheckStore } from "./state/service-checks.js";

export interface IntakeStores {
  readonly series: SeriesStore;
  readonly madeUpPast: MadeUpPast;
  readonly checks: ServiceCheckStore;
  readonly hosts: HostStore;
  readonly events: EventStore;
}

/** Bodies that the official client's models have passed. */
interface SeriesV2 {
  readonly metric: string;
  readonly type?: number;
  readonly points: readonly { readonly timestamp: number; readonly value: number }[];
  readonly resources?: readonly { readonly type: string; readonly name: string }[];
  readonly tags?: readonly string[];
}
interface SeriesV1 {
  readonly metric: string;
  readonly type?: MetricType;
  readonly points: readonly Point[];
  readonly host?: string;
  readonly tags?: readonly string[];
}
interface CheckRunBody {
  readonly check: string;
  readonly host_name: string;
  readonly status: CheckStatus;
  readonly timestamp?: number;
  readonly message?: string;
  readonly tags: readonly string[];
}
interface EventBody {
  readonly title: string;
  readonly text: string;
  readonly date_happened?: number;
  readonly host?: string;
  readonly tags?: readonly string[];
  readonly alert_type?: string;
  readonly priority?: string;
  readonly source_type_name?: string;
}

/** The Agent's own intake has no public model: what the stand-in reads of it, the rest is let pass. */
const intakeSchema = z.looseObject({
  internalHostname: z.string().min(1),
  agentVersion: z.string().optional(),
  "host-tags": z.record(z.string(), z.array(z.string())).optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  gohai: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  events: z
    .record(
      z.string(),
      z.array(
        z.looseObject({
          msg_title: z.string(),
          msg_text: z.string(),
          timestamp: z.number().optional(),
          host: z.string().optional(),
          tags: z.array(z.string()).nullish(),
          alert_type: z.string().optional(),
          priority: z.string().optional(),
          source_type_name: z.string().optional(),
        }),
      ),
    )
    .optional(),
});

const gohaiSchema = z.looseObject({ network: z.looseObject({ ipaddress: z.string().optional() }).optional() });

const TYPES_V2: readonly MetricType[] = ["gauge", "count", "rate", "gauge"];
/** Datadog drops a point that is further ahead than this. */
const MOST_AHEAD_SECONDS = 600;

/**
 * What Agents and clients send: series, service checks, events, host metadata.
 *
 * @param makesUpPast whether what a host sends first gets a past.
 */
export function intakeRoutes(stores: IntakeStores, clock: Clock, makesUpPast: boolean): Hono {
  const app = new Hono();

  const addSeries = (sent: readonly SeriesV1[]) => {
    const all = sent.map((series) => taken(series, stores.hosts, clock));
    if (makesUpPast) {
      stores.series.add(all.map((one) => ({ ...one, points: stores.madeUpPast.before(one, stores.series) })));
    }
    stores.series.add(all);
  };

  app.post("/api/v2/series", async (context) => {
    const { series: sent } = await checked<{ series: SeriesV2[] }>(context, "MetricPayload", "v2");
    const all = sent.map((series): SeriesV1 => {
      const host = series.resources?.find(({ type }) => type === "host")?.name ?? "";
      const others = (series.resources ?? []).filter(({ type }) => type !== "host");
      const tags = [...(series.tags ?? []), ...others.map(({ type, name }) => `${type}:${name}`)];
      const points = series.points.map(({ timestamp, value }): Point => [timestamp, value]);
      return { metric: series.metric, host, tags, type: TYPES_V2[series.type ?? 3] ?? "gauge", points };
    });
    addSeries(all);
    return context.json({ errors: [] }, 202);
  });

  app.post("/api/v1/series", async (context) => {
    addSeries((await checked<{ series: SeriesV1[] }>(context, "MetricsPayload", "v1")).series);
    return context.json({ status: "ok" }, 202);
  });

  app.post("/api/v1/check_run", async (context) => {
    for (const run of await checked<CheckRunBody[]>(context, "Array<ServiceCheck>", "v1")) {
      const time = run.timestamp ?? seconds(clock);
      stores.hosts.see(run.host_name, time);
      const { check, host_name: host, status, message, tags } = run;
      stores.checks.add({ check, host, status, message: message ?? "", tags: sorted(tags), time });
    }
    return context.json({ status: "ok" }, 202);
  });

  app.post("/api/v1/events", async (context) => {
    const body = await checked<EventBody>(context, "EventCreateRequest", "v1");
    const event = addEvent(stores, clock, body);
    const url = new URL(`/event/event?id=${event.id}`, context.req.url).href;
    return context.json({ status: "ok", event: { ...event, url } }, 202);
  });

  app.get("/api/v1/events", (context) => {
    const start = Number(context.req.query("start") ?? 0);
    const end = Number(context.req.query("end") ?? seconds(clock));
    const events = stores.events.all().filter(({ date_happened }) => date_happened >= start && date_happened <= end);
    return context.json({ events });
  });

  app.on("POST", ["/intake", "/intake/"], async (context) => {
    const parsed = intakeSchema.safeParse(await jsonBody(context));
    refuseMistakes(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []);
    if (parsed.data) describeHost(stores, clock, parsed.data);
    return context.json({ status: "ok" }, 202);
  });

  app.get("/api/v1/hosts", (context) => {
    // Whatever was seen within three hours, where nothing else is asked for.
    const { from = seconds(clock) - 3 * 3600, filter = "" } = context.req.query();
    const found = stores.hosts.all().filter(({ name, lastSeen }) => lastSeen >= Number(from) && name.includes(filter));
    const list = part(context, found, { offset: "start", limit: "count", standard: 100 }).map((host) => ({
      name: host.name,
      host_name: host.name,
      aliases: [host.name],
      apps: ["agent"],
      sources: ["agent"],
      tags_by_source: Object.fromEntries(
        Object.entries(host.tags).map(([source, tags]) => [source === "system" ? "Datadog" : source, tags]),
      ),
      last_reported_time: host.lastSeen,
      up: host.lastSeen > seconds(clock) - 2 * 3600,
      is_muted: false,
      meta: { agent_version: host.agentVersion, ...host.meta },
    }));
    return context.json({ host_list: list, total_matching: found.length, total_returned: list.length });
  });

  return app;
}

async function checked<T>(context: Context, model: string, api: "v1" | "v2"): Promise<T> {
  const body = await jsonBody(context);
  refuseMistakes(mistakesInBody(body, model, api));
  return body as T;
}

function taken({ metric, type, host = "", tags, points }: SeriesV1, hosts: HostStore, clock: Clock): SentPoints {
  const latest = seconds(clock) + MOST_AHEAD_SECONDS;
  const kept = points.filter(([time]) => time <= latest).map(([time, value]): Point => [Math.floor(time), value]);
  if (host !== "") for (const [time] of kept) hosts.see(host, time);
  return { metric, host, tags: sorted(tags ?? []), type: type ?? "gauge", points: kept };
}

function addEvent({ events }: IntakeStores, clock: Clock, body: EventBody) {
  return events.add({
    title: body.title,
    text: body.text,
    date_happened: body.date_happened ?? seconds(clock),
    host: body.host ?? "",
    tags: body.tags ?? [],
    alert_type: body.alert_type ?? "info",
    priority: body.priority ?? "normal",
    source_type_name: body.source_type_name ?? "api",
  });
}

function describeHost(stores: IntakeStores, clock: Clock, body: z.infer<typeof intakeSchema>): void {
  const host = stores.hosts.see(body.internalHostname, seconds(clock));
  if (body.agentVersion !== undefined) host.agentVersion = body.agentVersion;
  if (body["host-tags"]) host.tags = body["host-tags"];
  if (body.meta) host.meta = body.meta;
  const ip = addressIn(body.gohai);
  if (ip !== undefined) host.ip = ip;
  stores.hosts.save();
  for (const [source, events] of Object.entries(body.events ?? {})) {
    for (const event of events) {
      addEvent(stores, clock, {
        title: event.msg_title,
        text: event.msg_text,
        host: event.host ?? body.internalHostname,
        tags: event.tags ?? [],
        source_type_name: event.source_type_name ?? source,
        ...(event.timestamp !== undefined && { date_happened: event.timestamp }),
        ...(event.alert_type !== undefined && { alert_type: event.alert_type }),
        ...(event.priority !== undefined && { priority: event.priority }),
      });
    }
  }
}

/** The Agent sends gohai as JSON in a string; `network.ipaddress` becomes `{{host.ip}}`. */
function addressIn(gohai: string | Record<string, unknown> | undefined): string | undefined {
  if (gohai === undefined) return undefined;
  try {
    return gohaiSchema.parse(typeof gohai === "string" ? JSON.parse(gohai) : gohai).network?.ipaddress;
  } catch {
    return undefined;
  }
}

function sorted(tags: readonly string[]): string[] {
  return [...new Set(tags)].sort();
}
