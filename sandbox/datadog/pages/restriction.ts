import { html } from "hono/html";

import type { RestrictionPolicyStore } from "../restriction-policies.js";
import type { Markup } from "./layout.js";

/** Who may change it, where a policy says so. @param resource `monitor:1001` */
export function restriction(resource: string, policies: RestrictionPolicyStore): Markup | string {
  const bindings = policies.of(resource);
  if (bindings.length === 0) return "";
  const said = bindings.map(({ relation, principals }) => `${relation}: ${principals.join(", ")}`);
  return html`<p class="about">Restricted to ${said.join("; ")}</p>`;
}
