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
] as const;

interface PageOptions {
  /** Loads the page again every 15 seconds. */
  readonly live?: boolean;
}

export function page(title: string, body: Markup | Markup[], { live = false }: PageOptions = {}): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${live ? html`<meta http-equiv="refresh" content="15" />` : ""}
        <title>${title} · stand-in of Datadog</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/stand-in/assets/uPlot.min.css" />
        <link rel="stylesheet" href="/stand-in/assets/style.css" />
        <script type="module" src="/stand-in/assets/charts.mjs"></script>
      </head>
      <body>
        <header>
          <strong>Stand-in of Datadog</strong>
          <nav>${LINKS.map(([href, text]) => html`<a href="${href}">${text}</a>`)}</nav>
          <span class="notice">Local, not Datadog: it keeps and evaluates what is sent here.</span>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}

export function table(heads: readonly string[], rows: readonly (readonly (Markup | string)[])[]): Markup {
  if (rows.length === 0) return html`<p class="empty">None.</p>`;
  return html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
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
  </table>`;
}

/** A monitor's or a group's state as a coloured word. */
export function stateBadge(state: string): Markup {
  return html`<span class="state ${state.toLowerCase().replace(" ", "-")}">${state}</span>`;
}

/** @param time seconds since 1970 */
export function moment(time: number): string {
  return new Date(time * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}
