import { html } from "hono/html";

import type { Span as Period } from "../query/result.js";
import type { Stores } from "../stores.js";
import type { Span } from "../traces/payload.js";
import type { StatsGroup } from "../traces/stats-store.js";
import type { Trace } from "../traces/store.js";
import { summaries, type Summary } from "../traces/summary.js";
import { fullTraceId, isEntry, rootOf, servicesOf, spansOf } from "../traces/trace.js";
import { type Markup, moment, stateBadge, table } from "./layout.js";

const PERIOD_SECONDS = 3600;
const TRACES_SHOWN = 50;

interface Which {
  /** Undefined for every environment. */
  readonly env: string | undefined;
  /** Undefined for every service. */
  readonly service?: string;
}

/** @param env undefined for every environment */
export function servicesBody(env: string | undefined, now: number, stores: Stores): Markup {
  return html`<p class="about">${inWords(env)}, the last hour, by the Agents' counts of all requests.</p>
    ${serviceTable({ env }, period(now), stores)}`;
}

/** What services do, in numbers. */
export function serviceTable({ env, service }: Which, span: Period, { traceStats }: Stores): Markup {
  const all = traceStats
    .all()
    .filter(({ group }) => isOfEnv(group, env) && (service === undefined || group.service === service));
  return table(
    ["Service", "Type", "Requests", "Requests/s", "Error rate", "p95"],
    summaries(all, (group) => group.service, span).map((one) => [
      html`<a href="${serviceAddress(one.key, env)}">${one.key}</a>`,
      [...new Set(all.filter(({ group }) => group.service === one.key).map(({ group }) => group.type))].join(", "),
      String(one.hits),
      one.hitsPerSecond.toFixed(2),
      share(one.errorRate),
      duration(one.p95),
    ]),
  );
}

/** A service's page: its resources, and its latest traces. */
export function serviceBody(service: string, env: string | undefined, now: number, stores: Stores): Markup {
  const own = stores.traceStats.all().filter(({ group }) => group.service === service && isOfEnv(group, env));
  return html`<p class="about">${inWords(env)}, the last hour, by the Agents' counts of all requests.</p>
    <h2>Resources</h2>
    ${table(
      ["Resource", "Operation", "Hits", "Errors", "Error rate", "p50", "p95"],
      summaries(own, ({ name, resource }) => JSON.stringify([resource, name]), period(now)).map(resourceRow),
    )}
    <h2>Latest traces</h2>
    ${tracesBody(service, env, stores)}`;
}

/** A service's latest traces. */
export function tracesBody(service: string, env: string | undefined, stores: Stores): Markup {
  const traces = stores.traces
    .all()
    .filter((trace) => servicesOf(trace).includes(service) && trace.chunks.some((chunk) => isOfEnv(chunk, env)));
  return table(
    ["Time", "Resource", "Duration", "Status", "Spans", "Trace"],
    traces
      .slice(-TRACES_SHOWN)
      .reverse()
      .map((trace) => traceRow(trace, service)),
  );
}

/** A trace's page: its spans as a waterfall, and how to find its log lines. */
export function traceBody(trace: Trace): Markup {
  const spans = spansOf(trace);
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.start + span.duration));
  const root = rootOf(trace);
  const { env, version, host, language, tracerVersion } = trace.chunks[0] ?? {};
  const facts = { service: root?.service, env, version, host, tracer: `${language ?? ""} ${tracerVersion ?? ""}` };
  return html`<p class="tags">
      ${Object.entries(facts).map(([name, value]) => html`<span>${name}: ${value ?? ""}</span>`)}
      <span>${moment(Math.floor(start / 1e9))}</span>
      <span>${duration((end - start) / 1e9)}</span>
    </p>
    <section class="widget waterfall">
      ${nested(spans).map(([span, depth]) => bar(span, depth, start, Math.max(1, end - start)))}
    </section>
    <h2>Its log lines</h2>
    <p class="about">With log injection the app's log lines carry these fields.</p>
    ${table(
      ["Span", "dd.trace_id", "dd.span_id", "dd.service", "dd.env", "dd.version"],
      spans.map((span) => [span.name, fullTraceId(trace), span.spanID, root?.service ?? "", env ?? "", version ?? ""]),
    )}
    <h2>Tags</h2>
    ${table(
      ["Span", "Tags"],
      spans.map((span) => [span.name, html`<pre>${JSON.stringify({ ...span.meta, ...span.metrics }, null, 2)}</pre>`]),
    )}`;
}

function resourceRow(resource: Summary): (Markup | string)[] {
  const [name = "", operation = ""] = JSON.parse(resource.key) as string[];
  return [
    name,
    operation,
    String(resource.hits),
    String(resource.errors),
    share(resource.errorRate),
    duration(resource.p50),
    duration(resource.p95),
  ];
}

/** As the service sees it: by the span where the trace enters it. */
function traceRow(trace: Trace, service: string): (Markup | string)[] {
  const spans = spansOf(trace);
  const own = spans.filter((span) => span.service === service);
  const entry = own.find(isEntry) ?? own[0];
  return [
    moment(Math.floor((entry?.start ?? 0) / 1e9)),
    entry?.resource ?? "",
    duration((entry?.duration ?? 0) / 1e9),
    stateBadge(entry?.error ? "Alert" : "OK"),
    String(spans.length),
    html`<a href="/apm/trace/${trace.id}">${trace.id}</a>`,
  ];
}

/** Each span below the one that it is a part of, and how deep. */
function nested(spans: readonly Span[]): [Span, number][] {
  const ids = new Set(spans.map(({ spanID }) => spanID));
  const below = (parent: string, depth: number): [Span, number][] =>
    spans
      .filter(({ parentID, spanID }) => parentID === parent && spanID !== parent)
      .flatMap((span): [Span, number][] => [[span, depth], ...below(span.spanID, depth + 1)]);
  return spans
    .filter(({ parentID }) => !ids.has(parentID))
    .flatMap((span): [Span, number][] => [[span, 0], ...below(span.spanID, 1)]);
}

function bar(span: Span, depth: number, start: number, whole: number): Markup {
  const left = (100 * (span.start - start)) / whole;
  const width = Math.max(0.3, (100 * span.duration) / whole);
  return html`<div class="span">
    <span class="label" style="padding-left: ${depth}em"><strong>${span.service}</strong> ${span.name}</span>
    <span class="track">
      <span
        class="bar ${span.error ? "failed" : ""}"
        style="left: ${left.toFixed(2)}%; width: ${width.toFixed(2)}%"
      ></span>
    </span>
    <span class="time">${duration(span.duration / 1e9)}</span>
    <code title="${span.resource}">${span.resource}</code>
  </div>`;
}

function period(now: number): Period {
  return { from: now - PERIOD_SECONDS, to: now };
}

function isOfEnv(one: Pick<StatsGroup, "env">, env: string | undefined): boolean {
  return env === undefined || one.env === env;
}

function inWords(env: string | undefined): string {
  return env === undefined ? "All environments" : `Environment ${env}`;
}

function serviceAddress(service: string, env: string | undefined): string {
  const search = env === undefined ? "" : `?env=${encodeURIComponent(env)}`;
  return `/apm/entity/${encodeURIComponent(`service:${service}`)}${search}`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function duration(seconds: number): string {
  return seconds < 1 ? `${(1000 * seconds).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}
