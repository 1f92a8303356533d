import type { RehearsalInput, Rehearsed, RehearsedMonitor } from "../../../datadog/evaluate/timeline";
import { readMonitor } from "../../../datadog/lint/monitor-definition";
import { numberInWords } from "../../../datadog/metrics/value-words";
import { monitorQueryText } from "../../../datadog/query/print";
import { pagesOf } from "./noise";

/** How often a threshold is tried on the way out, doubling, and then between the last two. */
const TRIES = 24;

export interface Wanted {
  readonly pages: number;
  /** All that the monitor needs, but for the monitor itself. */
  readonly input: Omit<RehearsalInput, "monitors">;
  readonly play: (input: RehearsalInput) => Rehearsed;
}

/**
 * The threshold nearest to where most pages are at which there would have been at most so many, in a sentence. A warning of
 * its own is left out of it: these are the pages of alerts.
 *
 * More pages on the milder side are taken for granted, which a value that never leaves Alert belies: the search goes
 * from the quiet side and ends where pages first are too many.
 */
export function thresholdInWords(monitor: RehearsedMonitor, { pages, input, play }: Wanted): string {
  const subject = readMonitor(monitor.definition);
  if (!("definition" in subject) || subject.query.kind !== "metric") return "it has no threshold that could be moved";
  if (subject.kind === "anomaly" || subject.kind === "outlier")
    return "its threshold is a share of its window, which --pages does not move";
  const { query } = subject;
  const { comparator, threshold } = query;
  const outward = comparator.startsWith(">") ? 1 : comparator.startsWith("<") ? -1 : 0;
  if (outward === 0) return `its threshold is one value (${comparator}), which --pages does not move`;
  const at = (critical: number) => {
    const moved = withThreshold(monitor, monitorQueryText({ ...query, threshold: critical }), critical);
    const { timelines, refused } = play({ ...input, monitors: [moved] });
    if (refused.length > 0) return Infinity;
    return timelines.reduce((sum, one) => sum + pagesOf(one).length, 0);
  };
  const found = searched(threshold, outward, pages, at);
  if (found === "always") return `at none that was tried it would have been more than the ${pages} asked for`;
  if (found === "never") return `none was found at which it would have been at most the ${pages} asked for`;
  const words = `${comparator} ${numberInWords(found.threshold)}`;
  return `${words} would have been ${numberInWords(found.pages)}, at most the ${pages} asked for`;
}

function searched(
  threshold: number,
  outward: 1 | -1,
  wanted: number,
  at: (threshold: number) => number,
): { threshold: number; pages: number } | "always" | "never" {
  const first = Math.abs(threshold) / 16 || 1;
  const isQuiet = (one: number) => at(one) <= wanted;
  // From today's threshold on: out to where it is quiet, or in to where it is not.
  const away = isQuiet(threshold) ? -outward : outward;
  let [here, beyond] = [threshold, threshold];
  for (let step = first, tries = 0; ; step *= 2, tries++) {
    if (tries === TRIES) return away === outward ? "never" : "always";
    beyond = here + away * step;
    if (isQuiet(beyond) !== (away === -outward)) break;
    here = beyond;
  }
  let [quiet, loud] = away === outward ? [beyond, here] : [here, beyond];
  for (let tries = 0; tries < TRIES && Math.abs(quiet - loud) > Math.abs(quiet) / 1000; tries++) {
    const middle = (quiet + loud) / 2;
    if (isQuiet(middle)) quiet = middle;
    else loud = middle;
  }
  // Outward, so that no rounding brings a page more.
  const rounded = roundedOut(quiet, outward);
  const found = at(rounded);
  return found <= wanted ? { threshold: rounded, pages: found } : { threshold: quiet, pages: at(quiet) };
}

function roundedOut(value: number, outward: 1 | -1): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  const count = value / unit;
  return Number(((outward > 0 ? Math.ceil(count) : Math.floor(count)) * unit).toPrecision(3));
}

/** What recovers, recovers as far from the threshold as before. */
function withThreshold(monitor: RehearsedMonitor, query: string, critical: number): RehearsedMonitor {
  const { critical: old, criticalRecovery, ...others } = monitor.definition.monitorThresholds ?? {};
  const kept = Object.entries(others).filter(([name]) => !name.startsWith("warning"));
  const monitorThresholds = {
    ...Object.fromEntries(kept),
    critical: String(critical),
    ...(criticalRecovery !== undefined &&
      old !== undefined && { criticalRecovery: String(Number(criticalRecovery) + critical - Number(old)) }),
  };
  return { ...monitor, definition: { ...monitor.definition, query, monitorThresholds } };
}
