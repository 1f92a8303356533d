import fc from "fast-check";
import type { MonitorExpression, MonitorQuery, SearchCall } from "../../../../datadog/query/monitor-query";
import type { Argument, Comparator, Filter, Query } from "../../../../datadog/query/query";

const COMPARATORS: readonly Comparator[] = [">", ">=", "<", "<=", "==", "!="];
const comparator = fc.constantFrom(...COMPARATORS);

const metricName = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}(\.[a-z0-9_]{1,8}){0,3}$/);
const key = fc.stringMatching(/^[a-z@][a-z0-9_.-]{1,10}$/).filter((text) => !/^(and|or|not|in|by)$/i.test(text));
const value = fc.stringMatching(/^[A-Za-z0-9_./*-]{1,12}$/).filter((text) => !/^(and|or|not|in|\*)$/i.test(text));
const word = fc.stringMatching(/^[a-z][a-z_0-9]{0,8}$/);
const quotable = fc.stringMatching(/^[^\\]{0,20}$/);

/** JSON knows no -0, and text neither. */
const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((n) => (n === 0 ? 0 : n));

const tag = fc
  .oneof(
    fc.tuple(key, value).map(([k, v]) => `${k}:${v}`),
    value,
    key.map((name) => `$${name.replace(/[^a-z0-9_-]/g, "")}x`),
    fc.tuple(key, word).map(([k, name]) => `${k}:$${name}.value`),
  )
  .filter((text) => text !== "*");

const { filter } = fc.letrec<{ filter: Filter; leaf: Filter }>((tie) => ({
  leaf: fc.oneof(
    tag.map((text): Filter => ({ kind: "tag", text })),
    fc.constant<Filter>({ kind: "everything" }),
    fc
      .tuple(
        key.filter((k) => !k.includes(":")),
        fc.array(value, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([name, values, negated]): Filter => ({ kind: "in", key: name, values, negated })),
  ),
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("filter"), fc.boolean()).map(([one, symbol]): Filter => ({ kind: "not", symbol, filter: one })),
    fc
      .tuple(fc.array(tie("filter"), { minLength: 2, maxLength: 3 }), fc.boolean())
      .map(([filters, symbol]): Filter => ({ kind: "all", symbol, filters })),
    fc.array(tie("filter"), { minLength: 2, maxLength: 3 }).map((filters): Filter => ({ kind: "any", filters })),
  ),
}));

const literal = fc.oneof(
  quotable.map((text) => ({ kind: "text" as const, value: text })),
  word.map((text) => ({ kind: "word" as const, value: text })),
  number.map((n) => ({ kind: "number" as const, value: n })),
);

const named = fc.tuple(word, literal).map(([name, of]): Argument => ({ kind: "named", name, value: of }));

/** Any metric query, from one number to functions of arithmetic. */
export const { query } = fc.letrec<{ query: Query; metric: Query }>((tie) => ({
  metric: fc
    .record(
      {
        aggregator: fc.constantFrom("avg", "sum", "p95", "p99.9"),
        condition: fc.record({ comparator, value: number }),
        metric: metricName,
        scope: filter,
        by: fc.array(key, { maxLength: 3 }),
      },
      { requiredKeys: ["metric", "scope", "by"] },
    )
    .map(({ condition, ...parts }): Query => {
      return {
        kind: "metric",
        ...parts,
        ...(condition !== undefined && parts.aggregator !== undefined && { condition }),
      };
    }),
  query: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("metric"),
    number.map((n): Query => ({ kind: "number", value: n })),
    tie("query").map((of): Query => ({ kind: "negative", of })),
    fc
      .tuple(tie("query"), fc.constantFrom("+", "-", "*", "/"), tie("query"))
      .map(([left, operator, right]): Query => ({ kind: "arithmetic", operator, left, right })),
    fc
      .tuple(word, tie("query"), fc.array(fc.oneof(literal, named), { maxLength: 3 }), fc.boolean())
      .map(([name, of, args, isMethod]): Query => {
        return { kind: "call", name, notation: isMethod ? "method" : "function", args: [of, ...args] };
      }),
  ),
}));

const call: fc.Arbitrary<SearchCall> = fc.record({
  name: word,
  args: fc.array(literal, { maxLength: 3 }),
});

const { expression } = fc.letrec<{ expression: MonitorExpression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.nat().map((id): MonitorExpression => ({ kind: "monitor", name: String(id) })),
    tie("expression").map((of): MonitorExpression => ({ kind: "not", of })),
    fc
      .tuple(fc.constantFrom("all", "any"), fc.array(tie("expression"), { minLength: 2, maxLength: 3 }))
      .map(([kind, of]): MonitorExpression => ({ kind, of })),
  ),
}));

/** Any monitor's query, of every kind. */
export const monitorQuery: fc.Arbitrary<MonitorQuery> = fc.oneof(
  fc
    .tuple(
      fc.record({ method: fc.constantFrom("avg", "sum", "min", "max"), window: fc.constantFrom("last_5m", "last_1d") }),
      fc.option(fc.record({ change: fc.constantFrom("change", "pct_change"), ago: fc.constant("1h_ago") }), {
        nil: undefined,
      }),
      query,
      comparator,
      number,
      fc.array(key, { maxLength: 2 }),
    )
    .map(([over, change, of, compared, threshold, by]): MonitorQuery => {
      return {
        kind: "metric",
        over: { ...over, ...change },
        query: of,
        comparator: compared,
        threshold,
        ...(by.length > 0 && { by }),
      };
    }),
  fc
    .tuple(quotable, fc.array(call, { minLength: 1, maxLength: 4 }))
    .map(([check, calls]): MonitorQuery => ({ kind: "check", check, calls })),
  fc
    .tuple(
      word,
      quotable.filter((text) => !text.includes('"')),
      fc.array(call, { maxLength: 3 }),
      comparator,
      number,
    )
    .map(([source, search, calls, compared, threshold]): MonitorQuery => {
      return { kind: "search", source, search, calls, comparator: compared, threshold };
    }),
  expression.map((of): MonitorQuery => ({ kind: "composite", expression: of })),
);
