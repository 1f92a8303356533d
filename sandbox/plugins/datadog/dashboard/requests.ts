/** What a widget asks for: one metric query in text, one query of an older notation, or named queries and formulas. */
import { isFilled, text, type Block, type BlocksField, type Field } from "../schema/field.js";
import { apmStatsQuery, logQuery, processQuery } from "./older-queries.js";

const olderQueries = {
  apmQuery: logQuery,
  logQuery,
  networkQuery: logQuery,
  processQuery,
  rumQuery: logQuery,
  securityQuery: logQuery,
  auditQuery: logQuery,
  apmStatsQuery,
};

type OlderQuery = keyof typeof olderQueries;

/** Where a request holds several queries, the first in this order is sent. */
export function olderRequest(kinds: readonly OlderQuery[]): Block {
  const fields = Object.fromEntries(kinds.map((kind) => [kind, olderQueries[kind]]));
  return { fields: { q: text(), ...fields }, firstOf: [["q", ...kinds]] };
}

export interface RequestTable {
  readonly older: readonly OlderQuery[];
  readonly queries: BlocksField;
  readonly formulas: BlocksField;
  readonly responseFormat: "timeseries" | "scalar";
  /** What this widget's requests have besides queries. */
  readonly own: Readonly<Record<string, Field>>;
}

export function request(table: RequestTable): Block {
  const { fields } = olderRequest(table.older);
  const order = ["q", ...table.older, "queries"];
  return {
    fields: { ...fields, queries: table.queries, formulas: table.formulas, ...table.own },
    firstOf: [order],
    adds: [
      {
        wire: "response_format",
        value: table.responseFormat,
        when: (declared) => order.find((name) => isFilled(declared[name])) === "queries",
      },
    ],
  };
}
