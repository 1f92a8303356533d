import type { Call } from "../query/query";
import { numberAt, wordAt } from "./arguments";
import type { Draft } from "./draft";
import { median } from "./functions/smoothing";
import { NotEvaluatedError } from "./not-evaluated";

/** Fewer groups have no peers: "a group that has three or more members". */
const LEAST_GROUPS = 3;

const APPROXIMATION =
  "outliers() is an approximation: its constant and how it smooths are not published, and taken as 1 and not at all";

/**
 * The lines of a span, each with whether its group does as the others do.
 *
 * @see https://docs.datadoghq.com/monitors/types/outlier/#algorithms
 * @throws NotEvaluatedError for the scaled algorithms
 */
export function withOutliers(lines: Draft[], call: Call): Draft[] {
  const algorithm = wordAt(call, 1);
  const find = ALGORITHMS[algorithm.toLowerCase()];
  if (find === undefined) {
    throw new NotEvaluatedError(
      `outliers(…, '${algorithm}') is not evaluated: what it scales by is not published; DBSCAN and MAD are evaluated`,
    );
  }
  const found = lines.length < LEAST_GROUPS ? lines.map(() => false) : find(lines, call);
  return lines.map((line, index) => ({
    ...line,
    outlier: new Float64Array(line.values.length).fill(found[index] === true ? 1 : 0),
    approximation: APPROXIMATION,
  }));
}

const ALGORITHMS: Readonly<Record<string, (lines: readonly Draft[], call: Call) => boolean[]>> = {
  dbscan: (lines, call) => byClusters(lines, numberAt(call, 2)),
  mad: (lines, call) =>
    byDeviation(lines, numberAt(call, 2), call.args[3]?.kind === "number" ? numberAt(call, 3) : 100),
};

/** At each step the median of all lines that have a value there. */
function medianLine(lines: readonly Draft[]): Float64Array {
  const length = lines[0]?.values.length ?? 0;
  return new Float64Array(length).map((_, at) =>
    median(lines.map(({ values }) => values[at] ?? NaN).filter((value) => !Number.isNaN(value))),
  );
}

/** "Any point can agglomerate, and any point not in the largest cluster is considered an outlier." */
function byClusters(lines: readonly Draft[], tolerance: number): boolean[] {
  const middle = medianLine(lines);
  const radius = tolerance * median(lines.map(({ values }) => distance(values, middle)));
  const left = new Set(lines);
  let largest: readonly Draft[] = [];
  for (const start of lines) {
    if (!left.delete(start)) continue;
    const cluster = [start];
    // It grows while it is walked through.
    for (const member of cluster) {
      const near = [...left].filter(({ values }) => distance(member.values, values) <= radius);
      for (const line of near) left.delete(line);
      cluster.push(...near);
    }
    if (cluster.length > largest.length) largest = cluster;
  }
  return lines.map((line) => !largest.includes(line));
}

/** Over the steps in which both have a value. */
function distance(one: Float64Array, other: Float64Array): number {
  let squares = 0;
  for (let at = 0; at < one.length; at++) {
    const difference = (one[at] ?? NaN) - (other[at] ?? NaN);
    if (!Number.isNaN(difference)) squares += difference * difference;
  }
  return Math.sqrt(squares);
}

/** "If this percentage is exceeded, the whole group is marked as an outlier." */
function byDeviation(lines: readonly Draft[], tolerance: number, percent: number): boolean[] {
  const middle = medianLine(lines);
  const deviations = lines.map(({ values }) =>
    values.map((value, at) => Math.abs(value - (middle[at] ?? NaN))).filter((far) => !Number.isNaN(far)),
  );
  const limit = tolerance * median(deviations.flatMap((far) => [...far]));
  return deviations.map((far) => {
    const outside = far.filter((one) => one > limit).length;
    return far.length > 0 && (100 * outside) / far.length >= percent;
  });
}
