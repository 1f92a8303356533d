import { html } from "hono/html";

import type { Host } from "../state/hosts.js";
import type { Markup } from "./layout.js";

/** A coloured tile for each host; the colour is by the value, of 0 to 100. */
export function hostTiles(hosts: readonly Host[], values: ReadonlyMap<string, number> = new Map()): Markup {
  if (hosts.length === 0) return html`<p class="empty">No host has reported.</p>`;
  return html`<div class="hosts">
    ${hosts.map((host) => {
      const value = values.get(host.name);
      const hue = value === undefined ? 210 : 130 - 1.1 * Math.min(100, Math.max(0, value));
      return html`<div class="host" style="background: hsl(${hue.toFixed(0)} 55% 28%)">
        <strong>${host.name}</strong><br />${host.ip ?? ""}
        ${value === undefined ? "" : html`<br />${value.toFixed(1)}`}
      </div>`;
    })}
  </div>`;
}
