import { html } from "hono/html";

import { renderedMessage } from "../evaluate/notify.js";
import { sourcesOf } from "../evaluate/service-check.js";
import { groupName } from "../evaluate/reading.js";
import type { GroupStatus } from "../evaluate/states.js";
import { groupKeys, type Monitor, parseMonitorQuery } from "../monitors/monitor.js";
import { type CompositeQuery, labelOf } from "../monitors/composite.js";
import type { CheckMonitorQuery } from "../monitors/query.js";
import { evaluate } from "../query/evaluate.js";
import { historyOf } from "../query/forecast.js";
import { metricsIn } from "../query/parse.js";
import type { Span } from "../query/result.js";
import type { Stores } from "../stores.js";
import { chart, type Marker } from "./chart.js";
import { type Markup, moment, stateBadge, table } from "./layout.js";
import { madeUpNotice } from "./made-up.js";
import { marked } from "./marked.js";
import { restriction } from "./restriction.js";
import { timeline } from "./timeline.js";
import type { View } from "./view.js";

const STATES: readonly GroupStatus[] = ["Alert", "Warn", "No Data", "OK"];

/** A monitor's page: its state by group, now and before, its graph, and its message as it reads in each state. */
export function monitorBody(monitor: Monitor, { span }: View, now: number, stores: Stores): Markup {
  const groups = Object.entries(stores.states.of(monitor.id));
  return html`<p>
      ${stateBadge(stores.states.overall(monitor.id))} <span class="about">${monitor.type}${rankOf(monitor)}</span>
    </p>
    <pre>${monitor.query}</pre>
    <p class="tags">${(monitor.tags ?? []).map((tag) => html`<span>${tag}</span>`)}</p>
    ${restriction(`monitor:${monitor.id}`, stores.restrictionPolicies)}
    ${madeUpNotice(stores.madeUpPast.all(), span, metricsOf(monitor))}
    <section class="widget">${monitorChart(monitor, span, stores, true)}</section>
    <h2>States over time</h2>
    <section class="widget">${timeline(monitor, span, stores)}</section>
    <h2>Groups</h2>
    ${table(
      ["Group", "State", "Since", "Value", "Muted"],
      groups.map(([group, { status, since, value, mutedBy }]) => [
        group,
        stateBadge(status),
        moment(since),
        value?.toFixed(2) ?? "",
        mutedBy.length > 0 ? "muted" : "",
      ]),
    )}
    <h2>The message by state, with the present value</h2>
    <p class="about">Where there is no value yet, its variable stands.</p>
    ${table(
      ["State", "What the on-call person reads"],
      STATES.map((status) => [stateBadge(status), html`<pre>${marked(example(monitor, status, now, stores))}</pre>`]),
    )}
    <h2>Notifications</h2>
    ${notifications(monitor, stores)} ${runbooks(monitor)}`;
}

function metricsOf(monitor: Monitor): Set<string> {
  const query = parseMonitorQuery(monitor);
  return new Set(query?.kind === "metric" ? metricsIn(query.query).map(({ metric }) => metric) : []);
}

/** ` · P2`, of a monitor with a priority. */
function rankOf({ priority }: Monitor): string {
  return priority === undefined || priority === null ? "" : ` · P${priority}`;
}

/**
 * Metric monitors have a graph, with their thresholds; service checks a table of what they last said.
 *
 * @param isAligned whether what stands below is on the same axis of time
 */
export function monitorChart(monitor: Monitor, span: Span, stores: Stores, isAligned = false): Markup {
  const query = parseMonitorQuery(monitor);
  if (!query || query.kind === "slo") return html`<p class="empty">Not evaluated here.</p>`;
  if (query.kind === "check") return latestRuns(query, stores);
  if (query.kind === "composite") return partsOf(query, stores);
  const { warning } = monitor.options?.thresholds ?? {};
  const markers: Marker[] = [{ value: query.threshold, label: "alert", isAlert: true }];
  if (typeof warning === "number") markers.push({ value: warning, label: "warning", isAlert: false });
  // Elsewhere the threshold is no value of the metric: a share of the window, a difference, outlier or not.
  const isOfMetric = query.query.kind !== "anomalies" && query.query.kind !== "outliers" && !query.change;
  const drawn = isOfMetric ? markers : [];
  // A forecast is made of more than the hour that the others show.
  const shown = query.query.kind === "forecast" ? { from: span.to - historyOf(query.query), to: span.to } : span;
  const title = monitor.name ?? monitor.query;
  return chart(evaluate(query.query, shown, stores), { title, span: shown, markers: drawn, isAligned });
}

/** What its message calls each part, and how it is. */
function partsOf({ parts }: CompositeQuery, { monitors, states }: Stores): Markup {
  return table(
    ["Part", "State", "Monitor"],
    parts.map((id, index) => {
      const part = monitors.find(id);
      if (!part) return [labelOf(index), "", `No monitor ${id}.`];
      const link = html`<a href="/monitors/${id}">${part.name ?? String(id)}</a>`;
      return [labelOf(index), stateBadge(states.overall(id)), link];
    }),
  );
}

function latestRuns(query: CheckMonitorQuery, { checks, hosts }: Stores): Markup {
  const words = ["OK", "Warn", "Critical", "Unknown"];
  return table(
    ["Group", "Latest run", "Status", "What it said"],
    sourcesOf(query, checks, hosts).map(({ group, latest }) => [
      group,
      moment(latest.time),
      stateBadge(words[latest.status] ?? "Unknown"),
      latest.message,
    ]),
  );
}

/** For the group that was seen first, or for one that is made up. */
function example(monitor: Monitor, status: GroupStatus, now: number, stores: Stores): string {
  const query = parseMonitorQuery(monitor);
  if (!query) return "";
  const madeUp = groupKeys(query, (id) => stores.monitors.find(id)).map((key) => `${key}:example`);
  const [group, state] = Object.entries(stores.states.of(monitor.id))[0] ?? [groupName(madeUp), undefined];
  const said = query.kind === "check" ? sourcesOf(query, stores.checks, stores.hosts) : [];
  const checkMessage = said.find((source) => source.group === group)?.latest.message;
  const reading = {
    group,
    status,
    lastData: now,
    ...(state?.value !== undefined && { value: state.value }),
    ...(checkMessage !== undefined && { checkMessage }),
  };
  const shown = { status, since: now, lastData: now, mutedBy: [] };
  const before = status === "OK" ? "Alert" : "OK";
  return renderedMessage(
    { monitor, query, reading, state: shown, before, isRenotification: false, now },
    stores.hosts,
    (name) => `{{${name}}}`,
  );
}

function notifications({ id }: Monitor, stores: Stores): Markup {
  const own = stores.notifications.all().filter(({ monitor }) => monitor?.id === id);
  return table(
    ["Time", "To", "Title", "Message"],
    own
      .slice(-20)
      .reverse()
      .map(({ time, handles, title, body }) => [
        moment(time),
        handles.join(" "),
        title,
        html`<pre>${marked(body)}</pre>`,
      ]),
  );
}

function runbooks({ assets = [] }: Monitor): Markup | string {
  if (assets.length === 0) return "";
  return html`<h2>Assets</h2>
    <pre>${JSON.stringify(assets, null, 2)}</pre>`;
}
