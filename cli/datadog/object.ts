import { type Json, objectOf } from "../../datadog/json/value";
import { dashboardUrl, downtimesUrl, monitorUrl, sloUrl } from "../../datadog/links/links";
import type { Kind } from "../../datadog/owned";

/** An object as Datadog's API answers it. */
export interface DatadogObject {
  readonly kind: Kind;
  readonly id: string;
  readonly json: Json;
}

/** What a person calls it. */
export function titleOf({ kind, json }: DatadogObject): string {
  if (kind === "dashboard") return text(json.title);
  if (kind !== "downtime") return text(json.name);
  const [first = ""] = text(json.message).split("\n");
  return first.trim() === "" ? text(json.scope) : first;
}

/** Milliseconds since 1970, where Datadog says it. */
export function madeAt({ json }: DatadogObject): number | undefined {
  const { created_at, created } = json;
  // An SLO's are seconds.
  if (typeof created_at === "number") return created_at < 1e11 ? created_at * 1000 : created_at;
  const moment = Date.parse(text(created_at ?? created));
  return Number.isNaN(moment) ? undefined : moment;
}

/** Its own; of a downtime those of the monitors that it mutes. */
export function tagsOf({ kind, json }: DatadogObject): readonly string[] {
  const tags = kind === "downtime" ? objectOf(json.monitor_identifier).monitor_tags : json.tags;
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : [];
}

/** Of a downtime of one monitor. */
export function mutedMonitor({ json }: DatadogObject): string | undefined {
  const { monitor_id: id } = objectOf(json.monitor_identifier);
  return typeof id === "number" ? String(id) : undefined;
}

/** What is over was many, and is nothing to be told one by one. */
export function isOver({ kind, json }: DatadogObject): boolean {
  return kind === "downtime" && (json.status === "ended" || json.status === "canceled");
}

/** Where a person sees it; a downtime has no page of its own. */
export function urlOf(app: string, { kind, id }: Pick<DatadogObject, "kind" | "id">): string {
  switch (kind) {
    case "monitor":
      return monitorUrl(app, id);
    case "dashboard":
      return dashboardUrl(app, { path: `/dashboard/${id}` });
    case "slo":
      return sloUrl(app, id);
    case "downtime":
      return downtimesUrl(app);
  }
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
