import type { Arithmetic, Query } from "../query/query";
import { callsOf } from "../query/walk";
import { type Evaluation, type Judged, linesOf, windowsOn } from "./evaluation";
import type { Line } from "./line";
import { groupName } from "./reading";
import { NotPlayedError } from "./refusal";
import { aggregated } from "./windows";

/**
 * Whether each part is summed over the window before anything is calculated: "monitors involving arithmetic and at least
 * 1 as_count() modifier use a separate evaluation path"; and so do changes of counts.
 *
 * @see https://docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations/
 * @see https://docs.datadoghq.com/monitors/types/change-alert/#reconstructing-the-query
 */
export function isOfCounts({ query: { over, query } }: Evaluation): boolean {
  const counts = callsOf(query).some(({ name }) => name === "as_count");
  return over.method === "sum" && counts && (query.kind === "arithmetic" || over.change !== undefined);
}

/** @param agoSeconds how much earlier the windows are than those of the evaluation. */
export function countsJudged(evaluation: Evaluation, agoSeconds = 0): Judged[] {
  const { query } = evaluation.query;
  const sums = summed(query, evaluation, agoSeconds);
  if (typeof sums === "number") return [];
  return [...sums.values()].map(({ line, values, points }) => ({
    line,
    compared: () => ({ values: values.map((value, at) => (points[at] === 0 ? NaN : value)) }),
  }));
}

interface Sum {
  readonly line: Line;
  /** 0 where there is no point: "queries using as_count() return 0 for missing values". */
  readonly values: Float64Array;
  /** Whether any part has a point in the window. */
  readonly points: Uint8Array;
}

type Sums = ReadonlyMap<string, Sum>;

function summed(query: Query, evaluation: Evaluation, ago: number): Sums | number {
  switch (query.kind) {
    case "number":
      return query.value;
    case "negative": {
      const sums = summed(query.of, evaluation, ago);
      return typeof sums === "number" ? -sums : mapped(sums, (value) => -value);
    }
    case "arithmetic":
      return joined(query, summed(query.left, evaluation, ago), summed(query.right, evaluation, ago));
    default:
      return ofPart(query, evaluation, ago);
  }
}

function ofPart(query: Query, evaluation: Evaluation, ago: number): Sums {
  if (query.kind === "call" && partIsCalculated(query)) {
    throw new NotPlayedError(
      `${query.name}() of a calculation with as_count() is not played: in which order is not published`,
    );
  }
  const windowsOf = windowsOn(evaluation, ago);
  return new Map(
    linesOf(query, evaluation, ago).map((line) => {
      const sums = aggregated(line.values, windowsOf(line), "sum");
      const points = Uint8Array.from(sums, (sum) => (Number.isNaN(sum) ? 0 : 1));
      return [groupName(line.group), { line, points, values: sums.map((sum) => (Number.isNaN(sum) ? 0 : sum)) }];
    }),
  );
}

function partIsCalculated(query: Query): boolean {
  return (
    query.kind === "arithmetic" ||
    (query.kind === "call" && query.args.some((arg) => "kind" in arg && partIsCalculated(arg as Query)))
  );
}

function joined({ operator }: Arithmetic, left: Sums | number, right: Sums | number): Sums | number {
  const calculate = CALCULATE[operator];
  if (typeof left === "number") {
    return typeof right === "number" ? calculate(left, right) : mapped(right, (value) => calculate(left, value));
  }
  if (typeof right === "number") return mapped(left, (value) => calculate(value, right));
  const groups = new Set([...left.keys(), ...right.keys()]);
  // A side without groups goes with each of the other's.
  const [all, other] = [left, right].map((side) => (side.size === 1 ? side.get("*") : undefined));
  if ((all === undefined) !== (other === undefined)) groups.delete("*");
  return new Map(
    [...groups].flatMap((group) => {
      const [one, two] = [left.get(group) ?? all, right.get(group) ?? other];
      const line = left.get(group)?.line ?? right.get(group)?.line ?? one?.line;
      if (line === undefined) return [];
      const count = one?.values.length ?? two?.values.length ?? 0;
      const values = Float64Array.from({ length: count }, (_, at) =>
        calculate(one?.values[at] ?? 0, two?.values[at] ?? 0),
      );
      const points = Uint8Array.from({ length: count }, (_, at) => (one?.points[at] ?? 0) | (two?.points[at] ?? 0));
      return [[group, { line, values, points }] as const];
    }),
  );
}

const CALCULATE: Readonly<Record<Arithmetic["operator"], (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  // "If any part of an arithmetic expression is NaN, such as trying to divide by zero, the monitor won't evaluate."
  "/": (left, right) => (right === 0 ? NaN : left / right),
};

function mapped(sums: Sums, calculate: (value: number) => number): Sums {
  return new Map([...sums].map(([group, sum]) => [group, { ...sum, values: sum.values.map(calculate) }]));
}
