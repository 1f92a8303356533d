/** What a page shows: the last so many minutes, moving on, or from one instant to another. */
export type Range = { readonly lastMinutes: number } | { readonly from: Date; readonly to: Date };

/**
 * With `live=true` Datadog moves a range on to now and keeps its width, so a fixed instant makes a link that is always
 * about the last minutes and the same at each deployment: a changing one would be a change in every preview.
 */
const ANY_INSTANT = Date.UTC(2026, 0, 1);

/** As dashboards, monitors, logs, events and metrics take it, in milliseconds; without a range, none. */
export function rangeParameters(range: Range | undefined): Record<string, string> {
  if (range === undefined) return {};
  const live = "lastMinutes" in range;
  const [from, to] = live
    ? [ANY_INSTANT - range.lastMinutes * 60_000, ANY_INSTANT]
    : [range.from.getTime(), range.to.getTime()];
  return { from_ts: String(from), to_ts: String(to), live: String(live) };
}
