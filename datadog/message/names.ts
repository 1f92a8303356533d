import { closest, distance } from "fastest-levenshtein";

/** A known name that the written one is likely meant to be, or none. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || written.length > 60) return undefined;
  const name = closest(written.toLowerCase(), [...known]);
  // Two letters that changed places are two slips; in a name of four letters they make another name.
  return distance(written.toLowerCase(), name) <= Math.max(1, Math.floor(name.length * 0.4)) ? name : undefined;
}

/**
 * The keys of a name, one by one: `[@http.url].name` → `@http.url`, `name`; `service.links[Runbook]` → `service`,
 * `links`, `Runbook`.
 */
export function keysOf(name: string): string[] {
  return [...name.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, bracketed, plain]) => bracketed ?? plain ?? "");
}

/** How a variable of a group is written: brackets where its key has a period. */
export function groupVariable(group: string): string {
  return group.includes(".") ? `[${group}].name` : `${group}.name`;
}
