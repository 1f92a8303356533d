/** Points that are summed up are so in steps of this many seconds: those that Datadog draws a day in. */
export const STEP_SECONDS = 300;
/** Points, check runs and counts of traces that are older than this are forgotten. */
export const KEPT_SECONDS = 24 * 3600;

const STEPS_KEPT = KEPT_SECONDS / STEP_SECONDS + 1;
const FIRST_ROOM = 16;

/**
 * Takes what is kept of a time.
 *
 * @param time seconds since 1970; of several points that are summed up, the first second of their step.
 * @param count how many points it stands for: 1, where they are not summed up.
 */
export type See = (time: number, sum: number, count: number, min: number, max: number) => void;

type SeeStep = (step: number, mean: number, count: number, min: number, max: number) => void;

/** What several points were, one summary for each step, in a ring: mean, how many, least and most. */
class Steps {
  private readonly ring = new Float32Array(4 * STEPS_KEPT);

  constructor(
    /** The latest step, in steps since 1970. */
    public newest: number,
  ) {}

  /** What comes more than a day late is let go. */
  add(step: number, mean: number, count: number, min: number, max: number): void {
    const { ring } = this;
    // A silence of more than the whole ring empties it.
    if (step > this.newest + STEPS_KEPT) this.newest = step - STEPS_KEPT;
    while (this.newest < step) {
      this.newest += 1;
      ring[slotOf(this.newest) + 1] = 0;
    }
    if (step <= this.newest - STEPS_KEPT) return;
    const at = slotOf(step);
    const before = ring[at + 1] ?? 0;
    const oldMean = before === 0 ? mean : (ring[at] ?? 0);
    ring[at] = oldMean + ((mean - oldMean) * count) / (before + count);
    ring[at + 1] = before + count;
    ring[at + 2] = before === 0 ? min : Math.min(ring[at + 2] ?? 0, min);
    ring[at + 3] = before === 0 ? max : Math.max(ring[at + 3] ?? 0, max);
  }

  visit(from: number, to: number, see: SeeStep): void {
    const { ring } = this;
    const last = Math.min(to, this.newest);
    for (let step = Math.max(from, this.newest - STEPS_KEPT + 1); step <= last; step += 1) {
      const at = slotOf(step);
      const count = ring[at + 1] ?? 0;
      if (count > 0) see(step, ring[at] ?? 0, count, ring[at + 2] ?? 0, ring[at + 3] ?? 0);
    }
  }
}

function slotOf(step: number): number {
  return 4 * (step % STEPS_KEPT);
}

/** One series' points in order of time: 12 bytes each, and where there are too many, the older ones 16 for a step. */
export class Points {
  private times = new Uint32Array(FIRST_ROOM);
  private values = new Float64Array(FIRST_ROOM);
  private length = 0;
  private steps: Steps | undefined;

  /** How many are kept as they came. */
  get whole(): number {
    return this.length;
  }

  /** Seconds since 1970; 0 where there is none. */
  get latest(): number {
    if (this.length > 0) return this.times[this.length - 1] ?? 0;
    return this.steps ? this.steps.newest * STEP_SECONDS : 0;
  }

  /**
   * A second value for the same second replaces the first, as in Datadog.
   *
   * @returns how many more are whole now: one, or none.
   */
  add(time: number, value: number): number {
    let index = this.length;
    while (index > 0 && (this.times[index - 1] ?? 0) > time) index -= 1;
    if (index > 0 && this.times[index - 1] === time) {
      this.values[index - 1] = value;
      return 0;
    }
    if (this.length === this.times.length) this.resize(Math.ceil(this.length * 1.5));
    if (index < this.length) {
      this.times.copyWithin(index + 1, index, this.length);
      this.values.copyWithin(index + 1, index, this.length);
    }
    this.times[index] = time;
    this.values[index] = value;
    this.length += 1;
    return 1;
  }

  /** A summary of several, as {@link visitSteps} showed it. */
  addStep(step: number, mean: number, count: number, min: number, max: number): void {
    this.steps ??= new Steps(step);
    this.steps.add(step, mean, count, min, max);
  }

  /**
   * @param before seconds since 1970, a step's first.
   * @returns how many are whole no more.
   */
  sumUp(before: number): number {
    const old = this.countBefore(before);
    for (let index = 0; index < old; index += 1) {
      const value = this.values[index] ?? 0;
      this.addStep(Math.floor((this.times[index] ?? 0) / STEP_SECONDS), value, 1, value, value);
    }
    this.drop(old);
    return old;
  }

  /**
   * @param before seconds since 1970.
   * @returns how many of the whole ones went.
   */
  forget(before: number): number {
    const old = this.countBefore(before);
    this.drop(old);
    if (this.steps && (this.steps.newest + 1) * STEP_SECONDS <= before) this.steps = undefined;
    return old;
  }

  /** @param from seconds since 1970, and @param to, both included. */
  visit(from: number, to: number, see: See): void {
    this.visitSteps(Math.ceil(from / STEP_SECONDS), Math.floor(to / STEP_SECONDS), (step, mean, count, min, max) => {
      see(step * STEP_SECONDS, mean * count, count, min, max);
    });
    this.visitWhole(from, to, (time, value) => {
      see(time, value, 1, value, value);
    });
  }

  visitWhole(from: number, to: number, see: (time: number, value: number) => void): void {
    for (let index = this.countBefore(from); index < this.length && (this.times[index] ?? 0) <= to; index += 1)
      see(this.times[index] ?? 0, this.values[index] ?? 0);
  }

  visitSteps(from: number, to: number, see: SeeStep): void {
    this.steps?.visit(from, to, see);
  }

  private drop(count: number): void {
    if (count === 0) return;
    this.times.copyWithin(0, count, this.length);
    this.values.copyWithin(0, count, this.length);
    this.length -= count;
    if (this.times.length > 3 * this.length + FIRST_ROOM) this.resize(this.length + FIRST_ROOM);
  }

  private resize(room: number): void {
    const [times, values] = [new Uint32Array(room), new Float64Array(room)];
    times.set(this.times.subarray(0, this.length));
    values.set(this.values.subarray(0, this.length));
    [this.times, this.values] = [times, values];
  }

  /** How many of those that are whole lie before that second. */
  private countBefore(time: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
