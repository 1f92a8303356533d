import { metricQuery, type MetricQuery } from "./metric";

/** Two queries as one, joined group by group: what one side lacks a group for is not there. */
export interface Arithmetic {
  readonly left: Query;
  readonly operator: "+" | "-" | "*" | "/";
  readonly right: Query;
}

export type Query = MetricQuery | Arithmetic;

/** `avg:used{env:dev} by {host} / avg:limit{env:dev} by {host}`; what is inside of another has its parentheses. */
export function queryText(query: Query): string {
  if (!isArithmetic(query)) return metricQuery(query);
  return `${operand(query.left)} ${query.operator} ${operand(query.right)}`;
}

/** Every metric query in it, from left to right. */
export function metricsOf(query: Query): MetricQuery[] {
  return isArithmetic(query) ? [...metricsOf(query.left), ...metricsOf(query.right)] : [query];
}

/** The tag keys of the query's groups. */
export function groupsOf(query: Query): readonly string[] {
  return metricsOf(query)[0]?.by ?? [];
}

function operand(query: Query): string {
  return isArithmetic(query) ? `(${queryText(query)})` : metricQuery(query);
}

function isArithmetic(query: Query): query is Arithmetic {
  return "operator" in query;
}
