import { html } from "hono/html";

import type { Notification } from "../state/notifications.js";
import { type Markup, moment, stateBadge } from "./layout.js";
import { marked } from "./marked.js";

const RECENT_SECONDS = 3600;
const SHOWN = 100;
/** The latest are read without opening them. */
const OPEN = 5;

/** What the transition of a notification led to; a downtime's own message leads to no state. */
const STATES: Readonly<Record<string, string>> = {
  Triggered: "Alert",
  Warn: "Warn",
  "No data": "No Data",
  Recovered: "OK",
};

/** @param now seconds since 1970 */
export function countRecent(notifications: readonly Notification[], now: number): number {
  return notifications.filter(({ time }) => time > now - RECENT_SECONDS).length;
}

/** Chooses whose notifications are shown; without a script by its button. @param to undefined for everybody's */
export function recipientControls(notifications: readonly Notification[], to: string | undefined): Markup {
  const handles = [...new Set([...notifications.flatMap((one) => one.handles), ...(to === undefined ? [] : [to])])];
  return html`<form method="get" class="variables" data-redraws aria-label="Recipient">
    <label>
      To
      <select name="to">
        <option value="">everybody</option>
        ${handles
          .sort()
          .map((handle) => html`<option value="${handle}" ${handle === to ? html`selected` : ""}>${handle}</option>`)}
      </select>
    </label>
    <button type="submit">Show</button>
  </form>`;
}

/** What Datadog would have sent, the latest first. What a downtime muted was never sent: it is not here. */
export function inboxBody(notifications: readonly Notification[], to: string | undefined, now: number): Markup {
  const own = notifications.filter(({ handles }) => to === undefined || handles.includes(to));
  const latest = own.slice(-SHOWN).reverse();
  return html`<p class="about">
      What Datadog would have sent; here nothing leaves this machine. What a downtime mutes is not sent, and not here.
    </p>
    ${latest.length === 0 ? html`<p class="empty">Nothing has been sent${to === undefined ? "" : ` to ${to}`}.</p>` : ""}
    <ol class="inbox">
      ${latest.map((one, index) => html`<li>${entry(one, index < OPEN, now)}</li>`)}
    </ol>
    ${own.length > SHOWN ? html`<p class="about">${own.length - SHOWN} earlier ones are not shown.</p>` : ""}`;
}

function entry(notification: Notification, isOpen: boolean, now: number): Markup {
  const { time, handles, title, body, monitor } = notification;
  return html`<details id="${idOf(notification)}" ${isOpen ? html`open` : ""}>
    <summary>
      <time datetime="${new Date(time * 1000).toISOString()}">${moment(time)}</time>
      ${transitionBadge(notification)} <strong>${title}</strong>
      ${time > now - RECENT_SECONDS ? html`<span class="new">new</span>` : ""}
    </summary>
    <dl>
      <dt>To</dt>
      <dd>${handles.join(" ")}</dd>
      ${
        monitor &&
        html`<dt>Monitor</dt>
          <dd>
            <a href="/monitors/${monitor.id}">${monitor.name}</a>${monitor.group === "*" ? "" : ` on ${monitor.group}`}
          </dd>`
      }
    </dl>
    <div class="message">${marked(body)}</div>
  </details>`;
}

/** Of what a notification is about; a renotification is one of the same state. */
export function transitionBadge({ transition }: Notification): Markup {
  return stateBadge(STATES[transition.replace(/^Re-/, "")] ?? transition);
}

/** The same while others come before it, so that what one has opened stays open. */
export function idOf({ time, monitor, transition }: Notification): string {
  return ["sent", time, monitor?.id ?? "", monitor?.group ?? "", transition].join("-").replace(/[^\w-]+/g, "-");
}
