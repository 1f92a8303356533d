import { createHash } from "node:crypto";

import { Document } from "./document.js";
import type { Point, SentPoints, SeriesStore } from "./series.js";

/** The hour that a page shows, and what the band of its first point is made of. */
export const PAST_SECONDS = 80 * 60;

const DAY = 86_400;
/** The hour of the day, in UTC, at which it is highest. */
const HIGHEST_AT = 14 * 3600;

/** How a metric was, before there was anybody to measure it. */
interface Usual {
  readonly everySeconds: number;
  /** What it swings about; without, its first measured value. */
  readonly level?: number;
  /** Shares of the level: between night and day to each side, and from point to point. */
  readonly swing: number;
  readonly noise: number;
  /** Counted things. */
  readonly isWhole?: boolean;
}

/**
 * What the stack draws with the band in which it is expected, and `my_metric`. All stay where no monitor of theirs minds:
 * `my_metric`, which warns above 500, between 150 and 450.
 */
const USUAL: Readonly<Record<string, Usual>> = {
  my_metric: { everySeconds: 45, level: 300, swing: 0.25, noise: 0.25, isWhole: true },
  "postgresql.percent_usage_connections": { everySeconds: 15, swing: 0.1, noise: 0.05 },
  "mysql.performance.open_files": { everySeconds: 15, swing: 0.1, noise: 0.05, isWhole: true },
};

/** Made-up values of one metric on one host. */
export interface MadeUp {
  readonly metric: string;
  readonly host: string;
  /** Seconds since 1970: from here on they are measured. */
  readonly until: number;
}

/**
 * The values that a new sandbox makes up of the time before a host's first ones, so that there is a past to expect
 * something from. Of each metric and host they are made once, however often the stand-in starts.
 */
export class MadeUpPast {
  private readonly document: Document<{ made: MadeUp[] }>;

  constructor(file: string) {
    this.document = new Document(file, { made: [] });
  }

  all(): readonly MadeUp[] {
    return this.document.value.made;
  }

  /** What came before the first points of a host's series; nothing where it was made before, or there is a real one. */
  before({ metric, host, points }: SentPoints, measured: Pick<SeriesStore, "of">): Point[] {
    const usual = USUAL[metric];
    const [first] = points;
    if (!usual || !first || host === "") return [];
    const known = [...this.all().filter((made) => made.metric === metric), ...measured.of(metric)];
    if (known.some((one) => one.host === host)) return [];
    this.document.value.made.push({ metric, host, until: first[0] });
    this.document.save();
    return [...pastOf(usual, first, `${metric} ${host}`)];
  }
}

function* pastOf(
  { everySeconds, level, swing, noise, isWhole = false }: Usual,
  [until, value]: Point,
  seed: string,
): Generator<Point> {
  const random = randomFrom(seed);
  const about = level ?? value;
  // It swings about a level of its own, or so that it ends at what is measured.
  const end = level === undefined ? rhythm(until) : 0;
  const count = Math.floor(PAST_SECONDS / everySeconds);
  for (let time = until - count * everySeconds; time < until; time += everySeconds) {
    const made = about * (1 + swing * (rhythm(time) - end) + noise * (2 * random() - 1));
    yield [time, isWhole ? Math.round(made) : made];
  }
}

/** Between -1 at night and 1 in the day. */
function rhythm(time: number): number {
  return Math.cos((2 * Math.PI * (time - HIGHEST_AT)) / DAY);
}

/** The same numbers from 0 to 1 for the same text: a linear congruential generator, as Numerical Recipes has it. */
function randomFrom(seed: string): () => number {
  let state = createHash("sha256").update(seed).digest().readUInt32LE();
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
