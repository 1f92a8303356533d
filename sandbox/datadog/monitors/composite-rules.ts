import type { Mistakes } from "../models.js";
import type { CompositeQuery } from "./composite.js";
import type { FindMonitor, MonitorBody } from "./monitor.js";

const MOST_PARTS = 10;

/**
 * What Datadog asks of a composite monitor.
 *
 * @see https://docs.datadoghq.com/monitors/types/composite/#select-monitors
 */
export function* mistakesInComposite({ options }: MonitorBody, query: CompositeQuery, find: FindMonitor): Mistakes {
  const parts = query.parts.map(find);
  if (parts.includes(undefined)) yield "Some monitor IDs are invalid";
  if (query.parts.length > MOST_PARTS)
    yield `A composite monitor is of at most ${MOST_PARTS} monitors, not of ${query.parts.length}`;
  for (const part of parts) {
    if (part?.type === "composite") yield `Monitor ${part.id} is a composite one: no composite is made of another`;
  }
  if (Object.values<number | null | undefined>({ ...options?.thresholds }).some((value) => typeof value === "number"))
    yield "A composite monitor has no thresholds: its parts have";
}
