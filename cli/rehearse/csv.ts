import { momentOf } from "../../settings/rehearsal/moments";
import { NotationError } from "../../settings/rehearsal/notation-error";

/** The points in a file, ascending. */
export interface Points {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** A line that can't be read, counted from 1. */
export class CsvError extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
  ) {
    super(problem);
  }
}

const SINCE_1970 = /^\d{9,}(\.\d+)?$/;
const MILLISECONDS = 1e11;

/**
 * The points of `time,value` lines, the first of which may be a heading: a time in seconds (or milliseconds) since 1970, a
 * moment, or `+12m` of the start on. A line without a value is a gap.
 *
 * @throws CsvError at the first line that is neither.
 */
export function pointsIn(text: string, clock: { readonly start: number; readonly timezone: string }): Points {
  const points: (readonly [time: number, value: number])[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [time = "", value = "", ...more] = line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
    if (more.length > 0) throw new CsvError(index + 1, "has more than a time and a value; expected time,value");
    const at = timeIn(time, clock);
    if (at === undefined && index === 0) continue;
    if (at === undefined) throw new CsvError(index + 1, `has no time; expected seconds since 1970, a moment or +12m`);
    if (value === "") continue;
    if (!Number.isFinite(Number(value))) throw new CsvError(index + 1, "has no number behind the time; expected one");
    points.push([at, Number(value)]);
  }
  points.sort(([one], [other]) => one - other);
  return {
    times: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, value]) => value),
  };
}

function timeIn(text: string, clock: { readonly start: number; readonly timezone: string }): number | undefined {
  if (SINCE_1970.test(text)) return Number(text) >= MILLISECONDS ? Number(text) / 1000 : Number(text);
  try {
    return momentOf(text, clock);
  } catch (error) {
    if (error instanceof NotationError) return undefined;
    throw error;
  }
}
