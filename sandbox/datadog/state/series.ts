import { type Clock, seconds } from "../clock.js";
import { KEPT_SECONDS, Points, type See, STEP_SECONDS } from "./points.js";
import { SeriesFiles } from "./series-files.js";

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
  /** Seconds since 1970 of the last point. */
  readonly latest: number;
  /** Shows the points from one second to another, both included, in order of time. */
  visit(from: number, to: number, see: See): void;
}

/** Points of a series as they were sent. */
export interface SentPoints extends SeriesName {
  readonly points: readonly Point[];
}

export interface SeriesBounds {
  /** Of points that are kept as they came. */
  readonly wholePoints: number;
  readonly series: number;
}

/** 8 million points of 12 bytes, and 100,000 series: with a day's steps of them all, some 700 MB. */
const BOUNDS: SeriesBounds = { wholePoints: 8_000_000, series: 100_000 };
/** Room is made for several at once. */
const SHARE_FORGOTTEN = 0.05;
/** What was added to the files may be as much as is kept, or this much. */
const LEAST_ADDED = 1_000_000;

class Kept implements Series {
  readonly points = new Points();

  constructor(
    /** In the files. */
    public number: number,
    readonly metric: string,
    readonly host: string,
    readonly tags: readonly string[],
    readonly type: MetricType,
  ) {}

  get latest(): number {
    return this.points.latest;
  }

  visit(from: number, to: number, see: See): void {
    this.points.visit(from, to, see);
  }
}

/**
 * The points of the last day, by metric. Where they are more than fit, the older ones are summed up in steps of
 * {@link STEP_SECONDS}; of too many series, those go that were silent longest.
 */
export class SeriesStore {
  private readonly byMetric = new Map<string, Map<string, Kept>>();
  /** Hosts' series mostly have the same tags: each list is kept once. */
  private readonly tagLists = new Map<string, readonly string[]>();
  private readonly files: SeriesFiles;
  private count = 0;
  private wholePoints = 0;
  /** Of series that ever were, so that no number comes twice. */
  private numbers = 0;
  private added = 0;

  constructor(
    folder: string,
    private readonly clock: Clock,
    private readonly bounds = BOUNDS,
  ) {
    this.files = new SeriesFiles(folder);
    this.read();
    this.forgetOld();
    this.writeAnew();
  }

  add(sent: readonly SentPoints[]): void {
    const newcomers: Kept[] = [];
    const into = sent.map((one) => this.named(one, newcomers));
    this.files.append(newcomers, ({ point }) => {
      for (const [index, { points }] of sent.entries()) {
        const series = into[index];
        if (!series) continue;
        for (const [time, value] of points) {
          this.wholePoints += series.points.add(time, value);
          point(series.number, time, value);
        }
        this.added += points.length;
      }
    });
    this.keepBounds();
  }

  of(metric: string): Series[] {
    return [...(this.byMetric.get(metric)?.values() ?? [])];
  }

  metrics(): string[] {
    return [...this.byMetric.keys()].sort();
  }

  /** How much is kept: of series, and of points that are not summed up. */
  get size(): SeriesBounds {
    return { series: this.count, wholePoints: this.wholePoints };
  }

  forgetOld(): void {
    const oldest = seconds(this.clock) - KEPT_SECONDS;
    for (const series of [...this.all()]) {
      this.wholePoints -= series.points.forget(oldest);
      if (series.latest < oldest) this.remove(series);
    }
  }

  private keepBounds(): void {
    if (this.count > this.bounds.series) this.forgetSilent();
    // Half of the time is kept whole, then half of that, until it fits.
    for (let kept = KEPT_SECONDS; this.wholePoints > this.bounds.wholePoints && kept > STEP_SECONDS;) {
      kept /= 2;
      const before = Math.floor((seconds(this.clock) - kept) / STEP_SECONDS) * STEP_SECONDS;
      this.sumUp(before);
      this.files.append([], ({ cut }) => {
        cut(before);
      });
    }
    if (this.added > Math.max(LEAST_ADDED, this.wholePoints)) this.writeAnew();
  }

  private sumUp(before: number): void {
    for (const { points } of this.all()) this.wholePoints -= points.sumUp(before);
  }

  private forgetSilent(): void {
    const silentFirst = [...this.all()].sort((one, other) => one.latest - other.latest);
    const most = Math.floor(this.bounds.series * (1 - SHARE_FORGOTTEN));
    for (const series of silentFirst.slice(0, this.count - most)) this.remove(series);
    this.writeAnew();
  }

  private *all(): Generator<Kept> {
    for (const series of this.byMetric.values()) yield* series.values();
  }

  private named({ metric, host, tags, type }: SeriesName, newcomers: Kept[]): Kept {
    const key = keyOf({ host, tags });
    const all = this.byMetric.get(metric) ?? new Map<string, Kept>();
    this.byMetric.set(metric, all);
    const known = all.get(key);
    if (known) return known;
    const list = tags.join(",");
    const shared = this.tagLists.get(list) ?? tags;
    this.tagLists.set(list, shared);
    const series = new Kept(this.numbers++, metric, host, shared, type);
    all.set(key, series);
    this.count += 1;
    newcomers.push(series);
    return series;
  }

  private remove(series: Kept): void {
    this.wholePoints -= series.points.whole;
    const all = this.byMetric.get(series.metric);
    if (all?.delete(keyOf(series))) this.count -= 1;
    if (all?.size === 0) this.byMetric.delete(series.metric);
  }

  private read(): void {
    const numbered: Kept[] = [];
    this.files.read({
      series: (name) => {
        numbered.push(this.named(name, []));
      },
      point: (number, time, value) => {
        const series = numbered[number];
        if (series) this.wholePoints += series.points.add(time, value);
      },
      step: (number, ...step) => numbered[number]?.points.addStep(...step),
      cut: (before) => {
        this.sumUp(before);
      },
    });
  }

  /** Without what was forgotten; series get other numbers. */
  private writeAnew(): void {
    this.numbers = 0;
    this.tagLists.clear();
    this.files.writeAnew((writer) => {
      for (const series of this.all()) {
        this.tagLists.set(series.tags.join(","), series.tags);
        const number = this.numbers++;
        series.number = number;
        writer.series(series);
        series.points.visitSteps(0, Infinity, (...step) => {
          writer.step(number, ...step);
        });
        series.points.visitWhole(0, Infinity, (...point) => {
          writer.point(number, ...point);
        });
      }
    });
    this.added = 0;
  }
}

function keyOf({ host, tags }: Pick<SeriesName, "host" | "tags">): string {
  return `${host}|${tags.join(",")}`;
}
