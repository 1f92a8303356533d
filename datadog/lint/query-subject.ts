import type { QuerySyntaxError } from "../query/parse";
import type { Query } from "../query/query";
import type { Rule } from "./rule";

export interface QueryExample {
  /** As Datadog writes it. */
  readonly query: string;
  /** A graph has template variables; a monitor has none. */
  readonly in: "graph" | "monitor";
  /** The dashboard's template variables. @default none */
  readonly variables?: readonly string[];
  /** Of those variables, the tag keys that they have as their prefix. @default none */
  readonly keys?: Readonly<Record<string, string>>;
}

export interface QuerySubject extends Omit<QueryExample, "query"> {
  readonly queries: readonly Query[];
  readonly unreadable?: QuerySyntaxError;
}

export type QueryRule = Rule<QuerySubject, QueryExample>;
