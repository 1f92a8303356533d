import { html } from "hono/html";

import type { Span } from "../query/result.js";
import { type MadeUp, PAST_SECONDS } from "../state/made-up-past.js";
import { type Markup, moment } from "./layout.js";

/** Says what of a span nobody measured; nothing where all was. */
export function madeUpNotice(
  all: readonly MadeUp[],
  { from, to }: Span,
  metrics?: ReadonlySet<string>,
): Markup | string {
  const shown = all.filter(
    ({ metric, until }) => until > from && until - PAST_SECONDS < to && (metrics?.has(metric) ?? true),
  );
  if (shown.length === 0) return "";
  const until = Math.max(...shown.map((one) => one.until));
  const names = [...new Set(shown.map(({ metric }) => metric))];
  return html`<p class="about">
    Made up by the sandbox: what ${new Intl.ListFormat("en-GB").format(names)} ${names.length === 1 ? "was" : "were"}
    before ${moment(until)}. From then on it is measured.
  </p>`;
}
