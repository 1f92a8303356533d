import { type Context, Hono } from "hono";

import type { MonitorStates } from "../evaluate/states.js";
import { jsonBody } from "../json-body.js";
import { isObject, mistakesInBody } from "../models.js";
import { refuseMistakes } from "../refusal.js";
import { groupKeys, METRIC_TYPES, type Monitor, type MonitorBody, parseMonitorQuery } from "./monitor.js";
import { mistakesInMonitor } from "./rules.js";
import { merged, type MonitorStore } from "./store.js";

/** `/api/v1/monitor` */
export function monitorRoutes(monitors: MonitorStore, states: MonitorStates): Hono {
  const app = new Hono();
  const idOf = (text: string) => Number(text);

  app.post("/api/v1/monitor/validate", async (context) => {
    refuseMistakes(mistakesInMonitor(await jsonBody(context)));
    return context.json({});
  });

  app.post("/api/v1/monitor/:id{[0-9]+}/validate", async (context) => {
    const monitor = monitors.get(idOf(context.req.param("id")));
    const body = await jsonBody(context);
    refuseMistakes([...mistakesInMonitor(body), ...changedType(monitor, body)]);
    return context.json({});
  });

  app.post("/api/v1/monitor", async (context) => {
    const body = await jsonBody(context);
    refuseMistakes(mistakesInMonitor(body));
    return context.json(answer(monitors.create(body as MonitorBody), states, { assets: true }));
  });

  app.get("/api/v1/monitor", (context) => {
    const parts = wantedParts(context);
    return context.json(monitors.all().map((monitor) => answer(monitor, states, parts)));
  });

  app.get("/api/v1/monitor/:id{[0-9]+}", (context) =>
    context.json(answer(monitors.get(idOf(context.req.param("id"))), states, wantedParts(context))),
  );

  app.put("/api/v1/monitor/:id{[0-9]+}", async (context) => {
    const monitor = monitors.get(idOf(context.req.param("id")));
    const body = await jsonBody(context);
    refuseMistakes([...mistakesInBody(body, "MonitorUpdateRequest", "v1"), ...changedType(monitor, body)]);
    const whole = merged(monitor, body as Partial<MonitorBody>);
    refuseMistakes(mistakesInMonitor(whole));
    if (whole.query !== monitor.query) states.forget(monitor.id);
    return context.json(answer(monitors.replace(monitor.id, whole), states, { assets: true }));
  });

  app.delete("/api/v1/monitor/:id{[0-9]+}", (context) => {
    const { id } = monitors.get(idOf(context.req.param("id")));
    monitors.delete(id);
    states.forget(id);
    return context.json({ deleted_monitor_id: id });
  });

  return app;
}

/** What Datadog adds to a monitor's answer on request. */
interface Parts {
  readonly assets?: boolean;
  readonly groups?: boolean;
}

function wantedParts(context: Context): Parts {
  return {
    assets: context.req.query("with_assets") === "true",
    groups: context.req.query("group_states") !== undefined,
  };
}

/** What was declared, and what Datadog computes. */
export function answer(monitor: Monitor, states: MonitorStates, parts: Parts): object {
  const { assets = [], ...declared } = monitor;
  const query = parseMonitorQuery(monitor);
  return {
    message: "",
    tags: [],
    ...declared,
    options: { silenced: {}, ...monitor.options },
    org_id: 1,
    multi: query !== undefined && groupKeys(query).length > 0,
    deleted: null,
    overall_state: states.overall(monitor.id),
    overall_state_modified: states.changedAt(monitor.id),
    creator: { email: "stand-in@example.com", handle: "stand-in@example.com", id: 1, name: "Stand-in of Datadog" },
    ...(parts.groups && { state: { groups: states.groupsAnswer(monitor.id) } }),
    ...(parts.assets && { assets }),
  };
}

/** Query and metric alerts are one kind to Datadog; anything else stays what it was made. */
function changedType(monitor: Monitor, body: unknown): string[] {
  const type = isObject(body) && typeof body.type === "string" ? body.type : monitor.type;
  if (type === monitor.type || (METRIC_TYPES.has(type) && METRIC_TYPES.has(monitor.type))) return [];
  return [`Monitor type cannot be changed from '${monitor.type}' to '${type}'`];
}
