import type { MonitorExpression, MonitorQuery, Over, SearchCall } from "./monitor-query";
import type { Argument, Filter, Metric, Query, Text } from "./query";

/** A metric query in one line: `avg:my_metric{env:dev} by {host} / avg:limit{env:dev} by {host}`. */
export function queryText(query: Query): string {
  switch (query.kind) {
    case "number":
      return String(query.value);
    case "metric":
      return metricText(query);
    case "negative":
      return `-${query.of.kind === "metric" ? metricText(query.of) : enclosed(query.of)}`;
    case "call":
      return callText(query.name, query.notation, query.args);
    case "arithmetic":
      return arithmeticText(query);
  }
}

/** A sum of thousands is nested to the left as deep: what it begins with is written in a loop. */
function arithmeticText(query: Query & { kind: "arithmetic" }): string {
  const written: string[] = [];
  let left: Query = query;
  for (let parent = query; left.kind === "arithmetic"; left = parent.left) {
    if (isProduct(parent) && !isProduct(left)) break;
    parent = left;
    const { operator, right } = left;
    const needsBrackets = right.kind === "arithmetic" && (isProduct(left) || !isProduct(right));
    written.push(` ${operator} ${needsBrackets ? enclosed(right) : queryText(right)}`);
  }
  return (left.kind === "arithmetic" ? enclosed(left) : queryText(left)) + written.reverse().join("");
}

function isProduct({ operator }: Query & { kind: "arithmetic" }): boolean {
  return operator === "*" || operator === "/";
}

function enclosed(query: Query): string {
  return `(${queryText(query)})`;
}

function metricText({ aggregator, condition, metric, scope, by }: Metric): string {
  const counted = condition === undefined ? "" : `(v: v${condition.comparator}${condition.value})`;
  const aggregated = aggregator === undefined ? "" : `${aggregator}${counted}:`;
  return `${aggregated}${metric}{${filterText(scope)}}${byText(by)}`;
}

function byText(keys: readonly string[] = []): string {
  return keys.length === 0 ? "" : ` by {${keys.join(",")}}`;
}

function callText(name: string, notation: "function" | "method", args: readonly Argument[]): string {
  if (notation === "function") return `${name}(${args.map(argumentText).join(", ")})`;
  const [of, ...rest] = args;
  if (of === undefined || of.kind === "text" || of.kind === "word" || of.kind === "named") {
    throw new TypeError(`.${name}() applies to a query`);
  }
  const applied = of.kind === "metric" || of.kind === "call" ? queryText(of) : enclosed(of);
  return `${applied}.${name}(${rest.map(argumentText).join(", ")})`;
}

function argumentText(argument: Argument): string {
  switch (argument.kind) {
    case "text":
      return quoted(argument, "'");
    case "word":
      return argument.value;
    case "named":
      return `${argument.name}=${argumentText(argument.value)}`;
    default:
      return queryText(argument);
  }
}

function quoted({ value }: Pick<Text, "value">, quote: "'" | '"'): string {
  return `${quote}${value.replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** A scope without its braces: `env:dev,$host`. */
export function filterText(filter: Filter): string {
  switch (filter.kind) {
    case "everything":
      return "*";
    case "tag":
      return filter.text;
    case "in":
      return `${filter.key} ${filter.negated ? "NOT IN" : "IN"} (${filter.values.join(",")})`;
    case "not":
      return `${filter.symbol ? "!" : "NOT "}${within(filter, filter.filter)}`;
    case "all":
      return filter.filters.map((one) => within(filter, one)).join(filter.symbol ? "," : " AND ");
    case "any":
      return filter.filters.map((one) => within(filter, one)).join(" OR ");
  }
}

/** How tightly a filter binds: what binds no tighter than what it is in has brackets. */
function tightness(filter: Filter): number {
  switch (filter.kind) {
    case "all":
      return filter.symbol ? 0 : 2;
    case "any":
      return 1;
    case "not":
      return 3;
    default:
      return 4;
  }
}

function within(outer: Filter, inner: Filter): string {
  return tightness(inner) > tightness(outer) ? filterText(inner) : `(${filterText(inner)})`;
}

/** A monitor's query in one line. */
export function monitorQueryText(query: MonitorQuery): string {
  switch (query.kind) {
    case "metric":
      return `${overText(query.over)}:${queryText(query.query)} ${query.comparator} ${query.threshold}${byText(query.by)}`;
    case "check":
      return `${quoted({ value: query.check }, '"')}${callsText(query.calls)}${comparison(query)}`;
    case "search":
      return `${query.source}("${query.search}")${callsText(query.calls)}${comparison(query)}`;
    case "composite":
      return expressionText(query.expression);
  }
}

function overText({ method, window, change, ago }: Over): string {
  const over = `${method}(${window})`;
  return change === undefined ? over : `${change}(${over},${ago ?? ""})`;
}

function callsText(calls: readonly SearchCall[]): string {
  return calls.map(({ name, args }) => `.${name}(${args.map(searchArgument).join(",")})`).join("");
}

function searchArgument(argument: SearchCall["args"][number]): string {
  return argument.kind === "text" ? quoted(argument, '"') : argumentText(argument);
}

function comparison({ comparator, threshold }: { readonly comparator?: string; readonly threshold?: number }): string {
  return comparator === undefined || threshold === undefined ? "" : ` ${comparator} ${threshold}`;
}

/** A composite's expression: `1001 && !(1002 || 1003)`. */
function expressionText(expression: MonitorExpression): string {
  switch (expression.kind) {
    case "monitor":
      return expression.name;
    case "not":
      return `!${expression.of.kind === "monitor" ? expression.of.name : `(${expressionText(expression.of)})`}`;
    case "all":
      return expression.of
        .map((one) => (isJoined(one) ? `(${expressionText(one)})` : expressionText(one)))
        .join(" && ");
    case "any":
      return expression.of
        .map((one) => (one.kind === "any" ? `(${expressionText(one)})` : expressionText(one)))
        .join(" || ");
  }
}

function isJoined({ kind }: MonitorExpression): boolean {
  return kind === "all" || kind === "any";
}
