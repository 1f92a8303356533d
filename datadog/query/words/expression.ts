import type { MonitorExpression } from "../monitor-query";

/** `"A" and not ("B" or "C")`, by title where it is known. */
export function expressionInWords(expression: MonitorExpression, titles: ReadonlyMap<string, string>): string {
  switch (expression.kind) {
    case "monitor": {
      const title = titles.get(expression.name);
      return title === undefined ? `monitor ${expression.name}` : `"${title}"`;
    }
    case "not":
      return `not ${bracketed(expression.of, titles)}`;
    default:
      return expression.of.map((one) => bracketed(one, titles)).join(expression.kind === "all" ? " and " : " or ");
  }
}

function bracketed(expression: MonitorExpression, titles: ReadonlyMap<string, string>): string {
  const words = expressionInWords(expression, titles);
  return expression.kind === "all" || expression.kind === "any" ? `(${words})` : words;
}
