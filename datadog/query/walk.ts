import type { MonitorExpression } from "./monitor-query";
import type { Call, Filter, Metric, Query, Tag } from "./query";

/** The query and all that it is made of, from left to right; in a loop, for a long sum nests as deep. */
export function* partsOf(query: Query): Generator<Query> {
  const waiting: Query[] = [query];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    yield part;
    // One by one: a call takes fewer arguments than a query's function may have.
    for (const operand of operandsOf(part).reverse()) waiting.push(operand);
  }
}

/** Every metric in it, from left to right. */
export function metricsOf(query: Query): Metric[] {
  return [...partsOf(query)].filter((part) => part.kind === "metric");
}

/** Every function in it, the outer before the inner. */
export function callsOf(query: Query): Call[] {
  return [...partsOf(query)].filter((part) => part.kind === "call");
}

/** The queries that it is directly made of, from left to right; a function's numbers are none. */
export function operandsOf(query: Query): Query[] {
  switch (query.kind) {
    case "arithmetic":
      return [query.left, query.right];
    case "negative":
      return [query.of];
    case "call":
      return query.args.filter(
        (arg): arg is Query =>
          arg.kind === "metric" || arg.kind === "call" || arg.kind === "arithmetic" || arg.kind === "negative",
      );
    default:
      return [];
  }
}

/** Counting groups leaves one series. */
export function leavesNoGroups(query: Query): boolean {
  return query.kind === "call" && (query.name === "count_nonzero" || query.name === "count_not_null");
}

/** The tag keys of the query's groups, each once. */
export function groupsOf(query: Query): string[] {
  const groups = new Set<string>();
  const waiting: Query[] = [query];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part.kind === "metric") part.by.forEach((key) => groups.add(key));
    for (const operand of leavesNoGroups(part) ? [] : operandsOf(part).reverse()) waiting.push(operand);
  }
  return [...groups];
}

/** Every filter in it, the outer before the inner. */
export function* filtersOf(filter: Filter): Generator<Filter> {
  yield filter;
  if (filter.kind === "not") yield* filtersOf(filter.filter);
  if (filter.kind === "all" || filter.kind === "any") for (const one of filter.filters) yield* filtersOf(one);
}

/** The template variables that a tag holds: `host` of `$host`, `env` of `env:$env.value`, `kong.service` of itself. */
export function variablesOf({ text }: Pick<Tag, "text">): string[] {
  return [...text.matchAll(/\$([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g)].map(([, name = ""]) =>
    // What follows the value is the tag's: `$env.value-eu`.
    name.replace(/\.(value|key)(-.*)?$/, ""),
  );
}

/** The monitors that a composite's expression names, in its order. */
export function* monitorsOf(expression: MonitorExpression): Generator<string> {
  if (expression.kind === "monitor") yield expression.name;
  else if (expression.kind === "not") yield* monitorsOf(expression.of);
  else for (const one of expression.of) yield* monitorsOf(one);
}
