import type { OfSearch } from "../query/monitor-query";

/** The search, or the formula, of a monitor's query. */
export interface SearchInMonitor {
  /** Without the escapes that its quotes have within the query. */
  readonly text: string;
  /** Where in the query's text a place of it is; both 0-based. */
  readonly placeOf: (offset: number) => number;
}

/** A query has its search in double quotes, and each quote within it escaped: `logs("\"card declined\"")`. */
export function searchIn(query: string, { search }: Pick<OfSearch, "search">): SearchInMonitor {
  const begins = Math.max(0, query.indexOf(search, query.indexOf("(") + 1));
  const text = search.replaceAll('\\"', '"');
  const escapes = [...search.matchAll(/\\"/g)].map(({ index }, before) => index - before);
  return { text, placeOf: (offset) => begins + offset + escapes.filter((escape) => escape < offset).length };
}
