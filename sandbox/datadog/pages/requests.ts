import { isObject } from "../models.js";
import { evaluate, type MetricData } from "../query/evaluate.js";
import { parseQuery } from "../query/parse.js";
import type { QueryResult, Span } from "../query/result.js";
import { type View, withVariables } from "./view.js";

/** The metric queries that a widget's request asks for: its `q`, or its formulas over named queries. */
export function queriesOf(request: unknown): string[] {
  if (!isObject(request)) return [];
  if (typeof request.q === "string") return [request.q];
  const named = new Map(
    objectsIn(request.queries).map(({ name, query }) => [String(name), typeof query === "string" ? query : undefined]),
  );
  const formulas = objectsIn(request.formulas).map(({ formula }) => String(formula));
  const all = formulas.length > 0 ? formulas : [...named.keys()];
  return all.map((formula) =>
    formula.replace(/[A-Za-z_]\w*(?!\w*\()/g, (name) => inParentheses(named.get(name)) ?? name),
  );
}

export function resultsOf(
  request: unknown,
  view: Pick<View, "variables">,
  span: Span,
  data: MetricData,
): QueryResult[] {
  return queriesOf(request).flatMap((text) => evaluate(parseQuery(withVariables(text, view)), span, data));
}

/** A widget's requests: a list, or one by part as a host map has them. */
export function requestsOf(requests: unknown): Record<string, unknown>[] {
  return isObject(requests) ? Object.values(requests).filter(isObject) : objectsIn(requests);
}

export function objectsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function inParentheses(query: string | undefined): string | undefined {
  return query === undefined ? undefined : `(${query})`;
}
