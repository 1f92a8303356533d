import { Reader } from "../query/reader.js";

/** `1001 && !(1002 || 1003)` */
export interface CompositeQuery {
  readonly kind: "composite";
  readonly condition: Condition;
  /** Each monitor once, in the order in which the query names them: messages call them `a`, `b`, `c`. */
  readonly parts: readonly number[];
}

export type Condition =
  | { readonly kind: "monitor"; readonly id: number }
  | { readonly kind: "not"; readonly of: Condition }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition };

/** @throws SyntaxMistake */
export function parseCompositeQuery(text: string): CompositeQuery {
  const reader = new Reader(text);
  const condition = either(reader);
  if (reader.rest !== "") reader.fail("expected `&&`, `||` or the end of the query");
  return { kind: "composite", condition, parts: [...new Set(monitorsIn(condition))] };
}

/** `a` of the first part, `b` of the second: what messages call them. */
export function labelOf(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + index);
}

function either(reader: Reader): Condition {
  let left = both(reader);
  while (reader.take(/\|\|/) !== undefined) left = { kind: "or", left, right: both(reader) };
  return left;
}

function both(reader: Reader): Condition {
  let left = one(reader);
  while (reader.take(/&&/) !== undefined) left = { kind: "and", left, right: one(reader) };
  return left;
}

function one(reader: Reader): Condition {
  if (reader.take(/!/) !== undefined) return { kind: "not", of: one(reader) };
  if (reader.take(/\(/) === undefined)
    return { kind: "monitor", id: Number(reader.expect(/\d+/, "the id of a monitor")) };
  const inner = either(reader);
  reader.expect(/\)/, "`)`");
  return inner;
}

function monitorsIn(condition: Condition): number[] {
  if (condition.kind === "monitor") return [condition.id];
  if (condition.kind === "not") return monitorsIn(condition.of);
  return [...monitorsIn(condition.left), ...monitorsIn(condition.right)];
}
