import { html } from "hono/html";

import type { Dashboard, TemplateVariable } from "../dashboards.js";
import type { Span } from "../query/result.js";
import { KEPT_SECONDS } from "../state/points.js";
import type { Stores } from "../stores.js";
import { traceMetricNames, traceSeries } from "../traces/metrics.js";
import { current, type Markup, moment } from "./layout.js";
import { searchOf, type View } from "./view.js";

const RANGES = [
  ["15m", 900],
  ["1h", 3600],
  ["4h", 14_400],
  ["1d", 86_400],
  ["1w", 604_800],
] as const;

/** Chooses a value for each of a dashboard's template variables; without a script by its button. */
export function variableControls({ template_variables }: Dashboard, view: View, stores: Stores): Markup | string {
  const variables = template_variables ?? [];
  if (variables.length === 0) return "";
  const { span, live, values } = view;
  return html`<form method="get" class="variables" data-redraws aria-label="Template variables">
    ${variables.map(
      (variable) =>
        html`<label>
          $${variable.name}
          <select name="tpl_var_${variable.name}">
            ${choices(variable, values.get(variable.name) ?? "*", stores).map(
              ({ value, isChosen }) =>
                html`<option value="${value}" ${isChosen ? html`selected` : ""}>
                  ${value === "*" ? "* (all)" : value}
                </option>`,
            )}
          </select>
        </label>`,
    )}
    <input type="hidden" name="from_ts" value="${span.from * 1000}" />
    <input type="hidden" name="to_ts" value="${span.to * 1000}" />
    <input type="hidden" name="live" value="${String(live)}" />
    <button type="submit">Show</button>
  </form>`;
}

/** The times that a page can be looked at in; each keeps the variables. */
export function timeControls(view: View, isRefused: boolean): Markup {
  const { span, live, values } = view;
  const length = span.to - span.from;
  return html`<div id="times" class="times" data-region>
    <nav aria-label="Time">
      ${RANGES.map(([name, seconds]) => {
        const is = live && length === seconds;
        const search = searchOf(view, { from: span.to - seconds, to: span.to }, true);
        return html`<a class="range" href="${search}" ${current(is)}>${name}</a>`;
      })}
      ${live ? "" : html`<a class="range" href="${searchOf(view, span, true)}">live</a>`}
    </nav>
    <span>${moment(span.from)} – ${live ? "now" : moment(span.to)}</span>
    <details id="from-to" ${isRefused ? html`open` : ""}>
      <summary>From – to</summary>
      <form method="get">
        ${[...values].map(([name, value]) => html`<input type="hidden" name="tpl_var_${name}" value="${value}" />`)}
        <label>From (UTC) <input type="datetime-local" name="from" value="${local(span.from)}" required /></label>
        <label>To (UTC) <input type="datetime-local" name="to" value="${local(span.to)}" required /></label>
        <button type="submit">Show</button>
        ${isRefused ? html`<p class="mistake">Times are refused: the first has to be before the second.</p>` : ""}
      </form>
    </details>
    ${length > KEPT_SECONDS ? html`<span class="about">The stand-in keeps the data of one day.</span>` : ""}
  </div>`;
}

/** What the form of two times asks for: undefined where it was not sent, a mistake where they are none. */
export function askedSpan({ from, to }: Readonly<Record<string, string>>): Span | "mistake" | undefined {
  if (from === undefined && to === undefined) return undefined;
  const [start, end] = [from, to].map((text) => Date.parse(`${text ?? ""}Z`) / 1000);
  return start !== undefined && end !== undefined && start < end ? { from: start, to: end } : "mistake";
}

/** `2026-12-01T11:00`, as the browser's control has it. */
function local(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 16);
}

interface Choice {
  readonly value: string;
  readonly isChosen: boolean;
}

/** All, what was declared as available, what data and hosts have been seen with, and what the address asks for. */
function choices(variable: TemplateVariable, chosen: string, stores: Stores): Choice[] {
  const found = new Set([...(variable.available_values ?? []), ...valuesSeen(variable.prefix, stores), chosen]);
  found.delete("*");
  return ["*", ...[...found].sort()].map((value) => ({ value, isChosen: value === chosen }));
}

function valuesSeen(prefix: string | null | undefined, { series, traceStats, hosts }: Stores): string[] {
  if (!prefix) return [];
  const sent = series.metrics().flatMap((metric) => series.of(metric));
  const hits = traceMetricNames(traceStats).filter((metric) => metric.endsWith(".hits"));
  const traced = hits.flatMap((metric) => traceSeries(metric, traceStats));
  const tags = [
    ...[...sent, ...traced].flatMap((one) => one.tags),
    ...hosts.all().flatMap(({ name }) => hosts.tagsOf(name)),
  ];
  return tags.filter((tag) => tag.startsWith(`${prefix}:`)).map((tag) => tag.slice(prefix.length + 1));
}
