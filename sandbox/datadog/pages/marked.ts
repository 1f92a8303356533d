import { html } from "hono/html";

import type { Markup } from "./layout.js";

/** A link in Markdown, or an address as it stands; the point that ends its sentence is none of it. */
const PARTS = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\(https?:[^)\s]+\)|https?:\/\/[^\s<>()]*[^\s<>().,;:!?'"])/;

/** Markdown of a note or a message, as far as the page shows it: bold words, code, and links to other pages. */
export function marked(text: string): Markup[] {
  return text.split(PARTS).map((part) => {
    const [, words, address] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? [];
    if (words !== undefined && address !== undefined) return html`<a href="${address}">${words}</a>`;
    if (/^https?:\/\//.test(part)) return html`<a href="${part}">${part}</a>`;
    if (part.startsWith("**") && part.length > 4) return html`<strong>${part.slice(2, -2)}</strong>`;
    if (part.startsWith("`") && part.length > 2) return html`<kbd>${part.slice(1, -1)}</kbd>`;
    return html`${part}`;
  });
}
