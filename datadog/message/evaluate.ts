import type { Expression, Operation } from "./expression";
import { FUNCTIONS, type Result } from "./functions";

/**
 * What `eval` shows.
 *
 * @param valueOf a variable's value; `undefined` where nothing fills it.
 * @returns `undefined` where a variable is empty, a function unknown or the result no number.
 */
export function evaluate(
  expression: Expression,
  valueOf: (name: string) => string | number | undefined,
): Result | undefined {
  const of = (inner: Expression) => evaluate(inner, valueOf);
  switch (expression.kind) {
    case "number":
      return expression.number;
    case "string":
      return expression.text;
    case "name": {
      const value = valueOf(expression.name);
      return typeof value === "string" && isNumber(value) ? Number(value) : value;
    }
    case "minus":
      return known(-Number(of(expression.operand)));
    case "call": {
      const args = expression.args.map(of);
      if (!Object.hasOwn(FUNCTIONS, expression.name) || !args.every((arg) => arg !== undefined)) return undefined;
      return known(FUNCTIONS[expression.name]?.(...args));
    }
    case "chain":
      return known(chained(Number(of(expression.first)), expression.rest, (operand) => Number(of(operand))));
  }
}

/** Numbers as Datadog compares them: `5` and `5.0` are equal. */
export function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text.trim());
}

function chained(first: number, rest: readonly Operation[], of: (operand: Expression) => number): number {
  if (rest[0]?.operator !== "^") {
    return rest.reduce((left, { operator, operand }) => calculated(left, operator, of(operand)), first);
  }
  // Powers bind to the right.
  return [first, ...rest.map(({ operand }) => of(operand))].reduceRight((exponent, base) => base ** exponent);
}

function calculated(left: number, operator: Operation["operator"], right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "^":
      return left ** right;
  }
}

function known(result: Result | undefined): Result | undefined {
  return typeof result === "number" && !Number.isFinite(result) ? undefined : result;
}
