import { Hono } from "hono";

import { type Clock } from "../clock.js";
import { jsonBody } from "../json-body.js";
import type { MonitorStore } from "../monitors/store.js";
import { part } from "../paging.js";
import { refuseMistakes } from "../refusal.js";
import { type Downtime, isRecurring } from "./downtime.js";
import { mistakesInDowntime } from "./rules.js";
import { type DeclaredAttributes, type DowntimeStore, startsOf } from "./store.js";
import { nextWindow, openWindow } from "./windows.js";

/** `/api/v2/downtime` */
export function downtimeRoutes(downtimes: DowntimeStore, monitors: MonitorStore, clock: Clock): Hono {
  const app = new Hono();
  const monitorExists = (id: number) => monitors.find(id) !== undefined;

  app.post("/api/v2/downtime", async (context) => {
    const body = await jsonBody(context);
    const surroundings = { now: clock(), monitorExists, keptStarts: new Set<string>() };
    refuseMistakes(mistakesInDowntime(body, "DowntimeCreateRequest", surroundings));
    return context.json({ data: answer(downtimes.create(attributesIn(body)), clock()) });
  });

  app.get("/api/v2/downtime", (context) => {
    const listed = context.req.query("current_only") === "true" ? downtimes.standing() : downtimes.all();
    const shown = part(context, listed, { offset: "page[offset]", limit: "page[limit]", standard: 30 });
    const data = shown.map((downtime) => answer(downtime, clock()));
    return context.json({ data, meta: { page: { total_filtered_count: listed.length } } });
  });

  app.get("/api/v2/downtime/:id", (context) =>
    context.json({ data: answer(downtimes.get(context.req.param("id")), clock()) }),
  );

  app.patch("/api/v2/downtime/:id", async (context) => {
    const downtime = downtimes.get(context.req.param("id"));
    const body = await jsonBody(context);
    const surroundings = { now: clock(), monitorExists, keptStarts: startsOf(downtime) };
    refuseMistakes(mistakesInDowntime(body, "DowntimeUpdateRequest", surroundings));
    return context.json({ data: answer(downtimes.update(downtime.id, attributesIn(body)), clock()) });
  });

  app.delete("/api/v2/downtime/:id", (context) => {
    downtimes.cancel(context.req.param("id"));
    return context.body(null, 204);
  });

  return app;
}

/** What was declared, and what Datadog computes. */
export function answer(downtime: Downtime, now: number): object {
  const { id, attributes, created, modified, canceled } = downtime;
  const { schedule, monitor_identifier } = attributes;
  return {
    type: "downtime",
    id,
    attributes: {
      ...attributes,
      schedule: isRecurring(schedule) ? { ...schedule, current_downtime: currentWindow(downtime, now) } : schedule,
      status: statusOf(downtime, now),
      created,
      modified,
      canceled,
    },
    relationships: {
      created_by: { data: { type: "users", id: "00000000-0000-0000-0000-000000000001" } },
      monitor: {
        data:
          "monitor_id" in monitor_identifier ? { type: "monitors", id: String(monitor_identifier.monitor_id) } : null,
      },
    },
  };
}

export function statusOf(
  { attributes, canceled }: Downtime,
  now: number,
): "active" | "scheduled" | "ended" | "canceled" {
  if (canceled !== null) return "canceled";
  if (openWindow(attributes.schedule, now)) return "active";
  return nextWindow(attributes.schedule, now) ? "scheduled" : "ended";
}

/** The open window, or else the next one. */
function currentWindow({ attributes }: Downtime, now: number): object {
  const window = nextWindow(attributes.schedule, now);
  return {
    start: window ? new Date(window.start).toISOString() : null,
    end: window?.end !== undefined ? new Date(window.end).toISOString() : null,
  };
}

/** The body has passed the rules. */
function attributesIn(body: unknown): DeclaredAttributes {
  return (body as { data: { attributes: DeclaredAttributes } }).data.attributes;
}
