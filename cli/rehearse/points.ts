import { Temporal } from "@js-temporal/polyfill";
import type { Span } from "../../datadog/evaluate/history";
import type { Part, Shape } from "../../settings/rehearsal/values";

/** When something has points. */
export interface Steps extends Span {
  /** Seconds. */
  readonly step: number;
}

/** How long parts are that say so, in seconds; one that goes on for ever is no length. */
export function lengthOf(parts: readonly Part<unknown>[], step: number): number {
  if (parts.length === 1 && parts[0]?.length === undefined) return 0;
  return parts.reduce((sum, { length }) => sum + lengthOfPart(length, step), 0);
}

function lengthOfPart(length: Part<unknown>["length"], step: number): number {
  if (length === undefined) return step;
  return "points" in length ? length.points * step : length.seconds;
}

/** A point's part, and how far in it the point is. */
interface InPart<Of> {
  readonly time: number;
  readonly part: Part<Of>;
  /** Seconds since the part began. */
  readonly since: number;
  /** The part's, in seconds. */
  readonly length: number;
}

/** Each point with the part that it is in; behind the last part there is none. */
function* inParts<Of>(parts: readonly Part<Of>[], { from, to, step }: Steps): Generator<InPart<Of>> {
  let time = from;
  let begun = from;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1 && part.length === undefined;
    const length = isLast ? to - begun : lengthOfPart(part.length, step);
    for (; time < Math.min(to, begun + length); time += step) yield { time, part, since: time - begun, length };
    begun += length;
  }
}

/** The values of a series, of which a gap has none. */
export function valuesAt(
  parts: readonly Part<Shape>[],
  steps: Steps,
  { timezone, random }: { readonly timezone: string; readonly random: () => number },
): { readonly times: Float64Array; readonly values: Float64Array } {
  const times: number[] = [];
  const values: number[] = [];
  const minuteAt = minuteOfDay(timezone);
  for (const { time, part, since, length } of inParts(parts, steps)) {
    // Drawn for each point, so that a longer part leaves the noise of others as it is.
    const drawn = random();
    const value = valueOf(part.of, { done: length === 0 ? 0 : since / length, minute: () => minuteAt(time) });
    if (value === undefined) continue;
    times.push(time);
    values.push(value + (part.noise ?? 0) * (2 * drawn - 1));
  }
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}

/** The statuses of a check's runs, without those that are not there. */
export function statusesAt<Status>(
  parts: readonly Part<Status | undefined>[],
  steps: Steps,
): { readonly times: Float64Array; readonly statuses: Status[] } {
  const runs = [...inParts(parts, steps)].flatMap(({ time, part: { of } }) => (of === undefined ? [] : [{ time, of }]));
  return { times: Float64Array.from(runs, ({ time }) => time), statuses: runs.map(({ of }) => of) };
}

function valueOf(shape: Shape, { done, minute }: { done: number; minute: () => number }): number | undefined {
  switch (shape.kind) {
    case "gap":
      return undefined;
    case "level":
      return shape.value;
    case "ramp":
      return shape.from + (shape.to - shape.from) * done;
    case "daily": {
      const middle = (shape.low + shape.high) / 2;
      const angle = (2 * Math.PI * (minute() - shape.peak)) / MINUTES_OF_DAY;
      return middle + ((shape.high - shape.low) / 2) * Math.cos(angle);
    }
  }
}

const MINUTES_OF_DAY = 24 * 60;
const HOUR = 60 * 60;

/** Clocks are set on whole hours, or near enough for a rhythm. */
function minuteOfDay(timezone: string): (time: number) => number {
  const offsets = new Map<number, number>();
  return (time) => {
    const hour = Math.floor(time / HOUR);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      const at = Temporal.Instant.fromEpochMilliseconds(hour * HOUR * 1000).toZonedDateTimeISO(timezone);
      offset = at.offsetNanoseconds / 60e9;
      offsets.set(hour, offset);
    }
    return (time / 60 + offset) % MINUTES_OF_DAY;
  };
}

/**
 * Numbers from 0 to 1, the same for the same seed and words.
 *
 * @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md mulberry32
 */
export function randomOf(seed: number, words: string): () => number {
  let state = seed | 0;
  for (const letter of words) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
