import { evaluate } from "../query/evaluate.js";
import { parseQuery } from "../query/parse.js";
import type { Stores } from "../stores.js";

const RECENT_SECONDS = 900;

/**
 * The latest value of a metric by host, as a host map's link names it.
 *
 * @param fillBy `avg:system.cpu.user`; anything else colours nothing
 * @param now seconds since 1970
 */
export function hostValues(fillBy: string | undefined, now: number, stores: Stores): Map<string, number> {
  if (fillBy === undefined || !/^(avg|sum|min|max):[A-Za-z][\w.]*$/.test(fillBy)) return new Map();
  const results = evaluate(parseQuery(`${fillBy}{*} by {host}`), { from: now - RECENT_SECONDS, to: now }, stores);
  return new Map(
    results.map(({ tagSet, points }) => [(tagSet[0] ?? "").slice("host:".length), points.at(-1)?.[1] ?? 0]),
  );
}
