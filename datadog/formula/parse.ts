import type { Formula } from "./formula";
import { parser } from "./formula.generated";

/** A formula that can't be read; the message says where. */
export class FormulaSyntaxError extends Error {
  /** @param offset where in the text, 0-based. */
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Brackets in each other; more would be a mistake, and end the stack. */
const DEEPEST = 50;

/**
 * A formula as a monitor's `formula("…")` and a widget's `formulaExpression` have it.
 *
 * @throws FormulaSyntaxError
 */
export function parseFormula(text: string): Formula {
  refuseDepth(text);
  try {
    return parser.parse(text) as Formula;
  } catch (error) {
    if (!(error instanceof parser.SyntaxError)) throw error;
    const { offset } = error.location.start;
    const found = offset >= text.length ? "it ends" : `there is "${text.slice(offset, offset + 12).trimEnd()}"`;
    throw new FormulaSyntaxError(`a query's name, a number or an operator is expected where ${found}`, offset);
  }
}

function refuseDepth(text: string): void {
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    if (text[offset] === "(") depth++;
    if (text[offset] === ")") depth--;
    if (depth < 0) throw new FormulaSyntaxError("a bracket closes none", offset);
    if (depth > DEEPEST) throw new FormulaSyntaxError(`more than ${DEEPEST} brackets are open in each other`, offset);
  }
  if (depth > 0) throw new FormulaSyntaxError("a bracket is not closed", text.length);
}
