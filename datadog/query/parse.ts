import type { parser as Peggy } from "peggy";
import { listInWords } from "../list-words";
import type { MonitorExpression, MonitorQuery } from "./monitor-query";
import type { Query } from "./query";
import { parser } from "./query.generated";

/** A query that can't be read; the message says what was expected. */
export class QuerySyntaxError extends Error {
  /** @param offset where in the text, 0-based. */
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Brackets in each other; the deepest in public dashboards have 9. More would be a mistake, and end the stack. */
const DEEPEST = 50;

/**
 * A metric query: `avg:my_metric{env:dev} by {host}.rollup(sum, 3600)`.
 *
 * @throws QuerySyntaxError
 */
export function parseQuery(text: string): Query {
  return parse(text, "MetricQuery") as Query;
}

/**
 * A graph's queries, which commas separate.
 *
 * @throws QuerySyntaxError
 */
export function parseGraph(text: string): readonly Query[] {
  return parse(text, "Graph") as readonly Query[];
}

/**
 * A monitor's query, of whatever type of monitor.
 *
 * @throws QuerySyntaxError
 */
export function parseMonitorQuery(text: string): MonitorQuery {
  return parse(text, "MonitorQuery") as MonitorQuery;
}

/**
 * What a composite monitor judges: `1001 && !(1002 || 1003)`, of ids or of names.
 *
 * @throws QuerySyntaxError
 */
export function parseExpression(text: string): MonitorExpression {
  return parse(text, "Expression") as MonitorExpression;
}

type StartRule = "MetricQuery" | "Graph" | "MonitorQuery" | "Expression";

function parse(text: string, startRule: StartRule): unknown {
  refuseDepth(text);
  try {
    return parser.parse(text, { startRule });
  } catch (error) {
    if (!(error instanceof parser.SyntaxError)) throw error;
    throw syntaxError(text, error);
  }
}

function refuseDepth(text: string): void {
  let depth = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset];
    if (character === "(" || character === "{") depth++;
    if (character === ")" || character === "}") depth--;
    if (depth > DEEPEST) throw new QuerySyntaxError(`more than ${DEEPEST} brackets are open in each other`, offset);
  }
}

function syntaxError(text: string, error: Peggy.SyntaxError): QuerySyntaxError {
  const { offset } = error.location.start;
  const expected = [...new Set((error.expected ?? []).map(inWords))].filter((words) => words !== "").sort();
  const found = offset >= text.length ? "the query ends" : `there is ${JSON.stringify(excerpt(text, offset))}`;
  const words = expected.length === 0 ? "something else" : listInWords(expected, "disjunction");
  return new QuerySyntaxError(`${words} is expected where ${found}`, offset);
}

function inWords(expectation: Peggy.Expectation): string {
  switch (expectation.type) {
    case "other":
      return expectation.description;
    case "literal":
      return `"${expectation.text}"`;
    case "end":
      return "the end";
    default:
      // White space may come anywhere, and single characters are parts of what has a name.
      return "";
  }
}

/** What a reader looks for in the text. */
function excerpt(text: string, offset: number): string {
  return text.slice(offset, offset + 12).trimEnd();
}
