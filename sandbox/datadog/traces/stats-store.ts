import { type Clock, seconds } from "../clock.js";
import { Journal } from "../state/journal.js";
import { KEPT_SECONDS } from "../state/points.js";

/** Spans that are counted together. */
export interface StatsGroup {
  readonly service: string;
  /** The span's name, of which the metrics' names are made. */
  readonly name: string;
  readonly resource: string;
  /** `web`, `sql`, … */
  readonly type: string;
  /** 0 where there is none. */
  readonly statusCode: number;
  readonly env: string;
  readonly version: string;
  readonly host: string;
}

/** What the spans of a group that ended within a step of time add up to. */
export interface StatsBucket {
  /** Seconds since 1970. */
  readonly start: number;
  readonly hits: number;
  readonly errors: number;
  /** Nanoseconds. */
  readonly duration: number;
  /** Of the hits, those where a trace enters the service. */
  readonly topLevelHits: number;
  /** Sketches of the durations without and with an error, one of each part that was sent. */
  readonly ok: readonly string[];
  readonly failed: readonly string[];
}

export interface GroupStats {
  readonly group: StatsGroup;
  /** By its start. */
  readonly buckets: Map<number, StatsBucket>;
}

interface Entry {
  readonly group: StatsGroup;
  readonly bucket: StatsBucket;
}

/** The Agents' counts of the last day, by span name. */
export class TraceStatsStore {
  private readonly byName = new Map<string, Map<string, GroupStats>>();
  private readonly journal: Journal<Entry>;

  constructor(
    folder: string,
    private readonly clock: Clock,
  ) {
    this.journal = new Journal(folder, clock);
    for (const { group, bucket } of this.journal.entries()) this.insert(group, bucket);
    this.forgetOld();
  }

  add(entries: readonly Entry[]): void {
    for (const { group, bucket } of entries) this.insert(group, bucket);
    this.journal.append(entries);
  }

  of(name: string): GroupStats[] {
    return [...(this.byName.get(name)?.values() ?? [])];
  }

  names(): string[] {
    return [...this.byName.keys()].sort();
  }

  all(): GroupStats[] {
    return this.names().flatMap((name) => this.of(name));
  }

  forgetOld(): void {
    const oldest = seconds(this.clock) - KEPT_SECONDS;
    for (const [name, groups] of this.byName) {
      for (const [key, { buckets }] of groups) {
        for (const start of buckets.keys()) if (start < oldest) buckets.delete(start);
        if (buckets.size === 0) groups.delete(key);
      }
      if (groups.size === 0) this.byName.delete(name);
    }
  }

  private insert(group: StatsGroup, bucket: StatsBucket): void {
    const key = JSON.stringify(Object.values(group));
    const groups = this.byName.get(group.name) ?? new Map<string, GroupStats>();
    this.byName.set(group.name, groups);
    const stats = groups.get(key) ?? { group, buckets: new Map<number, StatsBucket>() };
    groups.set(key, stats);
    const known = stats.buckets.get(bucket.start);
    stats.buckets.set(bucket.start, known ? added(known, bucket) : bucket);
  }
}

/** An Agent sends a bucket in parts. */
function added(one: StatsBucket, other: StatsBucket): StatsBucket {
  return {
    start: one.start,
    hits: one.hits + other.hits,
    errors: one.errors + other.errors,
    duration: one.duration + other.duration,
    topLevelHits: one.topLevelHits + other.topLevelHits,
    ok: [...one.ok, ...other.ok],
    failed: [...one.failed, ...other.failed],
  };
}
