import { parser } from "./expression.generated";

/** What `eval` is given. */
export type Expression =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "name"; readonly offset: number; readonly name: string }
  | { readonly kind: "call"; readonly offset: number; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "minus"; readonly operand: Expression }
  /** Operators of one rank, as they stand: a long sum is not a deep one. */
  | { readonly kind: "chain"; readonly first: Expression; readonly rest: readonly Operation[] };

export interface Operation {
  readonly operator: "+" | "-" | "*" | "/" | "%" | "^";
  readonly operand: Expression;
}

/** An expression that can't be read; `offset` is its own, 0-based. */
export class ExpressionSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Parentheses in each other. */
const DEEPEST = 50;

/** @throws ExpressionSyntaxError */
export function parseExpression(text: string): Expression {
  try {
    return parser.parse(text, {
      deepest: DEEPEST,
      fail(): never {
        throw new ExpressionSyntaxError(`more than ${DEEPEST} parentheses in each other`, 0);
      },
    }) as Expression;
  } catch (error) {
    if (!(error instanceof parser.SyntaxError)) throw error;
    const { offset } = error.location.start;
    const found = offset >= text.length ? "its end" : `"${text.slice(offset, offset + 10)}"`;
    throw new ExpressionSyntaxError(`expected a number, a variable or an operator at ${found}`, offset);
  }
}

/** The variables and the functions that it names. */
export function* namesIn(
  expression: Expression,
): Generator<{ readonly kind: "name" | "call"; readonly name: string; readonly offset: number }> {
  switch (expression.kind) {
    case "name":
      yield expression;
      return;
    case "call":
      yield expression;
      for (const argument of expression.args) yield* namesIn(argument);
      return;
    case "minus":
      yield* namesIn(expression.operand);
      return;
    case "chain":
      yield* namesIn(expression.first);
      for (const { operand } of expression.rest) yield* namesIn(operand);
  }
}
