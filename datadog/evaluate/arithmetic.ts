import type { Arithmetic } from "../query/query";
import { aligned, type Draft } from "./draft";
import { NotEvaluatedError } from "./not-evaluated";

type Operator = Arithmetic["operator"];

/** Two sides as one, group by group; what a side has for a group alone is written over, for a month of many is large. */
export function joined(operator: Operator, left: readonly Draft[], right: readonly Draft[]): Draft[] {
  return pairs(left, right).map(([one, other, group]) => {
    refuseSteps(one, other);
    const [a, b] = [aligned(one), aligned(other)];
    // Where neither side has a value of its own there is nothing to align.
    const values = one.group.length > 0 || group.length === 0 ? one.values : other.values;
    const operate = OPERATIONS[operator];
    for (let at = 0; at < values.length; at++) {
      const isReal = !Number.isNaN(one.values[at] ?? NaN) || !Number.isNaN(other.values[at] ?? NaN);
      values[at] = isReal ? finite(operate(a[at] ?? NaN, b[at] ?? NaN)) : NaN;
    }
    return { group, steps: one.steps, values, gaps: one.gaps === "zero" ? other.gaps : one.gaps };
  });
}

/** A number with every value of a line, in place. */
export function withNumber(operator: Operator, draft: Draft, number: number, side: "left" | "right"): Draft {
  const { values } = draft;
  const operate = OPERATIONS[operator];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    values[at] = finite(side === "left" ? operate(number, value) : operate(value, number));
  }
  return draft;
}

/** NaN, which is no value, where it has no finite result: a division by 0. */
export function calculated(operator: Operator, left: number, right: number): number {
  return finite(OPERATIONS[operator](left, right));
}

function finite(result: number): number {
  return Number.isFinite(result) ? result : NaN;
}

const OPERATIONS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
};

/** Lines of the same group, whatever the order of their keys; one without groups goes with each of the other side. */
function pairs(left: readonly Draft[], right: readonly Draft[]): [Draft, Draft, readonly string[]][] {
  const [one] = left;
  const [other] = right;
  if (one === undefined || other === undefined) return [];
  if (one.group.length === 0) return right.map((draft) => [one, draft, draft.group]);
  if (other.group.length === 0) return left.map((draft) => [draft, other, draft.group]);
  refuseKeys(one, other);
  const byGroup = new Map(right.map((draft) => [nameOf(draft), draft]));
  return left.flatMap((draft): [Draft, Draft, readonly string[]][] => {
    const match = byGroup.get(nameOf(draft));
    return match === undefined ? [] : [[draft, match, draft.group]];
  });
}

function nameOf({ group }: Draft): string {
  return [...group].sort().join(",");
}

function keysOf({ group }: Draft): string {
  return group
    .map((tag) => tag.slice(0, tag.indexOf(":")))
    .sort()
    .join(", ");
}

function refuseKeys(one: Draft, other: Draft): void {
  const [left, right] = [keysOf(one), keysOf(other)];
  if (left === right) return;
  throw new NotEvaluatedError(
    `arithmetic between groups by ${left} and by ${right} is not evaluated: how Datadog joins them is not published`,
  );
}

function refuseSteps({ steps: left }: Draft, { steps: right }: Draft): void {
  if (left.step === right.step && left.from === right.from && left.count === right.count) return;
  throw new NotEvaluatedError(
    `arithmetic between points of ${left.step} s and of ${right.step} s is not evaluated: how Datadog aligns them is not published`,
  );
}
