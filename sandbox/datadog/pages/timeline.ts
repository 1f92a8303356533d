import { html } from "hono/html";

import type { Stretch } from "../evaluate/state-history.js";
import type { Monitor } from "../monitors/monitor.js";
import type { Span } from "../query/result.js";
import type { Notification } from "../state/notifications.js";
import type { Stores } from "../stores.js";
import { transitionBadge } from "./inbox.js";
import { type Markup, moment, stateBadge, table } from "./layout.js";

/** Those that change most. */
const MOST_GROUPS = 30;

/** What a monitor's groups were in a span of time: a strip for each, and the same in words. */
export function timeline({ id }: Monitor, span: Span, stores: Stores): Markup {
  const groups = [...stores.stateHistory.of(id, stores.states.of(id), span)];
  const sent = stores.notifications
    .all()
    .filter(({ time, monitor }) => monitor?.id === id && time >= span.from && time <= span.to);
  if (groups.length === 0) return html`<p class="empty">No group has been judged in this span.</p>`;
  const byChanges = [...groups].sort(([, one], [, other]) => other.length - one.length);
  const most = new Set(byChanges.slice(0, MOST_GROUPS));
  const shown = groups.filter((one) => most.has(one));
  const more = groups.length - shown.length;
  return html`<div class="timeline">
      ${shown.map(([group, stretches]) => strip(group, stretches, span, sent))}
      <p class="ends"><span>${moment(span.from)}</span><span>${moment(span.to)}</span></p>
    </div>
    <p class="about">
      ${["OK", "Warn", "Alert", "No Data"].map((status) => [stateBadge(status), " "])}
      <span class="swatch muted"></span> muted by a downtime <span class="sent">▼</span> a notification.
      ${more > 0 ? `The ${shown.length} groups with most changes; ${more} more are only in the table.` : ""}
    </p>
    <details id="stretches">
      <summary>The same as a table</summary>
      ${table(
        ["Group", "State", "From", "To", "Muted"],
        groups.flatMap(([group, stretches]) =>
          stretches.map(({ status, from, to, isMuted }) => [
            group,
            stateBadge(status),
            moment(from),
            to === span.to ? "the end" : moment(to),
            isMuted ? "muted" : "",
          ]),
        ),
      )}
      ${table(
        ["Notification at", "State", "Title", "To"],
        sent.map((one) => [moment(one.time), transitionBadge(one), one.title, one.handles.join(" ")]),
      )}
    </details>`;
}

function strip(group: string, stretches: readonly Stretch[], span: Span, sent: readonly Notification[]): Markup {
  const own = sent.filter(({ monitor }) => isOf(monitor?.group ?? "*", group));
  const muted = stretches.filter(({ isMuted }) => isMuted);
  const words = stretches.map(
    ({ status, isMuted, from }) => `${status}${isMuted ? ", muted" : ""} from ${clock(from)}`,
  );
  return html`<div class="group">${group === "*" ? "all" : group}</div>
    <div
      class="track"
      role="img"
      aria-label="${group === "*" ? "" : `${group}: `}${words.join("; ")}. Notifications: ${own.length}."
    >
      ${joined(stretches).map(
        ({ status, from, to }) =>
          html`<span
            class="stretch ${status.toLowerCase().replace(" ", "-")}"
            style="${placed(from, to, span)}"
            title="${status} from ${moment(from)} to ${moment(to)}"
            >${status}</span
          >`,
      )}
      ${muted.map(
        ({ from, to }) =>
          html`<span
            class="muted"
            style="${placed(from, to, span)}"
            title="muted from ${moment(from)} to ${moment(to)}"
          ></span>`,
      )}
      ${own.map(
        ({ time, title }) =>
          html`<span class="sent" style="left: ${share(time, span)}" title="${moment(time)} ${title}">▼</span>`,
      )}
    </div>`;
}

/** A status lasts whether it is muted or not. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (last?.status === stretch.status && last.to === stretch.from) all[all.length - 1] = { ...last, to: stretch.to };
    else all.push(stretch);
  }
  return all;
}

/** A notification of several groups together is one of each of them. */
function isOf(told: string, group: string): boolean {
  const tags = group.split(",");
  return told === "*" || told.split(",").every((tag) => tags.includes(tag));
}

function placed(from: number, to: number, span: Span): string {
  return `left: ${share(from, span)}; right: calc(100% - ${share(to, span)})`;
}

function share(time: number, { from, to }: Span): string {
  return `${((100 * (time - from)) / (to - from)).toFixed(3)}%`;
}

function clock(time: number): string {
  return moment(time).slice(11, 16);
}
