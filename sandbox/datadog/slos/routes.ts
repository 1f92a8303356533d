import { type Context, Hono } from "hono";

import type { DashboardStore, Widget } from "../dashboards.js";
import { jsonBody } from "../json-body.js";
import type { MonitorStore } from "../monitors/store.js";
import { part } from "../paging.js";
import { Refusal, refuseMistakes } from "../refusal.js";
import { mistakesInSlo } from "./rules.js";
import { answer, type Slo, type SloBody } from "./slo.js";
import type { SloStore } from "./store.js";

/** As many as Datadog answers at once. */
const PAGE = 1000;

/** `/api/v1/slo`, but for its corrections. */
export function sloRoutes(slos: SloStore, monitors: MonitorStore, dashboards: DashboardStore): Hono {
  const app = new Hono();
  const monitorExists = (id: number) => monitors.find(id) !== undefined;
  const several = (data: Slo) => ({ data: [answer(data)], error: null });

  app.post("/api/v1/slo", async (context) => {
    const body = await jsonBody(context);
    refuseMistakes(mistakesInSlo(body, "ServiceLevelObjectiveRequest", monitorExists));
    return context.json(several(slos.create(body as SloBody)));
  });

  app.get("/api/v1/slo", (context) => {
    const found = asked(context, slos);
    const shown = part(context, found, { offset: "offset", limit: "limit", standard: PAGE });
    const page = { total_count: slos.all().length, total_filtered_count: found.length };
    return context.json({ data: shown.map(answer), error: null, metadata: { page } });
  });

  app.get("/api/v1/slo/can_delete", (context) => {
    const ids = idsIn(context);
    if (ids.length === 0) throw new Refusal(400, ["The value provided for parameter 'ids are required' is invalid"]);
    const named = ids.flatMap((id) => {
      const by = dashboardsWith(id, dashboards);
      return by.length === 0 ? [] : [[id, referenced(id, by)] as const];
    });
    const ok = ids.filter((id) => !named.some(([one]) => one === id));
    const errors = named.length === 0 ? null : Object.fromEntries(named);
    return context.json({ data: { ok, denied_ids: named.map(([id]) => id) }, errors }, errors === null ? 200 : 409);
  });

  app.get("/api/v1/slo/:id{[^/]+}", (context) =>
    context.json({ data: answer(slos.get(context.req.param("id"))), error: null }),
  );

  app.put("/api/v1/slo/:id", async (context) => {
    const body = await jsonBody(context);
    refuseMistakes(mistakesInSlo(body, "ServiceLevelObjective", monitorExists));
    const { id } = slos.get(context.req.param("id"));
    return context.json(several(slos.replace(id, body as SloBody)));
  });

  /** What a dashboard shows is not deleted unless by force. */
  app.delete("/api/v1/slo/:id", (context) => {
    const { id } = slos.get(context.req.param("id"));
    const by = dashboardsWith(id, dashboards);
    if (by.length > 0 && context.req.query("force") !== "true")
      return context.json({ errors: referenced(id, by), data: null }, 409);
    slos.delete(id);
    return context.json({ data: [id], error: null });
  });

  return app;
}

function idsIn(context: Context): string[] {
  return (context.req.query("ids") ?? "").split(",").filter((id) => id !== "");
}

/** Those with the ids, the tag, the part of a name or of a query that are asked for. */
function asked(context: Context, slos: SloStore): Slo[] {
  const { tags_query: tag, query: name, metrics_query: metric } = context.req.query();
  const ids = idsIn(context);
  const found = slos
    .all()
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ tags = [] }) => tag === undefined || tags.includes(tag))
    .filter((slo) => name === undefined || slo.name.includes(name))
    .filter(({ query }) => metric === undefined || Object.values(query ?? {}).some((text) => text.includes(metric)));
  if (ids.length > 0 && found.length === 0)
    throw new Refusal(404, [`no SLOs found for ids: ${ids.join(", ")} not found`]);
  return found;
}

function dashboardsWith(id: string, dashboards: DashboardStore): string[] {
  const shows = ({ definition }: Widget): boolean =>
    definition.slo_id === id || (definition.widgets ?? []).some((widget) => shows(widget));
  return dashboards
    .all()
    .filter(({ widgets }) => widgets.some(shows))
    .map((dashboard) => dashboard.id);
}

function referenced(id: string, dashboards: readonly string[]): string {
  return `slo ${id} is referenced in dashboard_id: ${dashboards.join(", ")}`;
}
