import { html } from "hono/html";

/** Markup that is safe to send: made by the `html` tag, which escapes what is put into it. */
export type Markup = ReturnType<typeof html>;

const LINKS = [
  ["/", "Overview"],
  ["/dashboard/lists", "Dashboards"],
  ["/monitors/manage", "Monitors"],
  ["/monitors/downtimes", "Downtimes"],
  ["/infrastructure/map", "Host map"],
  ["/apm/services", "APM"],
  ["/event/explorer", "Events"],
  ["/stand-in/inbox", "Inbox"],
] as const;

export interface PageOptions {
  /** The page's own path, which the header marks. */
  readonly path?: string;
  /** Notifications of the last hour. */
  readonly recent?: number;
  /** What the page shows is fetched again every 15 seconds. */
  readonly live?: boolean;
  /** Stands above what the page shows, and stays where that is fetched again. */
  readonly controls?: Markup;
}

export function page(title: string, body: Markup | Markup[], options: PageOptions = {}): Markup {
  const { path, recent = 0, live = false, controls } = options;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · stand-in of Datadog</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/stand-in/assets/uPlot.min.css" />
        <link rel="stylesheet" href="/stand-in/assets/style.css" />
        <script type="module" src="/stand-in/assets/charts.mjs"></script>
        <script type="module" src="/stand-in/assets/live.mjs"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the page</a>
        <header>
          <strong>Stand-in of Datadog</strong>
          <nav aria-label="Pages">
            ${LINKS.map(([href, text]) => html`<a href="${href}" ${current(href === path)}>${text}</a>`)}
            <span id="recent" data-region
              >${recent > 0 ? html`<span class="count">${recent} in the last hour</span>` : ""}</span
            >
          </nav>
          <span class="notice">Local, not Datadog: it keeps and evaluates what is sent here.</span>
        </header>
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          ${controls ?? ""}
          <div id="content" data-region ${live ? html`data-live="15"` : ""}>${body}</div>
        </main>
      </body>
    </html>`;
}

/** Of a link, that it is where one is. */
export function current(is: boolean): Markup | string {
  return is ? html`aria-current="true"` : "";
}

type Cell = Markup | Markup[] | string;

export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): Markup {
  if (rows.length === 0) return html`<p class="empty">None.</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A monitor's or a group's state as a coloured word. */
export function stateBadge(state: string): Markup {
  return html`<span class="state ${state.toLowerCase().replace(" ", "-")}">${state}</span>`;
}

/** @param time seconds since 1970 */
export function moment(time: number): string {
  return new Date(time * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}
