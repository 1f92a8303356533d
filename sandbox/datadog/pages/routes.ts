import { type Context, Hono } from "hono";
import { html } from "hono/html";

import type { Clock } from "../clock.js";
import type { Dashboard } from "../dashboards.js";
import type { Stores } from "../stores.js";
import { matches, parseScope } from "../query/scope.js";
import { rootOf } from "../traces/trace.js";
import { serviceBody, servicesBody, traceBody, tracesBody } from "./apm.js";
import { assetRoutes } from "./assets.js";
import { askedSpan, timeControls, variableControls } from "./controls.js";
import { downtimesBody } from "./downtimes.js";
import { hostValues } from "./host-values.js";
import { hostTiles } from "./hosts.js";
import { countRecent, inboxBody, recipientControls } from "./inbox.js";
import { type Markup, moment, page, type PageOptions, stateBadge, table } from "./layout.js";
import { madeUpNotice } from "./made-up.js";
import { marked } from "./marked.js";
import { monitorBody } from "./monitor.js";
import { restriction } from "./restriction.js";
import { searchOf, type View, viewOf } from "./view.js";
import { drawWidget } from "./widgets.js";

/** Pages at the paths of Datadog's app, so that the stack's links lead somewhere. */
export function pageRoutes(stores: Stores, clock: Clock): Hono {
  const app = new Hono();
  const now = () => Math.floor(clock() / 1000);
  app.route("/", assetRoutes());

  const show = (context: Context, title: string, body: Markup, options: PageOptions = {}) => {
    const recent = countRecent(stores.notifications.all(), now());
    return context.html(page(title, body, { path: context.req.path, recent, ...options }));
  };
  const missing = (context: Context, what: string) => {
    context.status(404);
    return show(context, "Not found", html`<p>The stand-in has no ${what}.</p>`);
  };

  app.get("/", (context) => show(context, "Overview", overview(stores, clock()), { live: true }));

  app.get("/dashboard/lists", (context) => show(context, "Dashboards", dashboardTable(stores)));

  app.on("GET", ["/dashboard/:id", "/dashboard/:id/:title"], (context) => {
    const dashboard = stores.dashboards.find(context.req.param("id"));
    if (!dashboard) return missing(context, `dashboard ${context.req.param("id")}`);
    const view = viewOf(dashboard, context.req.query(), clock());
    const asked = askedSpan(context.req.query());
    if (typeof asked === "object") return context.redirect(context.req.path + searchOf(view, asked, false));
    const controls = html`${variableControls(dashboard, view, stores)} ${timeControls(view, asked === "mistake")}`;
    return show(context, dashboard.title, dashboardBody(dashboard, view, stores), { live: view.live, controls });
  });

  app.get("/monitors/manage", (context) => show(context, "Monitors", monitorTable(stores), { live: true }));

  app.get("/monitors/downtimes", (context) =>
    show(context, "Downtimes", downtimesBody(stores.downtimes.standing(), clock())),
  );

  app.get("/monitors/:id{[0-9]+}", (context) => {
    const monitor = stores.monitors.find(Number(context.req.param("id")));
    if (!monitor) return missing(context, `monitor ${context.req.param("id")}`);
    const view = viewOf({}, context.req.query(), clock());
    const asked = askedSpan(context.req.query());
    if (typeof asked === "object") return context.redirect(context.req.path + searchOf(view, asked, false));
    const controls = timeControls(view, asked === "mistake");
    const body = monitorBody(monitor, view, now(), stores);
    return show(context, monitor.name ?? String(monitor.id), body, { live: view.live, controls });
  });

  app.get("/stand-in/inbox", (context) => {
    const to = context.req.query("to") === "" ? undefined : context.req.query("to");
    const all = stores.notifications.all();
    const controls = recipientControls(all, to);
    return show(context, "Inbox", inboxBody(all, to, now()), { live: true, controls });
  });

  app.get("/infrastructure/map", (context) => {
    const { filter = "*", fillby } = context.req.query();
    const scope = parseScope(filter.split(/[\s,]+/).join(","));
    const hosts = stores.hosts.all().filter(({ name }) => matches(scope, new Set(stores.hosts.tagsOf(name))));
    return show(context, "Host map", hostTiles(hosts, hostValues(fillby, now(), stores)), { live: true });
  });

  app.get("/apm/services", (context) =>
    show(context, "Services", servicesBody(context.req.query("env"), now(), stores), { live: true }),
  );

  app.get("/apm/entity/:entity", (context) => {
    const service = /^service:(.+)$/.exec(context.req.param("entity"))?.[1];
    const isKnown = stores.traceStats.all().some(({ group }) => group.service === service);
    if (service === undefined || !isKnown) return missing(context, context.req.param("entity"));
    const body = serviceBody(service, context.req.query("env"), now(), stores);
    return show(context, `Service ${service}`, body, { live: true });
  });

  app.get("/apm/traces", (context) => {
    const { query = "" } = context.req.query();
    const [service = "", env] = ["service", "env"].map((key) => new RegExp(`\\b${key}:(\\S+)`).exec(query)?.[1]);
    return show(context, `Traces of ${service}`, tracesBody(service, env, stores), { live: true });
  });

  app.get("/apm/trace/:id", (context) => {
    const trace = stores.traces.find(context.req.param("id"));
    if (!trace) return missing(context, `trace ${context.req.param("id")}`);
    return show(context, `Trace ${rootOf(trace)?.resource ?? trace.id}`, traceBody(trace));
  });

  app.get("/event/explorer", (context) => show(context, "Events", eventTable(stores), { live: true }));

  return app;
}

function overview(stores: Stores, now: number): Markup {
  return html`<h2>Monitors</h2>
    ${monitorTable(stores)}
    <h2>Dashboards</h2>
    ${dashboardTable(stores)}
    <h2>Downtimes</h2>
    ${downtimesBody(stores.downtimes.standing(), now)}
    <h2>Hosts</h2>
    ${hostTiles(stores.hosts.all())}
    <h2>Latest events</h2>
    ${eventTable(stores)}`;
}

function monitorTable({ monitors, states }: Stores): Markup {
  return table(
    ["State", "Priority", "Monitor", "Query"],
    monitors
      .all()
      .map(({ id, name, query, priority }) => [
        stateBadge(states.overall(id)),
        priority === undefined || priority === null ? "" : `P${priority}`,
        html`<a href="/monitors/${id}">${name ?? String(id)}</a>`,
        query,
      ]),
  );
}

function dashboardTable({ dashboards }: Stores): Markup {
  return table(
    ["Dashboard", "Description"],
    dashboards.all().map(({ url, title, description }) => [html`<a href="${url}">${title}</a>`, description ?? ""]),
  );
}

function dashboardBody(dashboard: Dashboard, view: View, stores: Stores): Markup {
  const { id, description, tags, widgets } = dashboard;
  return html`<p class="about">${description ?? ""}</p>
    <p class="tags">${(tags ?? []).map((tag) => html`<span>${tag}</span>`)}</p>
    ${restriction(`dashboard:${id}`, stores.restrictionPolicies)} ${madeUpNotice(stores.madeUpPast.all(), view.span)}
    <div class="grid">${widgets.map((widget) => drawWidget(widget, view, stores))}</div>`;
}

function eventTable({ events }: Stores): Markup {
  const latest = [...events.all()].reverse().slice(0, 50);
  return table(
    ["Time", "Title", "Text"],
    latest.map(({ date_happened, title, text }) => [moment(date_happened), title, html`<pre>${marked(text)}</pre>`]),
  );
}
