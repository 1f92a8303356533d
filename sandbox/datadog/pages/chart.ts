import { html } from "hono/html";

import type { QueryResult, Span } from "../query/result.js";
import type { Markup } from "./layout.js";

export interface Marker {
  readonly value: number;
  readonly label: string;
  readonly isAlert: boolean;
}

export interface ChartOptions {
  readonly span: Span;
  readonly display?: string;
  readonly markers?: readonly Marker[];
  readonly min?: number;
  readonly max?: number;
}

/** An element that `charts.mjs` draws into. */
export function chart(results: readonly QueryResult[], options: ChartOptions): Markup {
  const isOneMetric = new Set(results.map(({ metric }) => metric)).size <= 1;
  const data = {
    from: options.span.from,
    to: options.span.to,
    display: options.display ?? "line",
    markers: options.markers ?? [],
    min: options.min,
    max: options.max,
    series: results.map(({ metric, tagSet, expression, points, band }) => ({
      label: [...(isOneMetric ? [] : [metric]), tagSet.join(", ")].join(" ").trim() || expression,
      points,
      band,
    })),
  };
  return html`<div class="chart" data-chart="${JSON.stringify(data)}"></div>
    ${results.length === 0 ? html`<p class="empty">No data in this span.</p>` : ""}`;
}
