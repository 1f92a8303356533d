import { html } from "hono/html";

import { LEAST_POINTS } from "../query/anomalies.js";
import type { QueryResult, Span } from "../query/result.js";
import type { Point } from "../state/series.js";
import { type Markup, moment } from "./layout.js";

export interface Marker {
  readonly value: number;
  readonly label: string;
  readonly isAlert: boolean;
}

export interface ChartOptions {
  /** What it shows, for those who do not see it. */
  readonly title: string;
  readonly span: Span;
  readonly display?: string;
  readonly markers?: readonly Marker[];
  readonly min?: number;
  readonly max?: number;
  /** What else of the page stands below it, on the same axis of time. @default nothing */
  readonly isAligned?: boolean;
}

/** As many as style.css has. */
const COLOURS = 8;
const MOST_ROWS = 50;

interface Line extends Pick<QueryResult, "points" | "interval"> {
  readonly label: string;
  readonly band: QueryResult["band"] | undefined;
}

/** An element that `charts.mjs` draws into, and what it shows in numbers. */
export function chart(results: readonly QueryResult[], options: ChartOptions): Markup {
  const { title, span, display = "line", markers = [], min, max, isAligned = false } = options;
  const isOneMetric = new Set(results.map(({ metric }) => metric)).size <= 1;
  const lines = results.map(({ metric, tagSet, expression, points, band, interval }) => ({
    label: [...(isOneMetric ? [] : [metric]), tagSet.join(", ")].join(" ").trim() || expression,
    points,
    band,
    interval,
  }));
  const data = { from: span.from, to: span.to, display, markers, min, max, series: lines };
  const count = lines.length === 1 ? "one series" : `${lines.length} series`;
  const words = `${title}: ${count}, ${moment(span.from)} to ${moment(span.to)}`;
  return html`<div
      class="chart"
      role="img"
      aria-label="${words}"
      data-chart="${JSON.stringify(data)}"
      ${isAligned ? html`data-aligned` : ""}
    ></div>
    ${lines.length === 0 ? html`<p class="empty">No data in this span.</p>` : legend(title, lines)}
    ${withoutBand(lines)}`;
}

/** Last, least and most of each line and band: the chart's legend, and the chart for those who do not see it. */
function legend(title: string, lines: readonly Line[]): Markup {
  const more = lines.length - MOST_ROWS;
  return html`<div class="scroll numbers">
    <table class="legend">
      <caption class="unseen">
        ${title}, in numbers
      </caption>
      <thead>
        <tr>
          <th scope="col">Series</th>
          <th scope="col">Last</th>
          <th scope="col">Least</th>
          <th scope="col">Most</th>
        </tr>
      </thead>
      <tbody>
        ${lines.slice(0, MOST_ROWS).map((line, index) => [lineRow(line, index), bandRow(line)])}
      </tbody>
    </table>
    ${more > 0 ? html`<p class="about">${more} more are drawn and not listed.</p>` : ""}
  </div>`;
}

function lineRow({ label, points }: Line, index: number): Markup {
  return html`<tr>
    <th scope="row"><span class="swatch" style="background: var(--series-${index % COLOURS})"></span>${label}</th>
    ${[points.at(-1)?.[1], ...ends(points)].map((value) => html`<td>${inWords(value)}</td>`)}
  </tr>`;
}

function bandRow({ label, points, band }: Line): Markup | string {
  if (!band || band.lower.length === 0) return "";
  const { by, lower, upper } = band;
  const [least] = ends(lower);
  const [, most] = ends(upper);
  const outside = by === "anomalies" ? pointsOutside(points, lower, upper) : 0;
  return html`<tr>
    <th scope="row">
      <span class="swatch band"></span>${label}: expected by
      ${by}()${outside > 0 ? html`, <span class="outside">${outside} outside</span>` : ""}
    </th>
    <td>${inWords(lower.at(-1)?.[1])} – ${inWords(upper.at(-1)?.[1])}</td>
    <td>${inWords(least)}</td>
    <td>${inWords(most)}</td>
  </tr>`;
}

function pointsOutside(points: readonly Point[], lower: readonly Point[], upper: readonly Point[]): number {
  const [least, most] = [new Map(lower), new Map(upper)];
  return points.filter(
    ([time, value]) => value < (least.get(time) ?? -Infinity) || value > (most.get(time) ?? Infinity),
  ).length;
}

/** What is missing where anomalies() expects nothing yet. */
function withoutBand(lines: readonly Line[]): Markup | string {
  const short = lines.filter(({ band }) => band?.by === "anomalies" && band.lower.length === 0);
  const [first] = short;
  if (!first) return "";
  const needed = LEAST_POINTS + 1;
  const have = short.map(({ label, points }) => `${label} has ${points.length}`).join(", ");
  const spacing = spacingOf(first);
  return html`<p class="about">
    No band yet: the stand-in's anomalies() expects something of a point from the ${LEAST_POINTS} before it. That takes
    ${needed} points, here one in ${duration(spacing)}, so ${duration(needed * spacing)} of history; ${have}.
  </p>`;
}

/** Points come as often as they are sent, and no more often than the graph's interval. */
function spacingOf({ points, interval }: Line): number {
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  return Math.max(interval, Math.round((last - first) / Math.max(1, points.length - 1)));
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}

function ends(points: readonly Point[]): [least: number | undefined, most: number | undefined] {
  if (points.length === 0) return [undefined, undefined];
  return points.reduce<[number, number]>(
    ([least, most], [, value]) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const FINE = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

function inWords(value: number | undefined): string {
  if (value === undefined) return "–";
  return (Math.abs(value) >= 1000 ? WHOLE : FINE).format(value);
}
