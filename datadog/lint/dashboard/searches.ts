import type { Definition, Widget } from "./definition";

/** Of these a request has the search under searchQuery. */
const OF_REQUESTS = ["logQuery", "rumQuery", "apmQuery", "securityQuery", "auditQuery", "networkQuery"];

/** The searches of a widget, as they are written: of logs, spans, RUM, events and whatever else has facets. */
export function searchesOf({ type, definition, requests }: Widget): string[] {
  const own = type === "logStream" && typeof definition.query === "string" ? [definition.query] : [];
  return [...own, ...searchesIn(requests)];
}

function* searchesIn(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const one of part) yield* searchesIn(one);
  if (!isObject(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (OF_REQUESTS.includes(key) && isObject(value) && typeof value.searchQuery === "string") yield value.searchQuery;
    else if (key === "search" && isObject(value) && typeof value.query === "string") yield value.query;
    else if (key === "queryString" && typeof value === "string") yield value;
    else yield* searchesIn(value);
  }
}

/** The formulas of a widget's requests, as they are written. */
export function formulasOf({ requests }: Widget): string[] {
  return [...formulasIn(requests)];
}

function* formulasIn(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const one of part) yield* formulasIn(one);
  if (!isObject(part)) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === "formulaExpression" && typeof value === "string") yield value;
    else yield* formulasIn(value);
  }
}

function isObject(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
