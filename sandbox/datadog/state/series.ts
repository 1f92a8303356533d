import { type Clock, seconds } from "../clock.js";
import { Journal, KEPT_SECONDS } from "./journal.js";

/** Seconds since 1970, and the value. */
export type Point = readonly [number, number];

export type MetricType = "gauge" | "count" | "rate";

export interface SeriesName {
  readonly metric: string;
  /** Empty where the sender named no host. */
  readonly host: string;
  /** As sent, sorted; the host's own tags are joined when a query is evaluated. */
  readonly tags: readonly string[];
  readonly type: MetricType;
}

export interface Series extends SeriesName {
  /** In order of time. */
  readonly points: Point[];
}

interface Entry extends SeriesName {
  readonly points: readonly Point[];
}

/** Every point of the last day, by metric. */
export class SeriesStore {
  private readonly byMetric = new Map<string, Map<string, Series>>();
  private readonly journal: Journal<Entry>;

  constructor(
    folder: string,
    private readonly clock: Clock,
  ) {
    this.journal = new Journal(folder, clock);
    for (const entry of this.journal.entries()) this.insert(entry, entry.points);
    this.forgetOld();
  }

  add(name: SeriesName, points: readonly Point[]): void {
    this.insert(name, points);
    this.journal.append([{ ...name, points }]);
  }

  of(metric: string): Series[] {
    return [...(this.byMetric.get(metric)?.values() ?? [])];
  }

  metrics(): string[] {
    return [...this.byMetric.keys()].sort();
  }

  forgetOld(): void {
    const oldest = seconds(this.clock) - KEPT_SECONDS;
    for (const [metric, all] of this.byMetric) {
      for (const [key, { points }] of all) {
        const kept = points.findIndex(([time]) => time >= oldest);
        points.splice(0, kept === -1 ? points.length : kept);
        if (points.length === 0) all.delete(key);
      }
      if (all.size === 0) this.byMetric.delete(metric);
    }
  }

  private insert(name: SeriesName, points: readonly Point[]): void {
    const key = `${name.host}|${name.tags.join(",")}`;
    const all = this.byMetric.get(name.metric) ?? new Map<string, Series>();
    this.byMetric.set(name.metric, all);
    const series = all.get(key) ?? { ...name, points: [] };
    all.set(key, series);
    for (const point of points) insertPoint(series.points, point);
  }
}

/** A second value for the same second replaces the first, as in Datadog. */
function insertPoint(points: Point[], point: Point): void {
  let index = points.length;
  while (index > 0 && (points[index - 1]?.[0] ?? 0) > point[0]) index -= 1;
  const replaced = points[index - 1]?.[0] === point[0];
  points.splice(replaced ? index - 1 : index, replaced ? 1 : 0, point);
}
