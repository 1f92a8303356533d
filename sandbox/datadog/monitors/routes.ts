import { type Context, Hono } from "hono";

import type { MonitorStates } from "../evaluate/states.js";
import { jsonBody } from "../json-body.js";
import { isObject, mistakesInBody } from "../models.js";
import { refuseMistakes } from "../refusal.js";
import type { SloStore } from "../slos/store.js";
import {
  type FindMonitor,
  groupKeys,
  METRIC_TYPES,
  type Monitor,
  type MonitorBody,
  parseMonitorQuery,
} from "./monitor.js";
import { mistakesInMonitor } from "./rules.js";
import { merged, type MonitorStore } from "./store.js";

/** `/api/v1/monitor` */
export function monitorRoutes(monitors: MonitorStore, states: MonitorStates, slos: SloStore): Hono {
  const app = new Hono();
  const idOf = (text: string) => Number(text);
  const find = (id: number) => monitors.find(id);
  const shown = (monitor: Monitor, parts: Parts) => answer(monitor, states, find, parts);

  app.post("/api/v1/monitor/validate", async (context) => {
    refuseMistakes(mistakesInMonitor(await jsonBody(context), find));
    return context.json({});
  });

  app.post("/api/v1/monitor/:id{[0-9]+}/validate", async (context) => {
    const monitor = monitors.get(idOf(context.req.param("id")));
    const body = await jsonBody(context);
    refuseMistakes([...mistakesInMonitor(body, find), ...changedType(monitor, body)]);
    return context.json({});
  });

  app.post("/api/v1/monitor", async (context) => {
    const body = await jsonBody(context);
    refuseMistakes(mistakesInMonitor(body, find));
    return context.json(shown(monitors.create(body as MonitorBody), { assets: true }));
  });

  app.get("/api/v1/monitor", (context) => {
    const parts = wantedParts(context);
    const wanted = context.req.query("monitor_tags")?.split(",") ?? [];
    const found = monitors.all().filter(({ tags = [] }) => wanted.every((tag) => tags.includes(tag)));
    return context.json(onPage(context, found).map((monitor) => shown(monitor, parts)));
  });

  app.get("/api/v1/monitor/:id{[0-9]+}", (context) =>
    context.json(shown(monitors.get(idOf(context.req.param("id"))), wantedParts(context))),
  );

  app.put("/api/v1/monitor/:id{[0-9]+}", async (context) => {
    const monitor = monitors.get(idOf(context.req.param("id")));
    const body = await jsonBody(context);
    refuseMistakes([...mistakesInBody(body, "MonitorUpdateRequest", "v1"), ...changedType(monitor, body)]);
    const whole = merged(monitor, body as Partial<MonitorBody>);
    refuseMistakes(mistakesInMonitor(whole, find));
    if (whole.query !== monitor.query) states.forget(monitor.id);
    return context.json(shown(monitors.replace(monitor.id, whole), { assets: true }));
  });

  app.delete("/api/v1/monitor/:id{[0-9]+}", (context) => {
    const monitor = monitors.get(idOf(context.req.param("id")));
    const { id } = monitor;
    if (context.req.query("force") !== "true")
      refuseMistakes([...stillNamed(monitor, monitors.all()), ...stillMeasured(monitor, slos)]);
    monitors.delete(id);
    states.forget(id);
    return context.json({ deleted_monitor_id: id });
  });

  return app;
}

/** Without a page, all; with one, by hundreds. */
function onPage(context: Context, monitors: readonly Monitor[]): readonly Monitor[] {
  const { page, page_size = "100" } = context.req.query();
  if (page === undefined) return monitors;
  return monitors.slice(Number(page) * Number(page_size), (Number(page) + 1) * Number(page_size));
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
export function answer(monitor: Monitor, states: MonitorStates, find: FindMonitor, parts: Parts): object {
  const { assets = [], ...declared } = monitor;
  const query = parseMonitorQuery(monitor);
  return {
    message: "",
    tags: [],
    priority: null,
    restricted_roles: null,
    draft_status: "published",
    ...declared,
    options: answeredOptions(monitor),
    org_id: 1,
    multi: query !== undefined && groupKeys(query, find).length > 0,
    deleted: null,
    overall_state: states.overall(monitor.id),
    overall_state_modified: states.changedAt(monitor.id),
    creator: { email: "stand-in@example.com", handle: "stand-in@example.com", id: 1, name: "Stand-in of Datadog" },
    ...(parts.groups && { state: { groups: states.groupsAnswer(monitor.id) } }),
    ...(parts.assets && { assets }),
  };
}

/** What Datadog fills in where a monitor says nothing. */
const DEFAULTS = { silenced: {}, notify_audit: false, include_tags: true, new_host_delay: 300 };

/** That missing data is treated as by default is not answered: so it is in the recordings of Datadog's own client. */
function answeredOptions({ options = {} }: Monitor): object {
  const { on_missing_data: missing, ...others } = options;
  return {
    ...DEFAULTS,
    ...(missing === undefined && { notify_no_data: false }),
    ...others,
    ...(missing !== undefined && missing !== "default" && { on_missing_data: missing }),
  };
}

/** A part of a composite monitor is not deleted unless by force. */
function stillNamed({ id, name = "" }: Monitor, all: readonly Monitor[]): string[] {
  const composites = all.filter((other) => {
    const query = other.type === "composite" ? parseMonitorQuery(other) : undefined;
    return query?.kind === "composite" && query.parts.includes(id);
  });
  if (composites.length === 0) return [];
  return [
    `monitor [${id},${name}] is referenced in composite monitors: [${composites.map((one) => one.id).join(", ")}]`,
  ];
}

/** Nor is one that an SLO measures. */
function stillMeasured({ id, name = "" }: Monitor, slos: SloStore): string[] {
  const of = slos.all().filter(({ monitor_ids = [] }) => monitor_ids.includes(id));
  if (of.length === 0) return [];
  return [`monitor [${id},${name}] is referenced in slos: [${of.map((slo) => `${slo.id},${slo.name}`).join("; ")}]`];
}

/** Query and metric alerts are one kind to Datadog; anything else stays what it was made. */
function changedType(monitor: Monitor, body: unknown): string[] {
  const type = isObject(body) && typeof body.type === "string" ? body.type : monitor.type;
  if (type === monitor.type || (METRIC_TYPES.has(type) && METRIC_TYPES.has(monitor.type))) return [];
  return [`Monitor type cannot be changed from '${monitor.type}' to '${type}'`];
}
