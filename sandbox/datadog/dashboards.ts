import { randomInt } from "node:crypto";

import { Hono } from "hono";

import type { Clock } from "./clock.js";
import { jsonBody } from "./json-body.js";
import { part } from "./paging.js";
import { isObject, type Mistakes, mistakesInBody } from "./models.js";
import { Refusal, refuseMistakes } from "./refusal.js";
import { Document } from "./state/document.js";

export interface Widget {
  readonly id?: number;
  readonly definition: WidgetDefinition;
}

/** Fields as the API has them, of which each widget type uses some. */
export interface WidgetDefinition extends Readonly<Record<string, unknown>> {
  readonly type: string;
  readonly title?: string;
  readonly widgets?: readonly Widget[];
}

export interface Dashboard extends Declared {
  readonly id: string;
  readonly url: string;
  readonly author_handle: string;
  readonly created_at: string;
  readonly modified_at: string;
}

export interface TemplateVariable {
  readonly name: string;
  readonly prefix?: string | null;
  readonly default?: string | null;
  readonly defaults?: readonly string[];
  readonly available_values?: readonly string[] | null;
}

/** A dashboard's declared part: a body that has passed. */
interface Declared extends Readonly<Record<string, unknown>> {
  readonly title: string;
  readonly description?: string | null;
  readonly layout_type: string;
  readonly widgets: readonly Widget[];
  readonly tags?: readonly string[] | null;
  readonly template_variables?: readonly TemplateVariable[] | null;
}

export class DashboardStore {
  private readonly document: Document<{ nextWidget: number; dashboards: Record<string, Dashboard> }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { nextWidget: 1, dashboards: {} });
  }

  all(): Dashboard[] {
    return Object.values(this.document.value.dashboards);
  }

  find(id: string): Dashboard | undefined {
    return this.document.value.dashboards[id];
  }

  get(id: string): Dashboard {
    const dashboard = this.find(id);
    if (!dashboard) throw new Refusal(404, [`Dashboard with ID ${id} not found`]);
    return dashboard;
  }

  create(body: Declared): Dashboard {
    const now = new Date(this.clock()).toISOString();
    return this.keep(this.completed(body, newId(), now, now));
  }

  replace(id: string, body: Declared): Dashboard {
    return this.keep(this.completed(body, id, this.get(id).created_at, new Date(this.clock()).toISOString()));
  }

  delete(id: string): void {
    this.document.value.dashboards = Object.fromEntries(
      Object.entries(this.document.value.dashboards).filter(([key]) => key !== id),
    );
    this.document.save();
  }

  /** An exact echo, with what Datadog computes; a default added here would be a change in every plan. */
  private completed(body: Declared, id: string, created_at: string, modified_at: string): Dashboard {
    return {
      ...body,
      widgets: this.numbered(body.widgets),
      id,
      url: `/dashboard/${id}/${slug(body.title)}`,
      author_handle: "stand-in@example.com",
      author_name: "Stand-in of Datadog",
      created_at,
      modified_at,
    };
  }

  /** Widgets inside of groups have ids too. */
  private numbered(widgets: readonly Widget[]): Widget[] {
    return widgets.map((widget) => {
      const { definition } = widget;
      const id = widget.id ?? this.document.value.nextWidget++;
      return definition.widgets
        ? { ...widget, id, definition: { ...definition, widgets: this.numbered(definition.widgets) } }
        : { ...widget, id };
    });
  }

  private keep(dashboard: Dashboard): Dashboard {
    this.document.value.dashboards[dashboard.id] = dashboard;
    this.document.save();
    return dashboard;
  }
}

/** `/api/v1/dashboard` */
export function dashboardRoutes(dashboards: DashboardStore): Hono {
  const app = new Hono();
  app.post("/api/v1/dashboard", async (context) => {
    return context.json(dashboards.create(checked(await jsonBody(context))));
  });
  app.get("/api/v1/dashboard", (context) => {
    const listed = part(context, dashboards.all(), { offset: "start", limit: "count" });
    return context.json({ dashboards: listed.map(summary) });
  });
  app.get("/api/v1/dashboard/:id", (context) => context.json(dashboards.get(context.req.param("id"))));
  app.put("/api/v1/dashboard/:id", async (context) => {
    const { id } = dashboards.get(context.req.param("id"));
    return context.json(dashboards.replace(id, checked(await jsonBody(context))));
  });
  app.delete("/api/v1/dashboard/:id", (context) => {
    const { id } = dashboards.get(context.req.param("id"));
    dashboards.delete(id);
    return context.json({ deleted_dashboard_id: id });
  });
  return app;
}

function checked(body: unknown): Declared {
  refuseMistakes(mistakesInBody(body, "Dashboard", "v1"));
  refuseMistakes(isObject(body) ? [...mistakesInLayout(body), ...mistakesInTags(body)] : []);
  return body as Declared;
}

function* mistakesInLayout({ layout_type, reflow_type, widgets }: Record<string, unknown>): Mistakes {
  if (reflow_type !== undefined && reflow_type !== null && layout_type !== "ordered")
    yield "reflow_type: only a dashboard with layout_type 'ordered' has one";
  const needsLayout = layout_type === "free" || reflow_type === "fixed";
  for (const [index, widget] of (Array.isArray(widgets) ? widgets : []).entries()) {
    const hasLayout = isObject(widget) && isObject(widget.layout);
    if (needsLayout && !hasLayout) yield `widgets[${index}].layout: missing required field`;
    if (reflow_type === "auto" && hasLayout) yield `widgets[${index}].layout: not allowed with reflow_type 'auto'`;
  }
}

function* mistakesInTags({ tags }: Record<string, unknown>): Mistakes {
  const all = Array.isArray(tags) ? tags.map(String) : [];
  if (all.length > 5) yield "tags: at most 5";
  for (const tag of all) if (!tag.startsWith("team:")) yield `tags: '${tag}' does not start with 'team:'`;
}

function summary({ id, title, description, layout_type, url, author_handle, created_at, modified_at }: Dashboard) {
  return { id, title, description, layout_type, url, author_handle, created_at, modified_at, is_read_only: false };
}

/** `abc-def-ghi` */
function newId(): string {
  const letters = () =>
    Array.from({ length: 3 }, () => "abcdefghijkmnpqrstuvwxyz23456789".charAt(randomInt(32))).join("");
  return `${letters()}-${letters()}-${letters()}`;
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
